"""Closing a review: all or nothing, once, and nothing of it changes afterwards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from core.canonical import canonical_bytes
from core.models import OutgoingMail
from core.prints import work
from core.prints.models import Rendering
from evaluations import minutes, triggers
from evaluations.enums import Attendance
from evaluations.models import (
    ActionPoint,
    AgendaItem,
    Decision,
    Participant,
    ProblemArea,
    ProblemAreaThen,
    Review,
)
from evaluations.services import action_points, closing, minutes_prints, review_rows, reviews
from evaluations.services.action_points import agreed
from plans.models import Membership
from tests.people import World

from .meetings import (
    agree,
    begun,
    called,
    decide,
    effort_of_period,
    filled,
    item_of,
    note,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(world: World) -> Review:
    review = filled(world)
    closing.close(review=review, by=world.director)
    return review


def refused(words: str, change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


# --- what it does ---------------------------------------------------------------------------------


def test_the_minutes_are_numbered_locked_and_hashed(world: World, closed: Review) -> None:
    assert (closed.state, closed.minutes_number, closed.closed_by) == ("closed", 1, world.director)
    assert closed.period_start == world.agreement.review_anchor
    assert closed.minutes_sha256 == hashlib.sha256(closed.minutes.encode()).hexdigest()
    value = json.loads(closed.minutes)
    assert canonical_bytes(value).decode() == closed.minutes, "canonical"
    read = minutes.read(value)
    assert [one.name for one in read.present] == [
        str(user)
        for user in (
            world.director,
            world.police_chief,
            world.coordinator,
            world.police_coordinator,
        )
    ]
    picture = read.items[1]
    assert picture.notes.startswith("Inbrotten ökar.")
    assert [(one.number, one.words) for one in picture.decisions] == [
        (1, "Vi riktar insatserna mot söder.")
    ]
    [action] = picture.actions
    assert action.responsible == f"{world.director}, tillsammans med polisen"
    assert action.due_on is not None
    assert read.pack is not None
    assert [one["name"] for one in read.pack["activities"]] == ["Torgmöte"]


def test_the_picture_is_kept_as_it_was(world: World, closed: Review) -> None:
    ProblemArea.objects.filter(agreement=world.agreement).update(name="Annat", trend="better")
    [then] = ProblemAreaThen.objects.filter(review=closed)
    assert (then.name, then.priority, then.trend) == ("Inbrott i källare", "high", "worse")


def test_those_of_whom_nothing_is_said_were_absent(world: World) -> None:
    review = called(world)
    reviews.begin(review=review, by=world.coordinator)
    row = Participant.objects.get(review=review, user=world.director)
    row.review = review
    review_rows.save_row(
        row=row,
        values={"attendance": "present"},
        base_version=row.version,
        base_values=None,
        by=world.coordinator,
    )
    closing.close(review=review, by=world.coordinator)
    rows = Participant.objects.filter(review=review)
    assert rows.filter(attendance=Attendance.PRESENT).count() == 1
    assert rows.filter(attendance=Attendance.ABSENT).count() == 3


def test_the_next_one_is_due_with_what_was_left(world: World, closed: Review) -> None:
    following = Review.objects.get(agreement=world.agreement, number=2)
    [left] = following.agenda.all()
    assert left.title == "Kvar från översyn 1: Beslut och åtgärder sedan tidigare"
    assert left.left_from is not None
    assert left.left_from.review_id == closed.pk
    review = called(world, number=2)
    titles = list(
        AgendaItem.objects.filter(review=review).order_by("position").values_list("kind", "title")
    )
    assert len(titles) == 7
    assert titles[3][0] == "own", "after the activities"


def test_an_activity_that_is_left_is_taken_up_by_itself(world: World) -> None:
    review = begun(world)
    effort = effort_of_period(world)
    row = reviews.raise_activity(
        agreement=world.agreement, number=1, activity=effort, by=world.director
    )
    row.review = review
    note(row, "Vi hann inte.", world.director, is_left=True)
    reviews.raise_activity(agreement=world.agreement, number=2, activity=effort, by=world.director)
    closing.close(review=review, by=world.director)
    rows = AgendaItem.objects.filter(review__number=2)
    assert [(one.kind, one.activity) for one in rows] == [("activity", effort)]


def test_action_points_are_open_from_then_on(world: World) -> None:
    review = filled(world)
    assert not agreed(world.agreement).exists()
    closing.close(review=review, by=world.director)
    [point] = agreed(world.agreement)
    action_points.mark_done(point=point, is_done=True, words="Brevet gick ut.", by=world.director)
    point.refresh_from_db()
    assert (point.done_words, point.done_at is not None) == ("Brevet gick ut.", True)
    with pytest.raises(ValidationError, match="redan markerad"):
        action_points.mark_done(point=point, is_done=True, words="Igen", by=world.coordinator)
    action_points.mark_done(point=point, is_done=False, words="", by=world.director)
    point.refresh_from_db()
    assert (point.done_words, point.done_at) == ("", None)


def test_an_action_point_of_an_open_meeting_is_not_done(world: World) -> None:
    review = begun(world)
    point = agree(review, item_of(review, "picture"), "Skriv", world.coordinator)
    with pytest.raises(ValidationError):
        action_points.mark_done(point=point, is_done=True, words="", by=world.director)


def test_the_minutes_are_mailed_once_when_the_pdf_is_there(world: World, closed: Review) -> None:
    mails = OutgoingMail.objects.filter(unique_key__startswith="minutes:")
    assert not mails.exists()
    assert work.render_waiting() == 1
    closed.refresh_from_db()
    assert closed.pdf is not None
    assert bytes(closed.pdf).startswith(b"%PDF")
    assert mails.count() == 4
    mail = mails.get(to=world.director.email)
    [attached] = mail.attachments
    assert attached["name"] == "alvhamra-polisen-oversyn-1.pdf"
    first = bytes(closed.pdf)
    rendering = Rendering.objects.get(kind=minutes_prints.MINUTES_KIND)
    minutes_prints.keep(rendering, b"%PDF something else")
    closed.refresh_from_db()
    assert bytes(closed.pdf) == first
    assert mails.count() == 4


def test_whoever_has_left_the_agreement_is_told_nothing_of_it_any_more(world: World) -> None:
    review = filled(world)
    guest = Participant(review=review, user=world.communicator)
    review_rows.add_row(row=guest, values={"name": "Kommunikatören"}, by=world.coordinator)
    review_rows.all_present(review=review, by=world.coordinator)
    staying = {world.director, world.police_chief, world.coordinator}
    gone = {world.communicator, world.police_coordinator}
    assert set(reviews.people_of(review)) == staying | gone
    Membership.objects.filter(user__in=gone).update(ended_at=timezone.now())
    closing.close(review=review, by=world.director)
    work.render_waiting()
    mails = OutgoingMail.objects.filter(unique_key__startswith="minutes:")
    assert {mail.to for mail in mails} == {user.email for user in staying}


def test_the_minutes_say_when_and_where_it_was_moved_to_meanwhile(world: World) -> None:
    review = called(world)
    seen = Review.objects.select_related("agreement").get(pk=review.pk)
    called(world, at=tomorrow(15), place="Biblioteket", base_version=review.version)
    reviews.begin(review=review, by=world.coordinator)
    review_rows.all_present(review=review, by=world.coordinator)
    closing.close(review=seen, by=world.director)
    value = json.loads(Review.objects.get(pk=review.pk).minutes)
    assert value["place"] == "Biblioteket"
    assert datetime.fromisoformat(value["meets_at"]) == tomorrow(15)
    assert "begun_at" in value


def test_what_is_missing_is_asked_for_again(world: World, closed: Review) -> None:
    Rendering.objects.all().delete()
    minutes_prints.ask_for_missing()
    assert Rendering.objects.filter(kind=minutes_prints.MINUTES_KIND).count() == 1
    work.render_waiting()
    Rendering.objects.all().delete()
    minutes_prints.ask_for_missing()
    assert not Rendering.objects.exists()


# --- what it refuses ------------------------------------------------------------------------------


def test_it_says_all_that_is_missing(world: World) -> None:
    review = called(world)
    with pytest.raises(ValidationError) as refusal:
        closing.close(review=review, by=world.director)
    assert refusal.value.messages == ["Mötet har inte börjat.", "Ange vilka som är med."]


def test_only_those_who_hold_it_close_it(world: World) -> None:
    review = filled(world)
    with pytest.raises(PermissionDenied):
        closing.close(review=review, by=world.communicator)


def test_it_is_closed_once(world: World, closed: Review) -> None:
    with pytest.raises(ValidationError):
        closing.close(review=closed, by=world.director)
    assert Review.objects.closed().count() == 1


def test_one_that_a_later_one_has_covered_is_not_closed(world: World) -> None:
    review = filled(world)
    start = world.agreement.review_anchor
    Review.objects.create(
        agreement=world.agreement,
        number=2,
        state="closed",
        closed_at=timezone.now(),
        period_start=start,
        period_end=localdate(),
        minutes_number=1,
    )
    with pytest.raises(ValidationError, match="En senare översyn"):
        closing.close(review=review, by=world.director)


def test_a_failure_in_the_middle_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = filled(world)

    def fails(**words: Any) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(closing, "ask_for_minutes", fails)
    with pytest.raises(RuntimeError):
        closing.close(review=review, by=world.director)
    review.refresh_from_db()
    assert (review.state, review.minutes) == ("held", "")
    assert not ProblemAreaThen.objects.filter(review=review).exists()
    assert not Review.objects.filter(agreement=world.agreement, number=2).exists()
    assert not Participant.objects.filter(attendance=Attendance.ABSENT).exists()


# --- nothing changes afterwards -------------------------------------------------------------------


def test_no_service_changes_a_closed_review(world: World, closed: Review) -> None:
    by = world.coordinator
    item, decision = item_of(closed, "picture"), closed.decisions.get()
    decision.review = closed
    words = "avslutad"
    for change in (
        lambda: note(item, "Nytt", by),
        lambda: decide(closed, item, "Nytt", by),
        lambda: agree(closed, item, "Nytt", by),
        lambda: review_rows.remove_row(row=decision, by=by),
        lambda: review_rows.move_row(row=item, direction="up", by=by),
        lambda: review_rows.all_present(review=closed, by=by),
        lambda: reviews.begin(review=closed, by=by),
        lambda: reviews.show(review=closed, item=item),
        lambda: called(world, at=tomorrow(9)),
        lambda: reviews.raise_activity(
            agreement=world.agreement, number=1, activity=effort_of_period(world, "Ny"), by=by
        ),
    ):
        with pytest.raises(ValidationError, match=words):
            change()


def test_the_migrated_database_has_all_triggers(db: None) -> None:
    """Fails when a migration has built a table anew on SQLite and not ended with ``install``."""
    expected = {f"{rule.table}_{rule.name}" for rule in triggers.rules("IS NOT")}
    assert len(expected) == 11
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert expected <= {name for (name,) in cursor.fetchall()}


CHANGES: dict[str, dict[str, Any]] = {
    "state": {"state": "held", "closed_at": None, "minutes": ""},
    "minutes": {"minutes": "{}"},
    "sum": {"minutes_sha256": "0" * 64},
    "place": {"place": "Annanstans"},
    "period": {"period_end": "2031-01-01"},
    "number": {"minutes_number": 9},
    "version": {"version": 99},
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_lets_nothing_of_the_review_change(closed: Review, what: str) -> None:
    row = Review.objects.filter(pk=closed.pk)
    refused("never changes", lambda: row.update(**CHANGES[what]))


def test_its_pdf_is_stored_once_and_a_person_may_go(world: World, closed: Review) -> None:
    row = Review.objects.filter(pk=closed.pk)
    row.update(pdf=b"%PDF", pdf_sha256="a" * 64)
    refused("never changes", lambda: row.update(pdf=b"%PDF other"))
    refused("never changes", lambda: row.update(closed_by=world.coordinator))
    row.update(closed_by=None)


ROWS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "participant": (Participant, {"name": "Någon annan"}),
    "attendance": (Participant, {"attendance": "absent"}),
    "notes": (AgendaItem, {"notes": "Annat"}),
    "item removed": (AgendaItem, {"removed_at": timezone.now()}),
    "decision": (Decision, {"words": "Annat"}),
    "action": (ActionPoint, {"words": "Annat"}),
    "action day": (ActionPoint, {"due_on": "2031-01-01"}),
    "picture": (ProblemAreaThen, {"trend": "better"}),
}


@pytest.mark.parametrize("what", ROWS)
def test_the_database_lets_no_row_of_it_change(closed: Review, what: str) -> None:
    model, values = ROWS[what]
    rows = model._default_manager.filter(review=closed)
    assert rows.exists()
    refused("belongs to a closed review", lambda: rows.update(**values))


def test_the_database_lets_no_row_be_added_or_moved_in(world: World, closed: Review) -> None:
    other = called(world, number=2)
    for row in (
        Participant(review=closed, name="Ny"),
        AgendaItem(review=closed, title="Ny"),
        Decision(review=closed, words="Ny"),
        ActionPoint(review=closed, agreement=world.agreement, words="Ny"),
    ):
        refused("belongs to a closed review", row.save)
    mine = AgendaItem.objects.filter(review=other)
    refused("belongs to a closed review", lambda: mine.update(review=closed))


def test_what_became_of_an_action_point_and_who_is_gone_may_change(
    world: World, closed: Review
) -> None:
    points = ActionPoint.objects.filter(review=closed)
    points.update(done_at=timezone.now(), done_words="Klart")
    points.update(person=None)
    points.update(agreement=world.neighbours_agreement)  # as when theirs is renewed
    Participant.objects.filter(review=closed).update(user=None)
    refused("belongs to a closed review", lambda: points.update(person=world.coordinator))


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "model", [Participant, AgendaItem, Decision, ActionPoint, ProblemAreaThen, Review]
)
def test_nothing_of_it_is_ever_deleted(closed: Review, model: type[Any]) -> None:
    name = "pk" if model is Review else "review"
    rows = model._default_manager.filter(**{name: closed.pk})
    refused("closed", lambda: rows._raw_delete(rows.db) if hasattr(rows, "_raw_delete") else None)
