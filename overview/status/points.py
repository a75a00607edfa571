"""Action points that are open: how many, how many of them late, and which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from evaluations.enums import ReviewState
from evaluations.models import ActionPoint


@dataclass(frozen=True)
class OpenPoints:
    """How many action points of an agreement are open, and how many should have been done."""

    count: int = 0
    late: int = 0


def open_points() -> QuerySet[ActionPoint]:
    """Those that are to be done: of closed reviews, or of none. The first to be done first."""
    rows: QuerySet[ActionPoint] = ActionPoint.objects.live().filter(done_at__isnull=True)
    decided = rows.filter(Q(review__isnull=True) | Q(review__state=ReviewState.CLOSED))
    return decided.order_by(F("due_on").asc(nulls_last=True), "pk")


def points_of(agreements: Collection[int], today: date) -> dict[int, OpenPoints]:
    """By primary key of each agreement that has any."""
    counted = (
        open_points()
        .filter(agreement__in=agreements)
        .order_by()
        .values_list("agreement")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {agreement: OpenPoints(count, late) for agreement, count, late in counted}
