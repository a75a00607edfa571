"""The day by which an activity counts: in the review whose period holds it, and for what is asked after it."""

from __future__ import annotations

from datetime import date

from activities.models import Activity
from activities.occurrences import EVER, happenings


def last_day(activity: Activity) -> date:
    """The last day of the last time that ``activity`` happens in its year; undated, 31 December.

    It comes with its ``activity_plan``. Raises ValueError for one that stands in no year.
    """
    if activity.activity_plan is None:
        raise ValueError("the activity stands in no year")
    return known_last_day(activity) or date(activity.activity_plan.year, 12, 31)


def known_last_day(activity: Activity) -> date | None:
    """The last day of the last time that it happens; None where no day is known."""
    return max((one.ends_on for one in happenings(activity, EVER)), default=None)
