"""What the pages of one activity cost: the same with one of everything as with many, and as written down.

``activity_counts.json`` beside this file is the budget.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, ExpectedQuestion, Material, PartyTask
from activities.services.anchoring import add_role, ask, note
from activities.services.efforts import set_people
from activities.services.parts import add_part
from plans.enums import MembershipRole
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.activities.year import make_activity, make_year
from tests.people import World, make_plan

from .test_query_counts import member, person

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("activity_counts.json")
MANY = 12
STEPS = ("what", "when", "with_whom", "material", "questions", "audience", "egen_fraga-0")
PAGES = (
    "activity",
    "edit_activity",
    "checklist",
    "lessons",
    "media_card",
    "anchoring",
)


def build(world: World, how_many: int) -> Activity:
    """An activity with so much of everything, in a plan that has so much."""
    by = world.communicator
    plan = make_plan(world.agreement, f"insatser-{how_many}")
    _plan(world, plan, how_many)
    year = make_year(plan, by)
    for number in range(how_many):
        lesson = {"lesson": "Ta med kaffe.", "audience": ["boende"]}
        make_activity(year, by, f"Förra {number}", **lesson)
    days = {"starts_on": "2027-03-02", "timing_kind": "recurrence", "recurrence": "FREQ=WEEKLY"}
    effort = make_activity(year, by, "Årets", audience=["boende"], **days)
    people = [person(world, f"p-{how_many}-{number}") for number in range(how_many)]
    for user in people:
        member(user, world.agreement, MembershipRole.READER)
    set_people(activity=effort, people=people, by=by)
    for number in range(how_many):
        words = f"Nummer {number}"
        add_part(activity=effort, model=Material, values={"words": words}, by=by)
        add_part(activity=effort, model=ExpectedQuestion, values={"question": words}, by=by)
        task: dict[str, Any] = {"organisation": world.police, "values": {"words": words}}
        add_part(activity=effort, model=PartyTask, by=by, **task)
        role = add_role(plan=plan, name=words, by=world.coordinator)
        ask(activity=effort, role=role, person=people[number], by=by)
        note(activity=effort, role=role, verdict="yes", words="", by=by)
    return effort


def _plan(world: World, plan: Any, how_many: int) -> None:
    by = world.coordinator
    asked = add_section(plan=plan, heading="Checklista", kind="checklist", by=by)
    speakers = add_section(plan=plan, heading="Talespersoner", kind="spokespersons", by=by)
    said = add_section(plan=plan, heading="Budskap", kind="messages", by=by)
    for number in range(how_many):
        before = {"name": f"Fråga {number}", "type": "before_activity"}
        add_item(section=asked, values=before, by=by)
        add_item(section=speakers, values={"name": f"Person {number}"}, by=by)
        add_item(section=said, values={"name": f"Budskap {number}", "is_main": True}, by=by)


def counts(world: World, how_many: int) -> dict[str, int]:
    """Questions that every page takes."""
    effort = build(world, how_many)
    client = Client()
    client.force_login(world.communicator)
    words = [effort.node.plan.slug, effort.node.key]
    paths = {name: reverse(f"activities:{name}", args=words) for name in PAGES}
    for step in STEPS:
        paths[f"step {step}"] = reverse("activities:checklist_step", args=[*words, step])
    for name in ("media", "anchoring_roles"):
        paths[name] = reverse(f"activities:{name}", args=words[:1])
    found = {name: _count(client, path) for name, path in paths.items()}
    saved = {"version": effort.version, "base-purpose": "", "purpose": "Tryggare"}
    step = reverse("activities:checklist_step", args=[*words, "purpose"])
    found["POST step purpose"] = _count(client, step, saved)
    return dict(sorted(found.items()))


def _count(client: Client, path: str, posted: dict[str, Any] | None = None) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if posted is None else client.post(path, posted)
    assert answer.status_code in (200, 302), f"{path}: {answer.status_code}"
    return len(queries)


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    one, many = counts(world, 1), counts(world, MANY)
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"


def test_the_budget_is_kept_small() -> None:
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert budget["activity"] <= 24
    assert budget["POST step purpose"] <= 14
