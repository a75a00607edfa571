"""What the addresses of rolling over and of spreadsheets stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from activities.services.efforts import add_activity
from activities.services.years import open_year
from tests.people import World

ABSENT = "finns-inte"
YEAR, NO_YEAR = 2034, 2044
PAGES = ("roll_over", "export_sheet", "import_sheet")


def put_sheets(world: World, put: Callable[..., Any]) -> None:
    """A year of a plan in force, of a draft, of Norrskog's plan, and none."""
    plans = {"in-force": world.in_force, "draft": world.draft, "foreign": world.foreign}
    for word, plan in plans.items():
        by = world.neighbour_coordinator if word == "foreign" else world.coordinator
        year = open_year(plan=plan, year=YEAR, by=by)
        add_activity(activity_plan=year, values={"name": "Marknad", "status": "planned"}, by=by)
        for page in PAGES:
            put(f"activities:{page}", word, plan.slug, YEAR)
    for page in PAGES:
        put(f"activities:{page}", "absent", ABSENT, YEAR)
        put(f"activities:{page}", "absent-year", world.in_force.slug, NO_YEAR)
