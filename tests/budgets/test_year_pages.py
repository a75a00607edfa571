"""What the views of a year cost: the same for one activity as for many, and as written down.

``year_counts.json`` beside this file is the budget.
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

from accounts.models import User
from activities.models import ActivityPlan, PartyTask, SchoolBreak
from activities.services.efforts import set_people
from activities.services.parts import add_part
from plans.enums import MembershipRole
from plans.services.rows import add_item
from tests.activities.year import YEAR, day, make_activity, make_year
from tests.people import World, make_plan

from .test_query_counts import agreement_of, member, person

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("year_counts.json")
MANY = 12
VIEWS = ("table", "board", "month", "wheel", "coverage")
MOST = 17


def build(world: World, how_many: int) -> ActivityPlan:
    """A year with so many activities, each with people and tasks, of a plan with so much of everything."""
    by = person(world, f"who-{how_many}")
    agreement = agreement_of(world, by, f"ar-{how_many}")
    plan = make_plan(agreement, f"arsplan-{how_many}")
    for key in ("malgrupper", "mal"):
        section = plan.sections.get(node__key=key)
        for number in range(how_many):
            add_item(section=section, values={"name": f"{key} {number}"}, by=by)
    year = make_year(plan, by)
    table = plan.sections.get(kind="activities")
    for number in range(how_many):
        make_year(plan, by, year=YEAR + 1 + number)
        add_item(section=table, values={"name": f"I planen {number}"}, by=by)
        one = make_activity(year, by, f"Insats {number}", starts_on=day(3, number + 1))
        set_people(activity=one, people=[by], by=by)
        values = {"words": "Bjuder in."}
        add_part(activity=one, model=PartyTask, organisation=world.police, values=values, by=by)
        other = person(world, f"other-{how_many}-{number}")
        member(other, agreement, MembershipRole.READER)
        SchoolBreak.objects.create(
            agreement=agreement, name="Lov", starts_on=day(3, 1), ends_on=day(3, 5)
        )
    year.plan = plan
    return year


def count(client: Client, path: str, posted: dict[str, Any] | None = None) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if posted is None else client.post(path, posted)
    assert answer.status_code in (200, 302), path
    return len(queries)


def counts(world: World, how_many: int) -> dict[str, int]:
    year = build(world, how_many)
    slug = year.plan.slug
    client = Client()
    client.force_login(User.objects.get(full_name=f"who-{how_many}"))
    paths = {view: reverse(f"activities:{view}", args=[slug, YEAR]) for view in VIEWS}
    paths["years"] = reverse("activities:years", args=[slug])
    paths["table, filtered"] = f"{paths['table']}?fran=3&till=4&saknar=kanal&sok=insats"
    paths["table, a row open"] = f"{paths['table']}?rad=insats-0"
    found = {name: count(client, path) for name, path in paths.items()}
    words = {"version": "3", "effect": "Nytt", "base-effect": ""}
    for name, posted in (("edit_row", words), ("set_status", {"status": "done"})):
        path = reverse(f"activities:{name}", args=[slug, "insats-0"])
        found[f"POST {name}"] = count(client, path, posted)
    return found


def test_views_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    one, many = counts(world, 1), counts(world, MANY)
    assert many == one, "a view that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"


def test_the_budget_keeps_what_is_promised() -> None:
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert {name: budget[name] for name in VIEWS if budget[name] > MOST} == {}
