"""A review and its meeting, for tests: called, begun, with something on each sort of row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from activities.models import Activity
from evaluations.models import ActionPoint, AgendaItem, Decision, ProblemArea, Review
from evaluations.services import review_rows, reviews
from plans.models import Agreement, Plan
from tests.activities.year import make_activity, make_year
from tests.people import World

MONTHS = 6


def anchor(agreement: Agreement, months_ago: int = 7) -> Agreement:
    """Let the first review of the agreement be due one month ago, or so."""
    today = localdate()
    index = today.year * 12 + today.month - 1 - months_ago
    day = today.replace(year=index // 12, month=index % 12 + 1, day=1)
    Agreement.objects.filter(pk=agreement.pk).update(review_anchor=day, review_interval=MONTHS)
    agreement.refresh_from_db()
    return agreement


def tomorrow(hour: int = 13) -> datetime:
    return (timezone.localtime() + timedelta(days=1)).replace(
        hour=hour, minute=0, second=0, microsecond=0
    )


def called(world: World, *, by: User | None = None, number: int = 1, **values: Any) -> Review:
    """A review that has a time, participants and an agenda."""
    anchor(world.agreement)
    wanted = {"at": tomorrow(), "place": "Stadshuset", "base_version": 0, **values}
    return reviews.call(
        agreement=world.agreement, number=number, by=by or world.coordinator, **wanted
    ).review


def begun(world: World) -> Review:
    """A review whose meeting is going on, with everybody there."""
    review = called(world)
    reviews.begin(review=review, by=world.coordinator)
    review_rows.all_present(review=review, by=world.coordinator)
    return review


def item_of(review: Review, kind: str) -> AgendaItem:
    row: AgendaItem = AgendaItem.objects.get(review=review, kind=kind)
    row.review = review
    return row


def decide(review: Review, item: AgendaItem, words: str, by: User) -> Decision:
    row = Decision(review=review, item=item)
    return review_rows.add_row(row=row, values={"words": words}, by=by)


def agree(review: Review, item: AgendaItem, words: str, by: User, **values: Any) -> ActionPoint:
    row = ActionPoint(review=review, agreement=review.agreement, item=item)
    return review_rows.add_row(row=row, values={"words": words, **values}, by=by)


def note(item: AgendaItem, words: str, by: User, **values: Any) -> None:
    review_rows.save_row(
        row=item,
        values={"notes": words, **values},
        base_version=item.version,
        base_values=None,
        by=by,
    )


def effort_of_period(world: World, name: str = "Torgmöte", *, plan: Plan | None = None) -> Activity:
    """An activity that ended in the period of the first review."""
    start = world.agreement.review_anchor
    assert start is not None
    day = start + timedelta(days=20)
    year = make_year(plan or world.in_force, world.coordinator, year=day.year)
    return make_activity(year, world.coordinator, name, starts_on=day.isoformat(), status="done")


def filled(world: World) -> Review:
    """A meeting in which something was said, decided and agreed, ready to be closed."""
    review = begun(world)
    by = world.coordinator
    effort_of_period(world)
    ProblemArea.objects.create(
        agreement=world.agreement, name="Inbrott i källare", priority="high", trend="worse"
    )
    picture, actions = item_of(review, "picture"), item_of(review, "actions")
    note(picture, "Inbrotten ökar.\n\n- i söder\n- på kvällar", by)
    note(actions, "Vi hann inte.", by, is_left=True)
    decide(review, picture, "Vi riktar insatserna mot söder.", by)
    agree(
        review,
        picture,
        "Skriv till fastighetsägarna",
        by,
        person=str(world.director.pk),
        responsible="tillsammans med polisen",
        due_on=(localdate() + timedelta(days=30)).isoformat(),
    )
    return review
