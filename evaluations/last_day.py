"""The day by which an activity counts: in the review whose period holds it, and for what is asked after it."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from activities.calendar.span import Span
from activities.enums import TimingKind
from activities.models import Activity
from activities.models.year import LAST_YEAR
from activities.occurrences import EVER, LONGEST_SHAPE, happenings


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


def may_end(first: date, last: date) -> Q:
    """Activities of years whose last day may lie in those days: all that do and some that do not.

    ``last_day`` decides; this spares it the years that lie far away, however many there are.
    """
    years = Q(activity_plan__year__gte=first.year, activity_plan__year__lte=last.year)
    return _once(first, last) | _again(first, last) | years & _of_year(first, last)


def _once(first: date, last: date) -> Q:
    """Those that somebody has set days for, whatever a day stands for: a month, a season, the rest of its year."""
    reach = Span.through(first, last).widened(LONGEST_SHAPE)
    ends = Q(ends_on__gte=reach.start) | Q(ends_on=None, starts_on__gte=reach.start)
    goes_on = Q(ends_on=None, starts_on__gte=date(first.year, 1, 1))
    season = Q(
        timing_kind=TimingKind.SEASON,
        starts_on__range=(date(first.year - 1, 1, 1), date(last.year + 1, 12, 31)),
    )
    return Q(starts_on__lt=reach.end) & (ends | goes_on) | season


def _again(first: date, last: date) -> Q:
    """Those that come back: in their own year, the last time perhaps longer than that."""
    in_time = Q(activity_plan__year__gte=first.year) | Q(ends_on__gt=F("starts_on"))
    begun = Q(starts_on__lte=last, activity_plan__year__lte=last.year)
    return Q(timing_kind=TimingKind.RECURRENCE) & begun & in_time


def _of_year(first: date, last: date) -> Q:
    """Those of which no day is known, and those of a season of their year."""
    season = Q(timing_kind=TimingKind.SEASON)
    ends = [
        year for year in range(first.year, last.year + 1) if first <= date(year, 12, 31) <= last
    ]
    unknown = (
        Q(starts_on=None)
        | Q(timing_kind=TimingKind.RECURRENCE)
        | Q(starts_on__lt=EVER.start)
        | Q(starts_on__year__gt=LAST_YEAR)
        | Q(ends_on__year__gt=LAST_YEAR)
    )
    return season | Q(activity_plan__year__in=ends) & unknown
