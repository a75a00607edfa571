"""A year with activities of many kinds, for tests of its views."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, ActivityPlan
from activities.services.efforts import add_activity
from activities.services.years import open_year
from plans.models import Plan

YEAR = 2027


def make_year(plan: Plan, by: User, *, year: int = YEAR) -> ActivityPlan:
    """The activity plan of ``plan`` for ``year``."""
    return open_year(plan=plan, year=year, by=by)


def make_activity(
    year: ActivityPlan, by: User, name: str = "Trygghetsvandring", **values: Any
) -> Activity:
    """An activity of ``year``, planned unless told otherwise."""
    if "starts_on" in values:
        values.setdefault("timing_kind", "date")
    wanted = {"name": name, "status": Status.PLANNED, **values}
    return add_activity(activity_plan=year, values=wanted, by=by)


def day(month: int, number: int, year: int = YEAR) -> str:
    """A day as documents write it."""
    return date(year, month, number).isoformat()
