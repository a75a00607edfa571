"""The situational picture of an agreement: as it is now, and as each review left it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from activities.models import Activity
from evaluations.comparing import FIELDS, AreaState
from evaluations.last_day import last_day, may_end
from evaluations.models import ProblemArea, ProblemAreaThen, Review
from evaluations.models.picture import AreaWords
from evaluations.periods import calendar_of
from evaluations.schedule import Period
from plans.models import Agreement


def areas_of(agreement: Agreement) -> QuerySet[ProblemArea]:
    """The problem areas that stand in the picture now, in order."""
    rows: QuerySet[ProblemArea] = ProblemArea.objects.live().filter(agreement=agreement)
    return rows.order_by("position", "pk")


def state_now(agreement: Agreement) -> list[AreaState]:
    """The picture as it is now."""
    return [state_of(row.pk, row) for row in areas_of(agreement)]


def state_then(review: Review) -> list[AreaState]:
    """The picture as it was when ``review`` was closed."""
    rows = ProblemAreaThen.objects.filter(review=review).order_by("position", "pk")
    return [state_of(row.area_id, row) for row in rows]


def state_of(area: int, row: AreaWords) -> AreaState:
    """What ``row`` says of the problem area with that primary key."""
    return AreaState(area, **{field: getattr(row, field) for field in FIELDS})


def activities_by_area(
    agreement: Agreement, areas: Sequence[ProblemArea], today: date
) -> dict[int, list[Activity]]:
    """The activities that point to each area, by its primary key, in order of their last day.

    Those of the period that is gone through next; of the year, where nobody counts reviews.
    """
    ties = ProblemArea.activities.through._default_manager.filter(problemarea__in=areas)
    pairs = list(ties.values_list("problemarea", "activity"))
    days = _days_of_period(agreement, today)
    rows = Activity.objects.in_year().filter(pk__in={activity for _area, activity in pairs})
    rows = rows.filter(may_end(days.start, days.end - timedelta(days=1)))
    known = {
        row.pk: (last_day(row), row) for row in rows.select_related("node__plan", "activity_plan")
    }
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for area, activity in pairs:
        if activity in known and known[activity][0] in days:
            found[area].append((known[activity][0], activity))
    return {area: [known[pk][1] for _day, pk in sorted(below)] for area, below in found.items()}


def _days_of_period(agreement: Agreement, today: date) -> Period:
    calendar = calendar_of(agreement)
    if calendar is None:
        return Period(date(today.year, 1, 1), date(today.year + 1, 1, 1))
    return calendar.period(calendar.current(today))
