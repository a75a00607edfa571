"""Prints of the year and of activities: asked for, and made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, ActivityPlan
from activities.services import prints
from activities.services.efforts import add_activity
from activities.services.years import open_year
from activities.sheet import Sheet
from core.prints import queue
from plans.models import Plan
from plans.permissions import plan_abilities
from tests.people import World

ABSENT = "finns-inte"
YEAR = 2033
PDF = b"%PDF-1.7 for tests"


def put_prints(world: World, put: Callable[..., Any]) -> None:
    """Name every address of a print of Älvhamra's, of Norrskog's, of none."""
    by = {
        "in-force": world.coordinator,
        "draft": world.coordinator,
        "foreign": world.neighbour_coordinator,
    }
    plans = {"in-force": world.in_force, "draft": world.draft, "foreign": world.foreign}
    for word, plan in plans.items():
        activity = _activity(plan, by[word])
        for page in ("print_year", "put_in_plan"):
            put(f"activities:{page}", word, plan.slug, YEAR)
        put("activities:print_brief", word, plan.slug, activity.node.key)
        _put_renderings(activity, by[word], word, put)
    idea = _activity(world.in_force, world.coordinator, Status.IDEA)
    put("activities:print_brief", "idea", world.in_force.slug, idea.node.key)
    for page in ("print_year", "put_in_plan"):
        put(f"activities:{page}", "absent-year", world.in_force.slug, YEAR + 50)
        put(f"activities:{page}", "absent", ABSENT, YEAR)
    put("activities:print_brief", "absent-key", world.in_force.slug, ABSENT)
    put("activities:print_brief", "absent", ABSENT, ABSENT)


def _activity(plan: Plan, by: User, status: Status = Status.PLANNED) -> Activity:
    year = open_year(plan=plan, year=YEAR, by=by)
    values = {"name": "Utskriven insats", "status": status.value}
    return add_activity(activity_plan=year, values=values, by=by)


def _put_renderings(activity: Activity, by: User, word: str, put: Callable[..., Any]) -> None:
    year = activity.activity_plan
    if not isinstance(year, ActivityPlan):
        raise TypeError("the activity stands in no year")
    sheet = Sheet(activity, plan_abilities(by, activity.node.plan))
    rows = {
        f"year-{word}": prints.ask_for_year(activity_plan=year, with_ideas=False),
        f"year-ideas-{word}": prints.ask_for_year(activity_plan=year, with_ideas=True),
        f"brief-{word}": prints.ask_for_brief(sheet=sheet),
    }
    for name, rendering in rows.items():
        queue.finish(rendering=rendering, pdf=PDF)
        for page in ("rendering", "rendering_pdf"):
            put(f"core:{page}", name, rendering.pk)
