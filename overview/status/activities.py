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

from django.db import connection
from django.db.models import F, QuerySet

from activities.enums import Status
from activities.models import Activity
from activities.occurrences import EVER
from evaluations.last_days import last_of_rule, with_last_days

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
    """By primary key of each agreement, its activities of ``year`` as they stand on ``today``."""
    found = {pk: Tally() for pk in agreements}
    if not found:
        return found
    question, values = _question(found, year, today)
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        for agreement, month, ended, recurrence, first, last, evaluated, *counts in cursor:
            by_status = dict(zip(Status.values, counts, strict=True))
            counted = Counted(by_status, evaluated)
            if recurrence:
                day = last_of_rule(recurrence, _day(first), _day(last), year)
                number, is_over = _month_of(day, year), (day or date(year, 12, 31)) < today
                found[agreement].add(number, is_over=is_over, counts=counted)
            else:
                found[agreement].add(month, is_over=bool(ended), counts=counted)
    return found


def _month_of(day: date | None, year: int) -> int:
    if day is None:
        return UNDATED
    return day.month if day.year == year else OTHER_YEAR


def _day(value: date | str | None) -> date | None:
    """A day as SQLite or PostgreSQL gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _question(agreements: Collection[int], year: int, today: date) -> tuple[str, tuple[Any, ...]]:
    """One SELECT that counts by agreement, month and whether it is over, and by rule where there is one."""
    rows, inner = _rows(agreements, year).query.sql_with_params()
    borders = [date(year, month, 1) for month in MONTHS] + [date(year + 1, 1, 1)]
    numbers = [OTHER_YEAR, *MONTHS]
    # Worked out once for each row, in a table of its own: PostgreSQL would put the whole expression
    # wherever the day is asked for, which takes three times as long.
    months = " ".join(f"WHEN final_day < %s THEN {number}" for number in numbers)
    statuses = ", ".join("COUNT(*) FILTER (WHERE status = %s)" for _status in Status.values)
    left_out = ", ".join("%s" for _status in NOT_EVALUATED)
    question = (
        f"WITH rows AS MATERIALIZED ({rows}) "  # noqa: S608 - all values are given apart
        f"SELECT agreement, CASE WHEN recurrence <> '' OR final_day IS NULL OR final_day < %s THEN {UNDATED} "
        f"{months} ELSE {OTHER_YEAR} END AS month, "
        f"CASE WHEN recurrence <> '' THEN 0 WHEN final_day >= %s AND final_day < %s THEN 1 "
        "WHEN (final_day IS NULL OR final_day < %s) AND %s < %s THEN 1 ELSE 0 END AS ended, "
        "recurrence, CASE WHEN recurrence <> '' THEN starts_on END AS first, "
        "CASE WHEN recurrence <> '' THEN ends_on END AS last, "
        f"COUNT(*) FILTER (WHERE finished_at IS NOT NULL AND status NOT IN ({left_out})), {statuses} "
        "FROM rows GROUP BY 1, 2, 3, 4, 5, 6"
    )
    day = connection.ops.adapt_datefield_value
    begin = day(EVER.start)
    ended = (begin, day(today), begin, year, today.year)
    counted = (*sorted(NOT_EVALUATED), *Status.values)
    return question, (*inner, begin, *map(day, borders), *ended, *counted)


def _rows(agreements: Collection[int], year: int) -> QuerySet[Any]:
    activities = Activity.objects.in_year().filter(
        activity_plan__year=year, activity_plan__plan__agreement__in=agreements
    )
    rows: QuerySet[Any] = with_last_days(activities)
    rows = rows.annotate(
        agreement=F("activity_plan__plan__agreement"), finished_at=F("evaluation__finished_at")
    )
    return rows.order_by().values(
        "agreement", "status", "recurrence", "starts_on", "ends_on", "final_day", "finished_at"
    )
