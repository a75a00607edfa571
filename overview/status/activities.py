"""A year's activities by status, by the month in which they end, and how many are evaluated.

Counted by the database, thousands at a time, in one question however many agreements there are. Of
those that come back by a rule, whose last day the database does not know, one row comes for each rule
and first day, and the day is worked out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When

from activities.enums import Status
from activities.models import Activity
from activities.occurrences import EVER
from core.questions import Question, as_day
from evaluations.last_days import RULED, Stretch, last_of_rule, with_last_days

UNDATED: Final = 0
OTHER_YEAR: Final = 13
MONTHS: Final = range(1, 13)
NOT_EVALUATED: Final = frozenset({Status.IDEA, Status.CANCELLED})
"""What is an idea still, or is called off, is nothing to evaluate."""


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
    """By primary key of each agreement, at most ``MOST``, its activities of ``year`` as of ``today``."""
    found = {pk: Tally() for pk in agreements}
    months = (date(year, month, 1) for month in MONTHS)
    borders = sorted([EVER.start, *months, date(year + 1, 1, 1), today])
    named = dict(zip(BORDERS, borders, strict=True))
    for agreement, stretch, recurrence, first, last, evaluated, *counts in COUNTED.ask(
        agreements=list(found), year=year, **named
    ):
        if recurrence:
            day = last_of_rule(recurrence, as_day(first), as_day(last), year)
        else:  # all days of a stretch lie in one month, and on one side of today
            day = borders[stretch - 1] if stretch else None
        by_status = dict(zip(Status.values, counts, strict=True))
        is_over = (day or date(year, 12, 31)) < today
        found[agreement].add(
            _month_of(day, year), is_over=is_over, counts=Counted(by_status, evaluated)
        )
    return found


def _month_of(day: date | None, year: int) -> int:
    if day is None:
        return UNDATED
    return day.month if day.year == year else OTHER_YEAR


def _counted(agreements: list[int], year: int, **borders: date) -> QuerySet[Any, Any]:
    rows: QuerySet[Any] = Activity.objects.in_year().filter(
        activity_plan__year=year, activity_plan__plan__agreement__in=agreements
    )
    days = [Value(borders[name], output_field=DateField()) for name in BORDERS]
    grouped = (
        with_last_days(rows)
        .annotate(
            agreement=F("activity_plan__plan__agreement"),
            stretch=Case(When(RULED, then=None), default=Stretch(F("final_day"), *days)),
            first=Case(When(RULED, then=F("starts_on"))),
            last=Case(When(RULED, then=F("ends_on"))),
        )
        .order_by()
        .values_list("agreement", "stretch", "recurrence", "first", "last")
    )
    finished = Q(evaluation__finished_at__isnull=False) & ~Q(status__in=sorted(NOT_EVALUATED))
    by_status = {f"is_{one}": Count("pk", filter=Q(status=one)) for one in Status.values}
    counted: QuerySet[Any] = grouped.annotate(evaluated=Count("pk", filter=finished), **by_status)
    return counted


MOST: Final = 25
BORDERS: Final = tuple(f"border_{number}" for number in range(15))
COUNTED: Final = Question(_counted, numbers=["year"], days=BORDERS, lists={"agreements": MOST})
"""By agreement, and by stretch between the borders or by rule: how many are evaluated, and of each status."""
