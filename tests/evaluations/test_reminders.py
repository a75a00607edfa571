"""Reminders: who is told what, once, and what breaks holds up nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.models import OutgoingMail
from evaluations import emails
from evaluations.due import Due
from evaluations.enums import NoticeKind
from evaluations.models import ActionPoint, Evaluation, Notice, ReminderRound, Review
from evaluations.services import reminders
from evaluations.services.reminder_settings import set_offsets, set_wish
from evaluations.services.reminders import Tally, queue_of_agreement, queue_what_is_due, to_remind
from plans.models import Agreement, Membership, PlanVersion
from plans.services.rows import add_item
from plans.services.sections import add_section, remove_section
from tests.activities.year import day as iso
from tests.activities.year import make_activity, make_year
from tests.people import World

from .telling import SEATS, anchored, at, closed, due, names

pytestmark = pytest.mark.django_db


def test_an_activity_is_asked_after_once_it_is_over(world: World) -> None:
    year = make_year(world.in_force, world.communicator)
    alone = make_activity(year, world.communicator, "Ensam", starts_on=iso(3, 1))
    theirs = make_activity(year, world.communicator, "Någons", starts_on=iso(3, 1))
    theirs.people.add(world.communicator, world.reader, world.former)
    make_activity(year, world.communicator, "Inställd", starts_on=iso(3, 1), status="cancelled")
    make_activity(year, world.communicator, "Idé", starts_on=iso(3, 1), status="idea")
    finished = make_activity(year, world.communicator, "Klar", starts_on=iso(3, 1))
    Evaluation.objects.create(activity=finished, finished_at=timezone.now())
    assert due(world, date(2027, 3, 7), NoticeKind.EVALUATION) == []
    found = due(world, date(2027, 3, 8), NoticeKind.EVALUATION)
    told = {(one.matter.key, one.person.email.partition("@")[0]) for one in found}
    assert told == {
        (f"evaluation:{alone.pk}", "coordinator"),
        (f"evaluation:{alone.pk}", "police-coordinator"),
        (f"evaluation:{theirs.pk}", "communicator"),
    }


def test_an_undated_activity_is_asked_after_when_its_year_is_over(world: World) -> None:
    year = make_year(world.in_force, world.communicator)
    make_activity(year, world.communicator, "När det går", timing_kind="as_needed")
    assert due(world, date(2028, 1, 6), NoticeKind.EVALUATION) == []
    [one, *_] = due(world, date(2028, 1, 7), NoticeKind.EVALUATION)
    assert one.matter.day == date(2027, 12, 31)


def test_an_action_point_goes_to_who_is_responsible(world: World) -> None:
    agreement = world.agreement
    point = ActionPoint.objects.create(
        agreement=agreement, words="Skylta om", person=world.communicator, due_on=date(2027, 5, 10)
    )
    assert names(due(world, date(2027, 5, 3), NoticeKind.ACTION)) == {"communicator"}
    for nobody in (world.former, world.reader):  # neither can open the action points
        ActionPoint.objects.filter(pk=point.pk).update(person=nobody)
        assert names(due(world, date(2027, 5, 10), NoticeKind.ACTION)) == {
            "coordinator",
            "police-coordinator",
        }
    ActionPoint.objects.filter(pk=point.pk).update(done_at=timezone.now())
    assert due(world, date(2027, 5, 10), NoticeKind.ACTION) == []


def test_a_version_waits_for_the_parties_that_have_not_answered(world: World) -> None:
    version = world.proposed.versions.get()
    day = timezone.localdate(version.proposed_at) + timedelta(days=7)
    assert names(due(world, day, NoticeKind.APPROVAL)) == {"director", "police-chief"}


def test_an_agreement_that_ends_is_told_of_unless_it_is_renewed(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 1), ends_on=date(2029, 12, 31))
    found = due(world, date(2029, 12, 1), NoticeKind.AGREEMENT)
    assert names(found) == SEATS
    assert "går ut om 30 dagar" in found[0].matter.subject
    Agreement.objects.create(title="Ny", slug="ny", renews=agreement)
    assert due(world, date(2029, 12, 1), NoticeKind.AGREEMENT) == []


def test_a_plan_that_ends_is_told_of(world: World) -> None:
    version = world.in_force.versions.get()
    assert version.valid_to is None
    expired = world.expired.versions.get()
    assert isinstance(expired, PlanVersion)
    day = expired.valid_to
    assert day is not None
    found = due(world, day - timedelta(days=30), NoticeKind.PLAN)
    assert {one.matter.key for one in found} == {f"plan:{world.expired.pk}"}


def test_a_spokespersons_period_ends(world: World) -> None:
    section = add_section(
        plan=world.draft, heading="Talespersoner", kind="spokespersons", by=world.coordinator
    )
    values = {"name": "Funktionen", "ends_on": "2027-06-30"}
    add_item(section=section, values=values, by=world.coordinator)
    found = due(world, date(2027, 6, 1), NoticeKind.SPOKESPERSON)
    assert names(found) == {"coordinator", "police-coordinator"}


def test_a_spokesperson_of_a_removed_chapter_is_not_told_of(world: World) -> None:
    chapter = add_section(plan=world.draft, heading="Medier", by=world.coordinator)
    section = add_section(
        plan=world.draft,
        heading="Talespersoner",
        kind="spokespersons",
        parent=chapter,
        by=world.coordinator,
    )
    values = {"name": "Funktionen", "ends_on": "2027-06-30"}
    add_item(section=section, values=values, by=world.coordinator)
    assert due(world, date(2027, 6, 1), NoticeKind.SPOKESPERSON)
    remove_section(section=chapter, by=world.coordinator)
    assert due(world, date(2027, 6, 1), NoticeKind.SPOKESPERSON) == []


# --- queuing ------------------------------------------------------------------------------------


def queued(now: datetime) -> Tally:
    return queue_what_is_due(now=now)


def test_a_notice_is_queued_once_however_often_the_round_is_made(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    now = at(date(2027, 7, 17))
    assert queued(now).queued >= len(SEATS)
    count = Notice.objects.count(), OutgoingMail.objects.count()
    queued(now + timedelta(hours=4))
    tally = Tally()
    queue_of_agreement(agreement=to_remind().get(pk=agreement.pk), now=now, tally=tally, again=True)
    ReminderRound.objects.all().delete()
    queued(now)
    assert (tally.queued, Notice.objects.count(), OutgoingMail.objects.count()) == (0, *count)


def test_nobody_is_woken(world: World) -> None:
    anchored(world, date(2027, 1, 31))
    assert queued(at(date(2027, 7, 17), hour=3)).queued == 0  # five o'clock in summer
    assert queued(at(date(2027, 7, 17), hour=4)).queued > 0


def test_after_downtime_only_the_latest_is_told(world: World) -> None:
    anchored(world, date(2027, 1, 31))
    queued(at(date(2027, 7, 1)))
    queued(at(date(2027, 8, 20)))
    keys = Notice.objects.filter(kind="review", user=world.director).values_list("unique_key")
    assert sorted(key.split(":")[-2] for (key,) in keys) == ["-14", "30"]


def test_a_review_that_was_held_meanwhile_is_not_told_of(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    closed(agreement, 1)
    queued(at(date(2027, 8, 20)))
    assert not Notice.objects.filter(kind="review").exists()


def test_a_meeting_that_moves_is_told_of_anew(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    review = Review.objects.create(agreement=agreement, number=1, meets_at=at(date(2027, 7, 10)))
    queued(at(date(2027, 7, 7)))
    Review.objects.filter(pk=review.pk).update(meets_at=at(date(2027, 7, 18)))
    queued(at(date(2027, 7, 8)))
    days = Notice.objects.filter(user=world.director, kind="review").values_list(
        "due_on", flat=True
    )
    assert sorted(days) == [date(2027, 7, 10), date(2027, 7, 18)]


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person's notices cannot be written."""
    write = emails.reminder

    def reminder(due: Due) -> OutgoingMail:
        if due.person.email.startswith("director"):
            OutgoingMail.objects.create(to="x", message_id=None)  # type: ignore[misc]
        return write(due)

    monkeypatch.setattr(emails, "reminder", reminder)


def test_a_poisoned_notice_holds_up_none_of_the_others(world: World, poisoned: None) -> None:
    anchored(world, date(2027, 1, 31))
    now = at(date(2027, 7, 17))
    tally = queued(now)
    told = Notice.objects.filter(kind="review").values_list("user__email", flat=True)
    assert {address.partition("@")[0] for address in told} == SEATS - {"director"}
    assert any("IntegrityError" in trouble for trouble in tally.troubles)
    row = ReminderRound.objects.get(agreement=world.agreement)
    assert "IntegrityError" in row.trouble


def test_what_failed_is_tried_again_after_a_while(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchored(world, date(2027, 1, 31))
    now = at(date(2027, 7, 17))
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "standing_of", lambda *_args: 1 / 0)
        assert queued(now).queued == 0
    assert queued(now + timedelta(minutes=59)).queued == 0
    assert queued(now + timedelta(minutes=60)).queued > 0
    assert not ReminderRound.objects.exclude(trouble="").exists()


def test_a_kind_that_cannot_be_read_holds_up_no_other(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31), ends_on=date(2027, 12, 31))
    set_offsets(agreement=agreement, offsets={"review": [14]}, by=world.coordinator)
    agreement.reminder_settings.offsets = {"review": "fjorton"}
    agreement.reminder_settings.save()
    queued(at(date(2027, 7, 17)))
    kinds = set(Notice.objects.filter(agreement=agreement).values_list("kind", flat=True))
    assert "agreement" in kinds
    assert "review" not in kinds


# --- what each wishes for -----------------------------------------------------------------------


def action(world: World, person: User, day: date) -> None:
    ActionPoint.objects.create(agreement=world.agreement, words="Skylta", person=person, due_on=day)


def test_who_wants_no_mail_reads_it_in_the_application(world: World) -> None:
    set_wish(user=world.communicator, wish="never")
    action(world, world.communicator, date(2027, 5, 10))
    queued(at(date(2027, 5, 10)))
    notice = Notice.objects.get(user=world.communicator)
    assert (notice.mail, notice.waits_for_digest) == (None, False)


def test_a_reviews_notice_always_comes(world: World) -> None:
    set_wish(user=world.director, wish="never")
    anchored(world, date(2027, 1, 31))
    queued(at(date(2027, 7, 17)))
    assert Notice.objects.get(user=world.director, kind="review").mail is not None


def test_the_weeks_reminders_come_in_one_mail_on_monday(world: World) -> None:
    set_wish(user=world.communicator, wish="weekly")
    for day in (10, 12):
        action(world, world.communicator, date(2027, 5, day))
    mine = OutgoingMail.objects.filter(to=world.communicator.email)
    for day in range(10, 17):  # Monday to Sunday
        queued(at(date(2027, 5, day)))
    assert not mine.filter(subject__startswith="Veckans").exists()
    assert Notice.objects.filter(user=world.communicator, waits_for_digest=True).count() == 3
    for hour in (8, 12, 16):
        queued(at(date(2027, 5, 18), hour))  # Tuesday: nobody worked on Monday
    [mail] = mine.filter(subject__startswith="Veckans")
    assert mail.subject == "Veckans 3 påminnelser"
    assert mail.notices.count() == 3


def test_what_waits_of_an_agreement_that_one_has_left_is_not_mailed(world: World) -> None:
    set_wish(user=world.police_chief, wish="weekly")
    for agreement in (world.agreement, world.neighbours_agreement):
        ActionPoint.objects.create(
            agreement=agreement, words="Skylta", person=world.police_chief, due_on=date(2027, 5, 12)
        )
    queued(at(date(2027, 5, 12)))
    mine = Notice.objects.filter(user=world.police_chief, kind="action")
    assert mine.filter(waits_for_digest=True).count() == 2
    Membership.objects.filter(user=world.police_chief, agreement=world.agreement).update(
        ended_at=timezone.now()
    )
    queued(at(date(2027, 5, 17)))
    mails = OutgoingMail.objects.filter(
        unique_key__startswith="digest:", to=world.police_chief.email
    )
    assert [notice.agreement for mail in mails for notice in mail.notices.all()] == [
        world.neighbours_agreement
    ]
    assert not mine.filter(waits_for_digest=True).exists()
