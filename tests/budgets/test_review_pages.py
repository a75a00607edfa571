"""What the pages of reviews cost: the same with one of everything as with many.

``review_counts.json`` beside this file is the budget.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evaluations.models import ActionPoint, AgendaItem, Participant, Review
from evaluations.periods import calendar_of
from evaluations.services import closing, review_rows, reviews
from plans.models import Agreement
from tests.activities.year import make_activity, make_year
from tests.evaluations.meetings import agree, anchor, decide, item_of, note
from tests.people import World

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("review_counts.json")
MANY = 8


def held(agreement: Agreement, number: int, by: User) -> Review:
    review = reviews.call(
        agreement=agreement,
        number=number,
        at=timezone.now() + timedelta(days=1),
        place="Stadshuset",
        base_version=0,
        by=by,
    ).review
    reviews.begin(review=review, by=by)
    review_rows.all_present(review=review, by=by)
    return review


def fill(world: World, review: Review, how_many: int, by: User) -> None:
    item = item_of(review, "picture")
    note(item, "Ord.", by)
    calendar = calendar_of(world.agreement)
    assert calendar is not None
    start = calendar.period(review.number).start  # a month ago or more
    for number in range(how_many):
        decide(review, item, f"Beslut {number}", by)
        agree(review, item, f"Åtgärd {number}", by, person=str(world.director.pk))
        agree(review, item, f"Gjord {number}", by)
        review_rows.add_row(
            row=AgendaItem(review=review), values={"title": f"Punkt {number}"}, by=by
        )
        review_rows.add_row(
            row=Participant(review=review),
            values={"name": f"Gäst {number}", "attendance": "present"},
            by=by,
        )
        day = start + timedelta(days=number)
        make_activity(
            make_year(world.in_force, by, year=day.year),
            by,
            f"Insats {how_many} {number}",
            starts_on=day.isoformat(),
            status="done",
        )


def counts(world: World, how_many: int) -> dict[str, int]:
    """Questions that every page takes where there is so much of everything."""
    by = world.coordinator
    review = held(world.agreement, 1, by)
    fill(world, review, how_many, by)
    closing.close(review=review, by=by)
    ActionPoint.objects.filter(words__startswith="Gjord").update(done_at=timezone.now())
    following = held(world.agreement, 2, by)
    fill(world, following, how_many, by)
    client = Client()
    client.force_login(by)
    meeting = reverse("evaluations:meeting", args=[world.agreement.slug, following.number])
    wall = reverse("evaluations:projector", args=[world.agreement.slug, following.number])
    picture = item_of(following, "picture").pk
    paths = {
        name: reverse(f"evaluations:{name}", args=[world.agreement.slug, *numbers])
        for name, numbers in {
            "reviews": (),
            "actions": (),
            "review": (following.number,),
            "close_review": (following.number,),
            "projector_state": (following.number,),
            "minutes": (review.number,),
        }.items()
    }
    paths |= {
        "meeting_attendance": f"{meeting}?punkt=narvaro",
        "meeting_item": f"{meeting}?punkt={picture}",
        "projector_item": f"{wall}?punkt={picture}",
    }
    return {name: _count(client, path) for name, path in sorted(paths.items())}


def _count(client: Client, path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    anchor(world.agreement)
    with transaction.atomic():
        one = counts(world, 1)
        transaction.set_rollback(True)
    many = counts(world, MANY)
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"
