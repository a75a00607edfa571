"""The situational picture of an agreement: as it is now, and as each review left it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from activities.models import Activity
from evaluations.comparing import FIELDS, AreaState
from evaluations.models import ProblemArea, ProblemAreaThen, Review
from evaluations.models.picture import AreaWords
from plans.models import Agreement


def areas_of(agreement: Agreement) -> QuerySet[ProblemArea]:
    """The problem areas that stand in the picture now, in order."""
    rows: QuerySet[ProblemArea] = ProblemArea.objects.live().filter(agreement=agreement)
    return rows.order_by("position", "pk")


def state_now(agreement: Agreement) -> list[AreaState]:
    """The picture as it is now."""
    return [_state(row.pk, row) for row in areas_of(agreement)]


def state_then(review: Review) -> list[AreaState]:
    """The picture as it was when ``review`` was closed."""
    rows = ProblemAreaThen.objects.filter(review=review).order_by("position", "pk")
    return [_state(row.area_id, row) for row in rows]


def _state(area: int, row: AreaWords) -> AreaState:
    return AreaState(area, **{field: getattr(row, field) for field in FIELDS})


def activities_by_area(areas: Sequence[ProblemArea]) -> dict[int, list[Activity]]:
    """The activities of years that point to each area, by its primary key; with plan and year."""
    ties = ProblemArea.activities.through._default_manager.filter(problemarea__in=areas)
    pairs = list(ties.values_list("problemarea", "activity"))
    rows = Activity.objects.in_year().filter(pk__in={activity for _area, activity in pairs})
    known = {row.pk: row for row in rows.select_related("node__plan", "activity_plan")}
    found: dict[int, list[Activity]] = defaultdict(list)
    for area, activity in sorted(pairs):
        if activity in known:
            found[area].append(known[activity])
    return found
