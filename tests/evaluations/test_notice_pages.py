"""Mina utskick, what one wishes for, what an agreement sets, and the command."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import change_user
from core.mail import MailAttachment, queue_mail
from core.models import Change, OutgoingMail
from evaluations.due import find_due, standing_of
from evaluations.enums import NoticeKind
from evaluations.last_day import last_day
from evaluations.matters import SOURCES
from evaluations.models import ActionPoint, Notice, ReminderSettings
from evaluations.services.reminder_settings import offsets_of, set_offsets
from plans.models import Agreement
from tests.activities.year import day as iso
from tests.activities.year import make_activity, make_year
from tests.people import World

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(world: World, person: User) -> None:
    ActionPoint.objects.create(
        agreement=world.agreement, words="Skylta om torget", person=person, due_on=localdate()
    )


def run(*words: str) -> str:
    out = StringIO()
    call_command("send_reminders", *words, stdout=out)
    return out.getvalue()


# --- the command --------------------------------------------------------------------------------


def test_a_dry_run_says_to_whom_what_and_why_and_writes_nothing(world: World) -> None:
    act(world, world.communicator)
    said = run("--dry-run", "--today", localdate().isoformat())
    assert f"{world.communicator} <{world.communicator.email}> (genast)" in said
    assert "Åtgärd, klar i dag: Skylta om torget" in said
    assert "åtgärd att göra, på dagen" in said
    assert not Notice.objects.exists()


def test_a_dry_run_looks_ahead(world: World) -> None:
    Agreement.objects.filter(pk=world.agreement.pk).update(review_anchor=date(2030, 8, 31))
    assert "Översyn 1 är i dag" in run("--dry-run", "--today", "2031-02-28")


def test_the_command_queues_once_and_only_for_today(world: World) -> None:
    act(world, world.communicator)
    run()
    assert Notice.objects.filter(user=world.communicator).count() == 1
    assert run().endswith("0 påminnelser.\n")
    assert "Skylta" not in run("--dry-run")
    with pytest.raises(CommandError, match="--dry-run"):
        run("--today", "2031-02-28")


def test_the_command_fails_where_something_cannot_be_read(world: World) -> None:
    ReminderSettings.objects.create(agreement=world.agreement, offsets={"plan": "nej"})
    act(world, world.communicator)
    with pytest.raises(CommandError, match="plan som går ut"):
        run()
    assert Notice.objects.filter(kind="action").exists()


def test_an_administrator_sees_what_could_not_be_told(world: World) -> None:
    client = signed_in(world.administrator)
    assert (
        "gick inte att skriva" not in client.get(reverse("administration:mails")).content.decode()
    )
    ReminderSettings.objects.create(agreement=world.agreement, offsets={"plan": "nej"})
    with pytest.raises(CommandError):
        run()
    page = client.get(reverse("administration:mails")).content.decode()
    assert f"{world.agreement.title}: plan som går ut" in page


# --- one's own page -----------------------------------------------------------------------------


def test_all_that_was_sent_is_there_and_nothing_of_others(world: World) -> None:
    act(world, world.communicator)
    User.objects.filter(pk=world.communicator.pk).update(reminders="never")
    run()
    context = {"name": "Någon", "new_address": "ny@alvhamra.example"}
    mine = queue_mail(to=world.communicator.email, template="address_changed", context=context)
    other = queue_mail(to=world.director.email, template="address_changed", context=context)
    client = signed_in(world.communicator)
    page = client.get(reverse("evaluations:notices")).content.decode()
    assert "Skylta om torget" in page
    assert "Visas bara här" in page
    assert reverse("evaluations:notice_mail", args=[mine.pk]) in page
    assert reverse("evaluations:notice_mail", args=[other.pk]) not in page
    assert client.get(reverse("evaluations:notice_mail", args=[other.pk])).status_code == 404


def change_address(user: User, address: str, by: User) -> User:
    user.email = address
    change_user(user=user, by=by)
    return User.objects.get(pk=user.pk)


def test_a_change_of_address_takes_no_mail_away_and_hands_none_to_others(world: World) -> None:
    act(world, world.communicator)
    run()
    told = Notice.objects.get(user=world.communicator).mail
    assert told is not None
    context = {"name": "Någon", "new_address": "ny@alvhamra.example"}
    old_address = world.communicator.email
    written = queue_mail(to=old_address, template="address_changed", context=context)
    moved = change_address(world.communicator, "ny@alvhamra.example", world.administrator)
    warned = OutgoingMail.objects.get(template_words(old_address))
    heir = change_address(world.director, old_address, world.administrator)
    for mail in (told, written, warned):
        path = reverse("evaluations:notice_mail", args=[mail.pk])
        assert path in signed_in(moved).get(reverse("evaluations:notices")).content.decode()
        assert signed_in(moved).get(path).status_code == 200
        assert path not in signed_in(heir).get(reverse("evaluations:notices")).content.decode()
        assert signed_in(heir).get(path).status_code == 404


def template_words(old_address: str) -> Q:
    """The mail that tells an address that it is no longer the one."""
    return Q(to=old_address, text__contains="ny@alvhamra.example") & ~Q(text__contains="Någon")


def test_links_of_a_mail_can_be_followed_and_what_is_written_in_it_stays_words(
    world: World,
) -> None:
    context = {"name": "<script>x</script> https://a.example/?a=1&b=2", "new_address": "b"}
    mail = queue_mail(to=world.director.email, template="address_changed", context=context)
    answer = signed_in(world.director).get(reverse("evaluations:notice_mail", args=[mail.pk]))
    page = answer.content.decode()
    assert '<a href="https://a.example/?a=1&amp;b=2" rel="nofollow">' in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def attached(mail: OutgoingMail, number: int = 1) -> str:
    return reverse("evaluations:notice_attachment", args=[mail.pk, number])


def test_what_came_with_a_mail_is_fetched_by_who_got_it_and_by_nobody_else(world: World) -> None:
    mail = queue_mail(
        to=world.director.email,
        template="address_changed",
        context={"name": "Någon", "new_address": "b"},
        attachments=[
            MailAttachment("oversyn.ics", b"BEGIN:VCALENDAR", "text/calendar; method=PUBLISH"),
            MailAttachment("översyn 1.html", b"<script>1</script>", "text/html"),
        ],
    )
    client = signed_in(world.director)
    page = client.get(reverse("evaluations:notice_mail", args=[mail.pk])).content.decode()
    assert attached(mail, 1) in page
    assert attached(mail, 2) in page
    calendar = client.get(attached(mail, 1))
    assert calendar.content == b"BEGIN:VCALENDAR"
    assert calendar["Content-Type"] == "text/calendar; method=PUBLISH"
    for number in (1, 2):
        answer = client.get(attached(mail, number))
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert signed_in(world.police_chief).get(attached(mail, number)).status_code == 404
    for number in (0, 3):
        assert client.get(attached(mail, number)).status_code == 404


def test_the_link_of_a_mail_is_not_shown(world: World) -> None:
    mail = queue_mail(
        to=world.director.email,
        template="password_reset",
        context={"name": "Någon", "days": 3},
        secrets={"link": "https://samrad.example/hemlig"},
    )
    answer = signed_in(world.director).get(reverse("evaluations:notice_mail", args=[mail.pk]))
    assert "hemlig" not in answer.content.decode()


def test_a_wish_is_saved(world: World) -> None:
    client = signed_in(world.reader)
    answer = client.post(reverse("evaluations:notice_wish"), {"reminders": "weekly"})
    assert answer.status_code == 302
    world.reader.refresh_from_db()
    assert world.reader.reminders == "weekly"
    assert client.post(reverse("evaluations:notice_wish"), {"reminders": "x"}).status_code == 422


# --- what an agreement sets ---------------------------------------------------------------------


def posted(world: World, **changed: str) -> dict[str, str]:
    page = signed_in(world.coordinator).get(
        reverse("evaluations:reminder_settings", args=[world.agreement.slug])
    )
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form} | changed


def test_offsets_are_set_and_logged_and_what_is_usual_is_not_stored(world: World) -> None:
    url = reverse("evaluations:reminder_settings", args=[world.agreement.slug])
    client = signed_in(world.coordinator)
    given = posted(world, review_before="45, 7", evaluation_after="", action_after="3")
    assert client.post(url, given).status_code == 302
    stored = ReminderSettings.objects.get(agreement=world.agreement).offsets
    assert stored == {"review": [45, 7], "evaluation": [], "action": [7, 0, -3]}
    agreement = Agreement.objects.get(pk=world.agreement.pk)
    assert offsets_of(agreement)["plan"] == (180, 90, 30)
    assert Change.objects.filter(kind="reminder_settings").count() == 1
    assert client.post(url, posted(world)).status_code == 302
    assert Change.objects.filter(kind="reminder_settings").count() == 1


@pytest.mark.parametrize("words", ["", "trettio", "401", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11", "²"])
def test_what_cannot_be_is_refused(world: World, words: str) -> None:
    url = reverse("evaluations:reminder_settings", args=[world.agreement.slug])
    answer = signed_in(world.coordinator).post(url, posted(world, review_before=words))
    assert answer.status_code == 422
    assert not ReminderSettings.objects.exists()


def test_only_those_who_run_the_agreement_set_its_offsets(world: World) -> None:
    with pytest.raises(PermissionDenied):
        set_offsets(agreement=world.agreement, offsets={"plan": [10]}, by=world.communicator)
    with pytest.raises(ValidationError):
        set_offsets(agreement=world.agreement, offsets={"review": []}, by=world.coordinator)


def test_no_offsets_mean_no_notice_of_that_kind(world: World) -> None:
    act(world, world.communicator)
    set_offsets(agreement=world.agreement, offsets={"action": []}, by=world.coordinator)
    agreement = Agreement.objects.get(pk=world.agreement.pk)
    kind = NoticeKind.ACTION
    assert not find_due(standing_of(agreement, localdate()), {kind: SOURCES[kind]}).due


# --- the day by which an activity counts --------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"starts_on": iso(3, 1)}, date(2027, 3, 1)),
        ({"starts_on": iso(3, 1), "ends_on": iso(4, 2)}, date(2027, 4, 2)),
        ({"starts_on": iso(2, 10), "timing_kind": "month"}, date(2027, 2, 28)),
        ({"starts_on": iso(3, 3), "timing_kind": "week"}, date(2027, 3, 7)),
        (
            {"starts_on": iso(1, 7), "timing_kind": "recurrence", "recurrence": "FREQ=WEEKLY"},
            date(2027, 12, 30),
        ),
        ({"timing_kind": "season", "season": "spring"}, date(2027, 5, 31)),
        ({"timing_kind": "as_needed"}, date(2027, 12, 31)),
        ({}, date(2027, 12, 31)),
    ],
)
def test_the_last_day_of_an_activity(world: World, values: dict[str, str], wanted: date) -> None:
    year = make_year(world.in_force, world.communicator)
    assert last_day(make_activity(year, world.communicator, **values)) == wanted
