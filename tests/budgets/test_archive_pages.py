"""What the pages of what came of it cost: the same with one of everything as with many.

``archive_counts.json`` beside this file is the budget.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.services.archive import add_file
from evaluations.services.evaluating import add_outcome
from evaluations.services.indicators import add_value
from plans.models import Goal
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.activities.year import make_activity, make_year
from tests.people import World, make_plan

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("archive_counts.json")
MANY = 8


def counts(world: World, how_many: int) -> dict[str, int]:
    """Questions that every page takes where there is so much of everything."""
    by = world.coordinator
    plan = make_plan(world.agreement, f"arkiv-{how_many}")
    asked = add_section(plan=plan, heading="Frågor", kind="evaluation_questions", by=by)
    goals = Goal.objects.get(section__plan=plan).section
    effort = make_activity(make_year(plan, by), by)
    for number in range(how_many):
        add_item(section=asked, values={"name": f"Fråga {number}"}, by=by)
        add_item(section=goals, values={"name": f"Mål {number}"}, by=by)
        add_outcome(activity=effort, values={"measure": "reach", "value": "1"}, by=by)
        upload = SimpleUploadedFile(f"{number}.txt", f"Ord {number}".encode())
        item = add_file(activity=effort, upload=upload, by=by)
    for goal in Goal.objects.filter(section=goals):
        add_value(goal=goal, measured_on="2027-03-01", value="1", source="", by=by)
    client = Client()
    client.force_login(by)
    of_activity, of_plan = [plan.slug, effort.node.key], [plan.slug]
    paths = {
        name: reverse(f"evaluations:{name}", args=of_activity) for name in ("evaluation", "archive")
    }
    for name in ("plan_archive", "archive_manifest", "indicators"):
        paths[name] = reverse(f"evaluations:{name}", args=of_plan)
    paths["archive_item"] = reverse("evaluations:archive_item", args=[plan.slug, item.token])
    paths["archive_file"] = reverse("evaluations:archive_file", args=[plan.slug, item.token])
    return {name: _count(client, path) for name, path in sorted(paths.items())}


def _count(client: Client, path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    one, many = counts(world, 1), counts(world, MANY)
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"
