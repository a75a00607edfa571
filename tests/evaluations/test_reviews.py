"""A review before and in its meeting: called, moved, filled, and written in by two at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from core.models import Change, OutgoingMail
from evaluations.enums import AgendaKind
from evaluations.models import AgendaItem, Participant, Review
from evaluations.periods import Calendar, Closed
from evaluations.schedule import Period
from evaluations.services import review_rows, reviews
from plans.enums import MembershipRole
from plans.models import Membership
from plans.services.saving import Conflict, Saved
from tests.people import World

from .meetings import (
    agree,
    anchor,
    begun,
    called,
    decide,
    effort_of_period,
    item_of,
    note,
    tomorrow,
)

pytestmark = pytest.mark.django_db
HEADINGS = ["actions", "picture", "activities", "coverage", "goals", "versions"]


def kinds(review: Review) -> list[str]:
    rows = AgendaItem.objects.live().filter(review=review).order_by("position", "pk")
    return [row.kind for row in rows]


def mailed(template: str) -> set[str]:
    mails = OutgoingMail.objects.filter(unique_key__startswith=template)
    return {mail.to.partition("@")[0] for mail in mails}


# --- calling --------------------------------------------------------------------------------------


def test_a_review_that_is_called_has_its_seats_its_agenda_and_is_told(world: World) -> None:
    review = called(world)
    assert kinds(review) == HEADINGS
    people = [row.user for row in review.participants.all()]
    assert people[:2] == [world.director, world.police_chief], "the steering group first"
    assert {world.coordinator, world.police_coordinator} == set(people[2:])
    assert mailed("review-called") == {
        "director",
        "police-chief",
        "coordinator",
        "police-coordinator",
    }
    mail = OutgoingMail.objects.filter(unique_key__startswith="review-called").first()
    assert mail is not None
    assert mail.subject.startswith("Kallelse: översyn 1")
    assert "Stadshuset" in mail.text
    assert mail.attachments[0]["content_type"].startswith("text/calendar")


def test_moving_makes_a_newer_calendar_file_and_tells_anew(world: World) -> None:
    review = called(world)
    before = review.version
    moved = called(world, at=tomorrow(15), base_version=before)
    assert (moved.pk, moved.version) == (review.pk, before + 1)
    assert OutgoingMail.objects.filter(unique_key__startswith="review-called").count() == 8
    last = OutgoingMail.objects.filter(unique_key__startswith="review-called").first()
    assert last is not None
    assert last.subject.startswith("Flyttad: översyn 1")
    actions = Change.objects.filter(kind="review").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["called", "moved"]


def test_the_same_time_again_tells_nobody(world: World) -> None:
    review = called(world)
    called(world, at=review.meets_at, base_version=review.version)
    assert OutgoingMail.objects.filter(unique_key__startswith="review-called").count() == 4


def test_two_who_move_it_do_not_overwrite_each_other(world: World) -> None:
    review = called(world)
    called(world, at=tomorrow(15), base_version=review.version)
    with pytest.raises(ValidationError, match="Någon annan har satt mötet"):
        called(world, at=tomorrow(9), base_version=review.version)
    review.refresh_from_db()
    assert review.meets_at == tomorrow(15)


def test_only_coordinators_call_and_only_those_who_hold_begin(world: World) -> None:
    with pytest.raises(PermissionDenied):
        called(world, by=world.director)
    review = called(world)
    with pytest.raises(PermissionDenied):
        reviews.begin(review=review, by=world.communicator)
    reviews.begin(review=review, by=world.director)
    assert Review.objects.get(pk=review.pk).is_held


def test_a_meeting_that_lies_behind_is_told_to_nobody(world: World) -> None:
    called(world, at=tomorrow() - timedelta(days=9))
    assert mailed("review-called") == set()


def test_whoever_gets_a_seat_after_the_call_is_there_when_it_begins(world: World) -> None:
    review = called(world)
    gone = Participant.objects.get(review=review, user=world.coordinator)
    gone.review = review
    review_rows.remove_row(row=gone, by=world.coordinator)
    Membership.objects.create(
        agreement=world.agreement, user=world.communicator, role=MembershipRole.STEERING
    )
    reviews.begin(review=review, by=world.coordinator)
    there = Participant.objects.live().filter(review=review)
    assert world.communicator.pk in set(there.values_list("user", flat=True))
    assert world.coordinator.pk not in set(there.values_list("user", flat=True))


def test_without_an_anchor_there_is_no_review(world: World) -> None:
    with pytest.raises(ValidationError, match="från vilken dag"):
        reviews.stored(agreement=world.agreement, number=1)


# --- the agenda -----------------------------------------------------------------------------------


def test_somebody_wants_an_activity_raised(world: World) -> None:
    anchor(world.agreement)
    effort = effort_of_period(world)
    wish = reviews.raise_activity(
        agreement=world.agreement, number=1, activity=effort, by=world.communicator
    )
    again = reviews.raise_activity(
        agreement=world.agreement, number=1, activity=effort, by=world.director
    )
    assert wish == again
    review = called(world)
    assert kinds(review) == [*HEADINGS[:3], "activity", *HEADINGS[3:]]
    other = effort_of_period(world, "Annons")
    reviews.raise_activity(
        agreement=world.agreement, number=1, activity=other, by=world.communicator
    )
    assert kinds(review)[3:5] == ["activity", "activity"]


def test_what_was_taken_off_the_agenda_comes_back_when_it_is_raised_again(world: World) -> None:
    review = called(world)
    effort = effort_of_period(world)
    words = {"agreement": world.agreement, "number": 1, "activity": effort}
    row = reviews.raise_activity(**words, by=world.communicator)  # type: ignore[arg-type]
    row.review = review
    review_rows.remove_row(row=row, by=world.coordinator)
    assert "activity" not in kinds(review)
    reviews.raise_activity(**words, by=world.communicator)  # type: ignore[arg-type]
    assert kinds(review).count("activity") == 1


def test_calling_again_brings_nothing_back_that_was_taken_off(world: World) -> None:
    review = called(world)
    review_rows.remove_row(row=item_of(review, "goals"), by=world.coordinator)
    called(world, at=tomorrow(16), base_version=review.version)
    assert kinds(review) == [kind for kind in HEADINGS if kind != "goals"]


def test_items_are_moved_removed_and_taken_back(world: World) -> None:
    review = called(world)
    row = item_of(review, "picture")
    review_rows.move_row(row=row, direction="up", by=world.coordinator)
    assert kinds(review)[:2] == ["picture", "actions"]
    review_rows.remove_row(row=row, by=world.coordinator)
    assert "picture" not in kinds(review)
    review_rows.take_back(row=row, by=world.coordinator)
    assert kinds(review)[0] == "picture"


def test_own_items_are_last_and_need_words(world: World) -> None:
    review = called(world)
    review_rows.add_row(
        row=AgendaItem(review=review), values={"title": "Sommaren"}, by=world.coordinator
    )
    assert kinds(review)[-1] == AgendaKind.OWN
    with pytest.raises(ValidationError):
        review_rows.add_row(row=AgendaItem(review=review), values={}, by=world.coordinator)


# --- writing, two at once -------------------------------------------------------------------------


def test_two_recorders_do_not_overwrite_each_other(world: World) -> None:
    review = begun(world)
    mine, theirs = item_of(review, "picture"), item_of(review, "picture")
    note(mine, "Det jag skrev.", world.coordinator)
    answer = review_rows.save_row(
        row=theirs,
        values={"notes": "Det du skrev."},
        base_version=theirs.version,
        base_values={"notes": ""},
        by=world.director,
    )
    assert isinstance(answer, Conflict)
    assert item_of(review, "picture").notes == "Det jag skrev."
    fields = review_rows.save_row(
        row=item_of(review, "picture"),
        values={"is_left": True},
        base_version=1,
        base_values={"is_left": False},
        by=world.director,
    )
    assert isinstance(fields, Saved), "another field of the same row"


def test_an_action_point_names_a_person_of_the_agreement(world: World) -> None:
    review = begun(world)
    item = item_of(review, "picture")
    day = date(2030, 5, 2)
    row = agree(
        review, item, "Skriv", world.coordinator, person=str(world.director.pk), due_on="2030-05-02"
    )
    row.refresh_from_db()
    assert (row.person, row.due_on) == (world.director, day)
    with pytest.raises(ValidationError, match="finns inte längre"):
        agree(review, item, "Skriv", world.coordinator, person=str(world.outsider.pk))
    other = review_rows.save_row(
        row=row,
        values={"person": str(world.communicator.pk)},
        base_version=row.version,
        base_values={"person": str(world.director.pk)},
        by=world.director,
    )
    assert isinstance(other, Saved)
    row.refresh_from_db()
    assert row.person == world.communicator


def test_decisions_stand_in_order_under_their_item(world: World) -> None:
    review = begun(world)
    picture, goals = item_of(review, "picture"), item_of(review, "goals")
    first = decide(review, picture, "Ett", world.coordinator)
    second = decide(review, picture, "Två", world.coordinator)
    other = decide(review, goals, "Annat", world.coordinator)
    assert (first.position, second.position, other.position) == (0, 1, 0)
    review_rows.move_row(row=second, direction="up", by=world.coordinator)
    rows = review.decisions.filter(item=picture).order_by("position")
    assert [row.words for row in rows] == ["Två", "Ett"]


def test_a_person_is_at_a_meeting_once(world: World) -> None:
    review = called(world)
    row = Participant(review=review, user=world.director)
    with pytest.raises(ValidationError, match="redan med"):
        review_rows.add_row(row=row, values={"name": "Direktören"}, by=world.coordinator)


def test_somebody_who_was_taken_away_comes_back_and_is_told_of_a_new_time(world: World) -> None:
    review = called(world)
    gone = Participant.objects.get(review=review, user=world.director)
    gone.review = review
    review_rows.remove_row(row=gone, by=world.coordinator)
    again = Participant(review=review, user=world.director)
    values = {"name": str(world.director)}
    back = review_rows.add_row(row=again, values=values, by=world.coordinator)
    assert (back.pk, back.removed_at) == (gone.pk, None)
    assert Participant.objects.live().filter(review=review).count() == 4
    assert Change.objects.filter(kind="participant", action="taken_back").count() == 1
    mails = OutgoingMail.objects.filter(unique_key__startswith="review-called")
    assert mails.filter(to=world.director.email).count() == 1, "the same call is sent once"
    with pytest.raises(ValidationError, match="redan med"):
        review_rows.add_row(row=again, values=values, by=world.coordinator)


def test_whoever_is_asked_to_come_along_is_called_too(world: World) -> None:
    review = called(world)
    row = Participant(review=review, user=world.communicator)
    review_rows.add_row(row=row, values={"name": "Kommunikatören"}, by=world.coordinator)
    assert "communicator" in mailed("review-called")


# --- periods --------------------------------------------------------------------------------------


def test_every_day_falls_in_exactly_one_review() -> None:
    first = Closed(1, Period(date(2026, 1, 1), date(2026, 7, 1)))
    calendar = Calendar(date(2026, 1, 1), 6, (first,))
    assert calendar.first_open == 2
    # The second was never held: the third covers its days too, and the second can not be held then.
    assert calendar.period(3) == Period(date(2026, 7, 1), date(2027, 7, 1))
    both = Calendar(date(2026, 1, 1), 6, (first, Closed(3, calendar.period(3))))
    assert not both.exists(2)
    assert both.period(4) == Period(date(2027, 7, 1), date(2028, 1, 1))


def test_a_changed_interval_leaves_no_gap_and_no_overlap() -> None:
    first = Closed(1, Period(date(2026, 1, 1), date(2026, 7, 1)))
    calendar = Calendar(date(2026, 1, 1), 3, (first,))
    assert calendar.first_open == 3, "the second would be due on the day on which the first ended"
    assert calendar.period(3) == Period(date(2026, 7, 1), date(2026, 10, 1))
    later = Calendar(date(2026, 2, 15), 6, (first,))
    assert later.period(later.first_open) == Period(date(2026, 7, 1), date(2027, 2, 15))


def test_the_review_to_hold_is_the_one_that_came_due_last() -> None:
    calendar = Calendar(date(2026, 1, 1), 6, ())
    assert calendar.current(date(2026, 3, 1)) == 1
    assert calendar.current(date(2027, 2, 1)) == 2
    first = Closed(1, Period(date(2026, 1, 1), date(2026, 7, 1)))
    assert Calendar(date(2026, 1, 1), 6, (first,)).current(date(2026, 7, 2)) == 2
    assert localdate() > date(2026, 1, 1)
