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
    whole_year = date(activity.activity_plan.year, 12, 31)
    return max((one.ends_on for one in happenings(activity, EVER)), default=whole_year)
