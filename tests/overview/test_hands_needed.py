"""The first page of Administration: what does not go by itself, and what to do about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import Settings
from time_machine import TimeMachineFixture

from core.mail import queue_mail
from core.models import OutgoingMail
from core.prints import queue
from core.prints.models import Rendering
from core.templatetags.swedish import long_date
from evaluations.models import Notice, ReminderRound, Review
from evaluations.services import closing, minutes_prints
from evaluations.services.reminders import queue_digests
from plans.models import Agreement
from tests.evaluations.meetings import filled
from tests.people import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    # Nothing of the kind is wrong from the start.
    Agreement.objects.update(review_anchor=localdate())
    client.force_login(world.administrator)
    return client


def first_page(admin: Client) -> str:
    return admin.get(reverse("administration:start")).content.decode()


def queued(minutes: int, error: str = "") -> OutgoingMail:
    context = {"name": "Någon", "new_address": "b@alvhamra.example"}
    mail = queue_mail(to="a@alvhamra.example", template="address_changed", context=context)
    then = timezone.now() - timedelta(minutes=minutes)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        queued_at=then, next_attempt_at=then, last_error=error, state="queued"
    )
    return mail


def failed_minutes(world: World) -> Review:
    review = filled(world)
    closing.close(review=review, by=world.director)
    rendering = Rendering.objects.get(kind=minutes_prints.MINUTES_KIND, subject_id=review.pk)
    queue.fail(rendering=rendering, error="Logotypen går inte att läsa.")
    return review


def test_nothing_is_said_where_all_goes_by_itself(admin: Client, settings: Settings) -> None:
    settings.MAIL_IS_SENT = True
    queued(minutes=30, error="451 senare")
    assert "alert" not in first_page(admin)


def test_mails_that_wait_for_a_server_are_told_with_its_answer(
    admin: Client, settings: Settings
) -> None:
    settings.MAIL_IS_SENT = True
    mail = queued(minutes=90, error="Mejlservern svarar inte som den ska: nekad.")
    page = first_page(admin)
    assert "1 mejl har väntat i mer än en timme" in page
    assert "Mejlservern svarar inte som den ska: nekad." in page
    waiting = f"{reverse('administration:mails')}?lage=queued"
    assert waiting in page
    listed = admin.get(waiting).content.decode()
    assert reverse("administration:mail", args=[mail.pk]) in listed
    assert "Mejlservern svarar inte som den ska: nekad." in listed


def test_mails_that_nobody_has_tried_to_send_are_told(admin: Client, settings: Settings) -> None:
    settings.MAIL_IS_SENT = True
    queued(minutes=90)
    queued(minutes=91)
    assert "2 mejl har väntat i mer än en timme utan att något försökt skicka dem" in first_page(
        admin
    )
    settings.MAIL_IS_SENT = False  # without a server mails are only kept
    assert "alert" not in first_page(admin)


def test_reminders_that_could_not_be_written_are_told(admin: Client, world: World) -> None:
    ReminderRound.objects.create(agreement=world.agreement, trouble="plan som går ut: ValueError")
    page = first_page(admin)
    assert "Några påminnelser gick inte att skriva" in page
    assert f"{world.agreement.title}: plan som går ut: ValueError" in page


def test_it_is_told_when_no_reminders_are_written(admin: Client, world: World) -> None:
    today = localdate()
    for days, agreement in enumerate((world.agreement, world.neighbours_agreement)):
        ReminderRound.objects.create(agreement=agreement, done_on=today - days * DAY)
    assert "inte skrivits sedan" not in first_page(admin)
    ReminderRound.objects.filter(agreement=world.agreement).update(done_on=today - 2 * DAY)
    assert f"inte skrivits sedan {long_date(today - 2 * DAY)}" in first_page(admin)


def test_it_is_told_when_the_mail_of_the_week_is_not_written(
    admin: Client, world: World, time_machine: TimeMachineFixture
) -> None:
    monday = date(2027, 5, 31)
    notice = {"user": world.communicator, "agreement": world.agreement, "waits_for_digest": True}
    for told_on in (monday - 2 * DAY, monday - DAY, monday):
        Notice.objects.create(
            **notice, unique_key=f"{told_on}", kind="action", due_on=told_on, told_on=told_on
        )
    said = {}
    for day in (monday, monday + DAY):
        time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)
        admin.force_login(world.administrator)
        said[day] = first_page(admin)
    assert "Veckans mejl" not in said[monday], "it is written in the course of the morning"
    assert "Veckans mejl till 1 person är inte skrivet" in said[monday + DAY]
    assert queue_digests(today=monday + DAY) == 1
    assert "Veckans mejl" not in first_page(admin)


def test_an_agreement_that_is_never_reviewed_is_told(admin: Client, world: World) -> None:
    today = localdate()
    Agreement.objects.filter(pk=world.agreement.pk).update(review_anchor=None, ends_on=None)
    Agreement.objects.filter(pk=world.neighbours_agreement.pk).update(
        review_anchor=None, starts_on=None, ends_on=today - timedelta(days=1)
    )
    page = first_page(admin)
    assert "ingen dag att räkna översyner från" in page
    assert reverse("administration:agreement", args=[world.agreement.pk]) in page
    ended = reverse("administration:agreement", args=[world.neighbours_agreement.pk])
    assert ended not in page, "it has ended"
    Agreement.objects.filter(pk=world.agreement.pk).update(kind="none")
    assert "ingen dag att räkna" not in first_page(admin), "documents of one's own"
    Agreement.objects.filter(pk=world.agreement.pk).update(kind="agreement")
    assert "ingen dag att räkna" in first_page(admin)
    Agreement.objects.filter(pk=world.neighbours_agreement.pk).update(
        ends_on=None, review_anchor=today, renews=world.agreement
    )
    assert "ingen dag att räkna översyner från" not in first_page(admin), "it is renewed"


# --- minutes whose print failed -------------------------------------------------------------------


def test_failed_minutes_are_told_and_asked_for_again(admin: Client, world: World) -> None:
    review = failed_minutes(world)
    page = first_page(admin)
    assert "Logotypen går inte att läsa." in page
    again = reverse("administration:retry_minutes", args=[review.pk])
    assert again in page
    assert admin.post(again).status_code == 302
    assert Rendering.objects.get(subject_id=review.pk).state == "queued"
    assert "Logotypen" not in first_page(admin)


def test_minutes_that_are_printed_are_not_asked_for_again(admin: Client, world: World) -> None:
    review = failed_minutes(world)
    rendering = Rendering.objects.get(subject_id=review.pk)
    queue.finish(rendering=rendering, pdf=b"%PDF")
    answer = admin.post(reverse("administration:retry_minutes", args=[review.pk]), follow=True)
    assert "finns redan" in answer.content.decode()
    assert Rendering.objects.get(subject_id=review.pk).is_done


def test_the_page_of_the_minutes_says_that_they_failed(client: Client, world: World) -> None:
    review = failed_minutes(world)
    client.force_login(world.director)
    path = reverse("evaluations:minutes", args=[world.agreement.slug, review.number])
    page = client.get(path).content.decode()
    assert "Logotypen går inte att läsa." in page
    assert "är inte mejlade" in page
    assert "De mejlas som PDF" not in page
    assert "Försök igen" in page
    client.post(reverse("evaluations:print_minutes", args=[world.agreement.slug, review.number]))
    page = client.get(path).content.decode()
    assert "Logotypen" not in page
    assert "De mejlas som PDF" in page


def test_failed_minutes_are_asked_for_again_by_themselves_the_next_day(world: World) -> None:
    review = failed_minutes(world)
    rows = Rendering.objects.filter(subject_id=review.pk)
    minutes_prints.ask_for_missing()
    assert rows.get().is_failed
    rows.update(finished_at=timezone.now() - timedelta(hours=25))
    minutes_prints.ask_for_missing()
    assert rows.get().state == "queued"
