"""The demo's activity plans: this year's, half done, and next year's, half planned.

``demo_year.json`` has the activities: days are month and day of whatever year they are put into,
``status`` is what one has until its last day has passed, and what is done ``once`` is not planned for
next year. ``values`` are written as documents write them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from accounts.models import Organisation, User
from activities.enums import Status
from activities.models import Activity, ActivityPlan, PartyTask
from activities.services.efforts import add_activity, set_people
from activities.services.parts import add_part
from activities.services.settings import add_break
from activities.services.years import open_year
from plans.models import Agreement, Plan

Effort = Mapping[str, Any]

EFFORTS = Path(__file__).with_name("demo_year.json")
DISTRICT, POLICE = "district", "police"
COORDINATOR, COMMUNICATOR, OFFICER = "coordinator", "communicator", "officer"


def load_years(
    plan: Plan, bodies: Mapping[str, Organisation], people: Mapping[str, User], today: date
) -> None:
    """Give ``plan`` its activities of this year and the next, so far as it has no such years.

    ``bodies`` are the parties by ``DISTRICT`` and ``POLICE``, ``people`` by what they are called here.
    """
    by = people[COORDINATOR]
    efforts = json.loads(EFFORTS.read_text(encoding="utf-8"))
    earlier: dict[str, Activity] = {}
    for year in (today.year, today.year + 1):
        if ActivityPlan.objects.filter(plan=plan, year=year).exists():
            continue
        _breaks(plan.agreement, year, by)
        opened = open_year(plan=plan, year=year, by=by)
        opened.plan = plan
        for effort in efforts:
            if year > today.year and effort.get("once"):
                continue
            activity = add_activity(
                activity_plan=opened,
                values=_values(effort, year, today),
                by=by,
                predecessor=earlier.get(effort["name"]),
            )
            _staff(activity, effort, bodies, people, by)
            earlier[effort["name"]] = activity


def _breaks(agreement: Agreement, year: int, by: User) -> None:
    """When the schools of the demo are closed."""
    for name, first, last in (
        ("Sportlov", date.fromisocalendar(year, 9, 1), date.fromisocalendar(year, 9, 5)),
        ("Sommarlov", date(year, 6, 12), date(year, 8, 17)),
        ("Höstlov", date.fromisocalendar(year, 44, 1), date.fromisocalendar(year, 44, 5)),
        ("Jullov", date(year, 12, 21), date(year + 1, 1, 8)),
    ):
        add_break(agreement=agreement, name=name, starts_on=first, ends_on=last, by=by)


def _values(effort: Effort, year: int, today: date) -> dict[str, Any]:
    first, last = _day(effort, "first", year), _day(effort, "last", year)
    found = {"name": effort["name"], **effort["values"], "status": effort["status"]}
    found |= {"starts_on": first.isoformat()} if first else {}
    found |= {"ends_on": last.isoformat()} if last else {}
    comes_back = "recurrence" in found
    if year > today.year:
        found["status"] = Status.IDEA if effort["status"] == Status.IDEA else Status.PLANNED
    elif effort["status"] == Status.CANCELLED or comes_back or first is None:
        return found
    elif (last or first) < today:
        found |= {"status": Status.DONE, "lesson": effort.get("lesson", "")}
    elif first <= today:
        found["status"] = Status.ONGOING
    return found


def _day(effort: Effort, name: str, year: int) -> date | None:
    return date.fromisoformat(f"{year}-{effort[name]}") if name in effort else None


def _staff(
    activity: Activity,
    effort: Effort,
    bodies: Mapping[str, Organisation],
    people: Mapping[str, User],
    by: User,
) -> None:
    if names := effort.get("people"):
        set_people(activity=activity, people=[people[name] for name in names], by=by)
    for party, words in effort.get("tasks", {}).items():
        add_part(
            activity=activity,
            model=PartyTask,
            values={"words": words},
            organisation=bodies[party],
            by=by,
        )
