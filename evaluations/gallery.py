"""What the archive shows: items by month, with as few questions for a hundred as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from activities.models import Activity
from evaluations.models import ArchiveItem
from plans.models import Plan


@dataclass(frozen=True)
class Month:
    """What was captured in one month."""

    first: date
    items: Sequence[ArchiveItem]


def items_of(activity: Activity) -> QuerySet[ArchiveItem]:
    """All items of an activity, those that have been disposed of too."""
    rows = ArchiveItem.objects.filter(activity=activity)
    return rows.select_related("file", "disposed_by").order_by("captured_on", "pk")


def items_between(plan: Plan, first: date | None, last: date | None) -> QuerySet[ArchiveItem]:
    """What is kept of a plan's activities and was captured in a period, both days included."""
    rows = ArchiveItem.objects.kept().filter(activity__node__plan=plan)
    if first:
        rows = rows.filter(captured_on__gte=first)
    if last:
        rows = rows.filter(captured_on__lte=last)
    return rows.select_related("file", "activity__node").order_by("-captured_on", "-pk")


def by_month(items: Iterable[ArchiveItem]) -> list[Month]:
    """``items``, which stand in order of their day, under their months."""
    groups = groupby(items, key=lambda item: item.captured_on.replace(day=1))
    return [Month(first, list(found)) for first, found in groups]
