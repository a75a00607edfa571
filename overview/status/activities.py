"""A year's activities by status, by the month in which they end, and how many are evaluated.

Counted by the database, thousands at a time, in two questions however many agreements there are:
one for those whose last day their own fields tell, one for those that come back by a rule, of which
as many rows come as there are rules and first days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractMonth

from activities.enums import Status
from activities.models import Activity
from evaluations.last_days import DATED, RULED, last_of_rule, over, with_last_days

UNDATED: Final = 0
OTHER_YEAR: Final = 13
MONTHS: Final = range(1, 13)
NOT_EVALUATED: Final = frozenset({Status.IDEA, Status.CANCELLED})
"""What is an idea still, or is called off, is nothing to evaluate."""
FINISHED: Final = Q(evaluation__finished_at__isnull=False)


@dataclass
class Month:
    """The activities that end in a month: evaluated, over but not evaluated, and still to come."""

    evaluated: int = 0
    missing: int = 0
    coming: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.evaluated + self.missing + self.coming


@dataclass
class Tally:
    """The activities of one agreement in one year.

    ``by_status`` counts all. The months have those that are something to evaluate, each by its last
    day (``evaluations.last_day``): 1 to 12, ``UNDATED``, and ``OTHER_YEAR`` for those that end outside
    the year.
    """

    by_status: Counter[str] = field(default_factory=Counter)
    months: dict[int, Month] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All of them, whatever their status."""
        return self.by_status.total()

    @property
    def evaluated(self) -> int:
        """How many of those that are over have been evaluated."""
        return sum(month.evaluated for month in self.months.values())

    @property
    def missing(self) -> int:
        """How many are over without having been evaluated."""
        return sum(month.missing for month in self.months.values())

    @property
    def coming(self) -> int:
        """How many are still to come, or go on."""
        return sum(month.coming for month in self.months.values())

    @property
    def ended(self) -> int:
        """How many are over."""
        return self.evaluated + self.missing

    def add(self, month: int, *, is_over: bool, counts: Counted) -> None:
        """Add activities that end in the same month."""
        self.by_status.update(counts.by_status)
        here = self.months.setdefault(month, Month())
        if is_over:
            here.evaluated += counts.evaluated
            here.missing += counts.to_evaluate - counts.evaluated
        else:
            here.coming += counts.to_evaluate


@dataclass(frozen=True)
class Counted:
    """Some activities: how many by status, how many to evaluate, and how many of these are."""

    by_status: dict[str, int]
    evaluated: int

    @property
    def to_evaluate(self) -> int:
        """Those that are something to evaluate, now or later."""
        return sum(n for status, n in self.by_status.items() if status not in NOT_EVALUATED)


def tallies(agreements: Collection[int], year: int, today: date) -> dict[int, Tally]:
    """By primary key of each agreement, its activities of ``year`` as they stand on ``today``."""
    found = {pk: Tally() for pk in agreements}
    rows: QuerySet[Any] = (
        Activity.objects.in_year()
        .filter(activity_plan__year=year, activity_plan__plan__agreement__in=agreements)
        .annotate(agreement=F("activity_plan__plan__agreement"))
    )
    for agreement, month, is_over, counts in _by_fields(rows, year, today):
        found[agreement].add(month, is_over=is_over, counts=counts)
    for agreement, month, is_over, counts in _by_rules(rows, year, today):
        found[agreement].add(month, is_over=is_over, counts=counts)
    return found


Counts = Iterator[tuple[int, int, bool, Counted]]
"""Agreement, month, whether they are over, and how many."""


def _by_fields(rows: QuerySet[Any], year: int, today: date) -> Counts:
    in_year = Q(final_day__range=(date(year, 1, 1), date(year, 12, 31)))
    month = Case(
        When(in_year, then=ExtractMonth("final_day")),
        When(DATED, then=Value(OTHER_YEAR)),
        default=Value(UNDATED),
        output_field=IntegerField(),
    )
    ended = Case(When(over(today), then=Value(1)), default=Value(0), output_field=IntegerField())
    grouped = (
        with_last_days(rows.exclude(RULED))
        .annotate(month=month, ended=ended)
        .order_by()
        .values("agreement", "month", "ended")
        .annotate(
            evaluated=Count("pk", filter=FINISHED & ~Q(status__in=NOT_EVALUATED)),
            **{f"is_{status}": Count("pk", filter=Q(status=status)) for status in Status.values},
        )
    )
    names = [f"is_{status}" for status in Status.values]
    for agreement, number, is_over, evaluated, *counts in grouped.values_list(
        "agreement", "month", "ended", "evaluated", *names
    ):
        by_status = dict(zip(Status.values, counts, strict=True))
        yield agreement, number, bool(is_over), Counted(by_status, evaluated)


def _by_rules(rows: QuerySet[Any], year: int, today: date) -> Counts:
    grouped = (
        rows.filter(RULED)
        .order_by()
        .values_list("agreement", "recurrence", "starts_on", "ends_on", "status")
        .annotate(count=Count("pk"), evaluated=Count("pk", filter=FINISHED))
    )
    for agreement, recurrence, starts_on, ends_on, status, count, evaluated in grouped:
        day = last_of_rule(recurrence, starts_on, ends_on, year)
        month = UNDATED if day is None else day.month if day.year == year else OTHER_YEAR
        is_over = (day or date(year, 12, 31)) < today
        mine = 0 if status in NOT_EVALUATED else evaluated
        yield agreement, month, is_over, Counted({status: count}, mine)
