"""What the addresses of a year stand for: Älvhamra's of a plan in force and of a draft, Norrskog's, none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from activities.enums import Status
from activities.services.efforts import add_activity
from activities.services.years import open_year
from plans.models import Plan
from tests.people import World

ABSENT = "finns-inte"
YEAR, NO_YEAR = 2032, 2199
VIEWS = ("table", "board", "month", "wheel", "coverage", "add_activity", "take_into_year")
ROWS = ("edit_row", "set_status", "drop_activity", "take_back_activity")


def put_year(world: World, put: Callable[..., Any]) -> None:
    """Name every address of the years."""
    plans = {"in-force": world.in_force, "draft": world.draft, "foreign": world.foreign}
    for word, plan in plans.items():
        by = world.neighbour_coordinator if word == "foreign" else world.coordinator
        key = _activity(plan, by, "Torgdag", Status.PLANNED)
        _put(word, plan.slug, YEAR, key, put)
    idea = _activity(world.in_force, world.coordinator, "Kanske en film", Status.IDEA)
    for page in ROWS:
        put(f"activities:{page}", "idea", world.in_force.slug, idea)
        put(f"activities:{page}", "absent-key", world.in_force.slug, ABSENT)
    for page in VIEWS:
        put(f"activities:{page}", "absent-year", world.in_force.slug, NO_YEAR)
    _put("absent", ABSENT, YEAR, ABSENT, put)


def _activity(plan: Plan, by: User, name: str, status: Status) -> str:
    year = open_year(plan=plan, year=YEAR, by=by)
    values = {"name": name, "status": status.value}
    return add_activity(activity_plan=year, values=values, by=by).node.key


def _put(word: str, slug: str, year: int, key: str, put: Callable[..., Any]) -> None:
    put("activities:years", word, slug)
    for page in VIEWS:
        put(f"activities:{page}", word, slug, year)
    for page in ROWS:
        put(f"activities:{page}", word, slug, key)
