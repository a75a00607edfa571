"""What the pages of the picture and the review pack cost: the same for few activities and for many."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from evaluations.models import ActionPoint
from evaluations.schedule import add_months
from evaluations.services import evaluating
from evaluations.services.archive import add_link
from evaluations.services.picture import add_area, point_to
from plans.models import Agreement, Plan
from tests.activities.year import make_activity, make_year
from tests.people import World

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("pack_counts.json")
MANY = 9


def add(world: World, plan: Plan, how_many: int) -> None:
    """So many of everything that the pages show; the activities are those of ``plan``."""
    by, day = world.coordinator, localdate() - timedelta(days=20)
    year = make_year(plan, by, year=day.year)
    for number in range(how_many):
        name = f"Torgdag {number}"
        effort = make_activity(year, by, name, starts_on=day.isoformat(), status="done")
        values = {"goal_reached": "yes", "went_well": "Allt."}
        evaluating.save_evaluation(
            activity=effort, values=values, base_version=1, base_values={}, by=by
        )
        add_link(activity=effort, address="https://alvhamra.example/a", title="Nyhet", by=by)
        area = add_area(agreement=world.agreement, values={"name": f"Område {number}"}, by=by)
        point_to(activity=effort, wanted=[area.pk], base=[], by=by)
        ActionPoint.objects.create(agreement=world.agreement, words="Skylta", due_on=day)


def counts(world: World) -> dict[str, int]:
    """Questions that every page takes."""
    client = Client()
    client.force_login(world.director)
    slug = world.agreement.slug
    paths = {name: reverse(f"evaluations:{name}", args=[slug]) for name in PAGES}
    paths["review_pack"] = reverse("evaluations:review_pack", args=[slug, 1])
    return {name: _count(client, path) for name, path in paths.items()}


PAGES = ("picture", "edit_picture", "compare_picture")


def _count(client: Client, path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    anchor = add_months(localdate(), -4)
    Agreement.objects.filter(pk=world.agreement.pk).update(review_anchor=anchor, ends_on=None)
    add(world, world.in_force, 1)
    one = counts(world)
    add(world, world.in_force, MANY)
    assert counts(world) == one, "a page that asks more often the more there is"
    for plan in (world.draft, world.proposed, world.expired):
        add(world, plan, 2)
    assert counts(world) == one, "a page that asks more often the more plans there are"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"
