"""The pack is sent to those who have a seat: by hand or by itself, once, and again when the meeting moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import TimeMachineFixture

from accounts.enums import MailWish
from core.models import Change, OutgoingMail
from core.prints import work
from core.prints.models import Rendering
from evaluations.due import find_due, standing_of
from evaluations.enums import NoticeKind
from evaluations.matters import SOURCES
from evaluations.models import Notice, ReminderRound, Review
from evaluations.pack import pack_of
from evaluations.services import pack_sending
from evaluations.services.pack import ask_for_pack
from evaluations.services.pack_sending import send_pack
from evaluations.services.reminder_settings import set_offsets
from evaluations.services.reminders import queue_what_is_due
from plans.models import Agreement
from tests.people import World

pytestmark = pytest.mark.django_db
SEATS = {"director", "police-chief", "coordinator", "police-coordinator"}


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Its first review is due on the first of July 2027."""
    Agreement.objects.filter(pk=world.agreement.pk).update(
        review_anchor=date(2027, 1, 1), review_interval=6, ends_on=None
    )
    return Agreement.objects.get(pk=world.agreement.pk)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


def called(agreement: Agreement, meets_at: datetime) -> Review:
    review, _is_new = Review.objects.update_or_create(
        agreement=agreement, number=1, defaults={"meets_at": meets_at, "place": "Rådhuset"}
    )
    return review


def due_people(agreement: Agreement, day: date) -> set[str]:
    kind = NoticeKind.PACK
    found = find_due(standing_of(agreement, day), {kind: SOURCES[kind]})
    assert not found.broken
    return {one.person.email.partition("@")[0] for one in found.due}


def packs() -> Any:
    return OutgoingMail.objects.filter(unique_key__startswith="pack:")


def test_it_is_due_a_week_before_to_the_seats_and_not_after_a_meeting(
    world: World, agreement: Agreement
) -> None:
    assert due_people(agreement, date(2027, 6, 23)) == set()
    assert due_people(agreement, date(2027, 6, 24)) == SEATS
    called(agreement, at(6, 20))
    assert due_people(agreement, date(2027, 6, 12)) == set()
    assert due_people(agreement, date(2027, 6, 13)) == SEATS
    assert due_people(agreement, date(2027, 6, 20)) == SEATS
    assert due_people(agreement, date(2027, 6, 21)) == set()


def test_the_agreement_decides_how_long_before_and_whether_at_all(
    world: World, agreement: Agreement
) -> None:
    set_offsets(agreement=agreement, offsets={"pack": [14]}, by=world.coordinator)
    again = Agreement.objects.get(pk=agreement.pk)
    assert due_people(again, date(2027, 6, 17)) == SEATS
    set_offsets(agreement=agreement, offsets={"pack": []}, by=world.coordinator)
    assert due_people(Agreement.objects.get(pk=agreement.pk), date(2027, 6, 28)) == set()
    for wrong in ([7, 3], [-1]):
        with pytest.raises(ValidationError):
            set_offsets(agreement=agreement, offsets={"pack": wrong}, by=world.coordinator)


def test_by_itself_once_at_once_and_stamped(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    world.director.reminders = MailWish.NEVER
    world.director.save()
    called(agreement, at(6, 30))
    for day in range(20, 30):
        time_machine.move_to(at(6, day), tick=False)
        queue_what_is_due(now=at(6, day))
    assert packs().count() == len(SEATS)
    review = Review.objects.get(agreement=agreement, number=1)
    assert review.pack_sent_at == at(6, 23)
    mail = packs().get(to=world.director.email)
    assert [one["name"] for one in mail.attachments] == ["oversyn.ics"]
    link = reverse("evaluations:review_pack", args=[agreement.slug, 1])
    for body in (mail.text, mail.html):
        assert link in body
        assert f"{link}pdf/" in body
    assert Rendering.objects.filter(kind="review_pack").exists()


def test_a_pack_that_cannot_be_made_holds_up_no_notice(
    world: World, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(agreement, at(6, 27))  # its notice, three days before, is due with the pack

    def fails(*words: Any, **more: Any) -> None:
        Notice.objects.create(unique_key=None)  # type: ignore[misc]

    monkeypatch.setattr(pack_sending, "pack_of", fails)
    tally = queue_what_is_due(now=at(6, 24))
    told = Notice.objects.filter(agreement=agreement, kind__in=["pack", "review"])
    kinds = told.values_list("kind", flat=True)
    assert sorted(kinds) == ["pack"] * len(SEATS) + ["review"] * len(SEATS)
    assert packs().count() == len(SEATS)
    assert Review.objects.get(agreement=agreement, number=1).pack_sent_at == at(6, 24)
    [trouble] = tally.troubles
    assert "Underlag till översyn 1" in trouble
    assert "IntegrityError" in trouble
    assert ReminderRound.objects.get(agreement=agreement).failed_at == at(6, 24)


def test_the_pdf_of_a_pack_is_read_once_for_all_who_get_it(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    def reads(queries: CaptureQueriesContext) -> int:
        table = f'FROM "{Rendering._meta.db_table}"'
        return sum(
            table in one["sql"] and '"pdf"' in one["sql"].partition(table)[0] for one in queries
        )

    for day, way in ((10, "by hand"), (24, "by itself")):
        time_machine.move_to(at(6, day), tick=False)
        Notice.objects.all().delete()
        packs().delete()
        value = pack_of(agreement, 1, today=date(2027, 6, day))
        work.render_now(ask_for_pack(agreement=agreement, value=value))
        with CaptureQueriesContext(connection) as queries:
            if way == "by hand":
                send_pack(agreement=agreement, number=1, by=world.coordinator, now=at(6, day))
            else:
                queue_what_is_due(now=at(6, day))
        files = [[one["name"] for one in mail.attachments] for mail in packs()]
        assert files == [["underlag-1.pdf"]] * len(SEATS), way
        assert reads(queries) == 1, way


def test_a_round_that_ends_after_midnight_sends_the_pdf_of_its_own_day(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    evening = at(6, 24, hour=21)  # eleven o'clock in Sweden
    time_machine.move_to(evening, tick=False)
    value = pack_of(agreement, 1, today=date(2027, 6, 24))
    work.render_now(ask_for_pack(agreement=agreement, value=value))
    time_machine.move_to(evening + timedelta(hours=1, minutes=5), tick=False)
    queue_what_is_due(now=evening)
    files = [[one["name"] for one in mail.attachments] for mail in packs()]
    assert files == [["underlag-1.pdf"]] * len(SEATS)


def test_a_moved_meeting_is_prepared_anew(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    called(agreement, at(6, 30))
    time_machine.move_to(at(6, 25), tick=False)
    queue_what_is_due(now=at(6, 25))
    called(agreement, at(7, 9))
    for day in (2, 3, 4):
        time_machine.move_to(at(7, day), tick=False)
        queue_what_is_due(now=at(7, day))
    assert packs().count() == 2 * len(SEATS)


def test_sent_by_hand_it_is_not_sent_by_itself_too(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    called(agreement, at(6, 30))
    time_machine.move_to(at(6, 10), tick=False)
    assert send_pack(agreement=agreement, number=1, by=world.director, now=at(6, 10)) == 4
    assert send_pack(agreement=agreement, number=1, by=world.coordinator, now=at(6, 10)) == 0
    time_machine.move_to(at(6, 24), tick=False)
    queue_what_is_due(now=at(6, 24))
    assert packs().count() == Notice.objects.filter(kind="pack").count() == len(SEATS)
    logged = Change.objects.get(kind="review_pack")
    assert (logged.action, logged.key, logged.by) == ("sent", "1", world.director)


def test_a_pdf_that_was_made_today_goes_with_it(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(at(6, 10), tick=False)
    value = pack_of(agreement, 1, today=date(2027, 6, 10))
    work.render_now(ask_for_pack(agreement=agreement, value=value))
    send_pack(agreement=agreement, number=1, by=world.coordinator, now=at(6, 10))
    mail = packs().first()
    assert mail is not None
    assert [one["name"] for one in mail.attachments] == ["underlag-1.pdf"]
    assert "ligger också med som PDF" in mail.text


def test_who_does_not_run_reviews_sends_nothing(world: World, agreement: Agreement) -> None:
    for stranger in (world.communicator, world.reader, world.neighbour_coordinator):
        with pytest.raises(PermissionDenied):
            send_pack(agreement=agreement, number=1, by=stranger, now=at(6, 10))
    Review.objects.create(
        agreement=agreement,
        number=1,
        state="closed",
        closed_at=at(6, 1),
        period_start=date(2027, 1, 1),
        period_end=date(2027, 7, 1),
        minutes_number=1,
    )
    with pytest.raises(ValidationError):
        send_pack(agreement=agreement, number=1, by=world.director, now=at(6, 10))
    assert due_people(agreement, date(2027, 6, 28)) == set()
    assert not packs().exists()


def test_the_command_shows_it(world: World, agreement: Agreement) -> None:
    out = StringIO()
    call_command("send_reminders", "--dry-run", "--today", "2027-06-24", stdout=out)
    assert "Underlag till översyn 1" in out.getvalue()
    assert "underlag till översyn, 7 dagar före 1 juli 2027" in out.getvalue().lower()
    assert not packs().exists()


def test_the_button_sends_and_says_to_how_many(
    world: World, agreement: Agreement, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(at(6, 10), tick=False)
    client = Client()
    client.force_login(world.director)
    page = reverse("evaluations:review_pack", args=[agreement.slug, 1])
    assert "Skicka till styrgruppen" in client.get(page).content.decode()
    sent = client.post(reverse("evaluations:send_pack", args=[agreement.slug, 1]), follow=True)
    assert "skickat till 4 personer" in sent.content.decode()
    assert "Skickat 10 juni 2027 kl. 12.00" in sent.content.decode()
    worker = Client()
    worker.force_login(world.communicator)
    assert "Skicka till styrgruppen" not in worker.get(page).content.decode()
    assert due_people(agreement, date(2027, 6, 10) + timedelta(days=14)) == SEATS
