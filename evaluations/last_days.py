"""The last days of many activities at once: the same days as ``last_day``, found by the database.

A status page counts thousands of activities that nobody reads one by one. What a day means for each
kind of timing is said in ``activities.occurrences``; here it is said once more, as SQL, and
``tests/evaluations/test_last_days.py`` holds the two to the same days. Only a rule of recurrence is
not for SQL: ``last_of_rule`` works out those, once for each rule and first day.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import Case, DateField, F, Func, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce

from activities.enums import Season, TimingKind
from activities.models import Activity, ActivityPlan
from activities.occurrences import EVER, THE_END

from .last_day import known_last_day

MOST_KEPT = 20_000
LAST_MONTHS = {Season.SPRING: 5, Season.SUMMER: 8, Season.AUTUMN: 11}
"""By season, its last month; a winter ends in February, perhaps that of the next year."""


class _Through(Func):
    """The last day of so many months, counted from 1 January of the year of a day."""

    output_field = DateField()

    def __init__(self, day: Any, months: int) -> None:
        super().__init__(day)
        self.extra["months"] = months

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            "(date_trunc('year', (%(expressions)s)::timestamp)"
            " + interval '%(months)s months - 1 day')::date"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "date(%(expressions)s, 'start of year', '+%(months)s months', '-1 day')"
        return self.as_sql(compiler, connection, template=template, **context)


class _EndOfMonth(Func):
    """The last day of the month of a day."""

    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            "(date_trunc('month', (%(expressions)s)::timestamp) + interval '1 month - 1 day')::date"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "date(%(expressions)s, 'start of month', '+1 month', '-1 day')"
        return self.as_sql(compiler, connection, template=template, **context)


class _Sunday(Func):
    """The Sunday of the ISO week of a day."""

    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(date_trunc('week', (%(expressions)s)::timestamp) + interval '6 days')::date"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "date(%(expressions)s, 'weekday 0')"
        return self.as_sql(compiler, connection, template=template, **context)


class _NewYear(Func):
    """1 January of a year that is a number."""

    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "make_date((%(expressions)s)::int, 1, 1)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s || '-01-01')", **context
        )


class Stretch(Func):
    """Which of the stretches between some days, in order, a day lies in: 0 before the first of them.

    The day may be long to work out: PostgreSQL does it once, SQLite for each of the stretches.
    """

    output_field = IntegerField()

    def __init__(self, day: Any, *borders: Any) -> None:
        super().__init__(day, *borders)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        (day, values), *borders = map(compiler.compile, self.source_expressions)
        listed = ", ".join(sql for sql, _values in borders)
        return f"width_bucket({day}, ARRAY[{listed}]::date[])", [
            *values,
            *chain.from_iterable(values for _sql, values in borders),
        ]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        (day, values), *borders = map(compiler.compile, self.source_expressions)
        cases = [f"WHEN {day} < {sql} THEN {turn}" for turn, (sql, _values) in enumerate(borders)]
        sql = f"CASE WHEN {day} IS NULL THEN NULL {' '.join(cases)} ELSE {len(borders)} END"
        return sql, [*values, *chain.from_iterable([*values, *own] for _sql, own in borders)]


RULED = ~Q(recurrence="")
"""Activities that come back by a rule: ``last_of_rule`` knows their last day, the database does not."""
DATED = Q(final_day__gte=EVER.start)
"""Of those without a rule, the ones of which a day is known."""
_HAS_DAYS = Q(starts_on__isnull=False) & Q(final__lt=THE_END)


def with_last_days(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """``activities`` of a year with ``final_day``, which says nothing of those with a rule.

    Read it through ``DATED``: an undated one counts by 31 December of its year.
    """
    final = Coalesce(F("ends_on"), F("starts_on"))
    return activities.annotate(final=final).annotate(final_day=_final_day())


def over(today: date, year: int) -> Q:
    """Of activities with last days, those whose last day lies before ``today``, a day in ``year``."""
    by_day = DATED & Q(final_day__lt=today)
    undated = Q(final_day__isnull=True) | Q(final_day__lt=EVER.start)
    return by_day | (undated & Q(activity_plan__year__lt=year))


def _final_day() -> Case:
    return Case(
        When(~_HAS_DAYS & Q(timing_kind=TimingKind.SEASON), then=_season_of_year()),
        When(~_HAS_DAYS, then=None),
        When(
            Q(timing_kind__in=[TimingKind.PERIOD, TimingKind.CONTINUOUS], ends_on__isnull=True),
            then=_Through(F("starts_on"), 12),
        ),
        When(timing_kind=TimingKind.MONTH, then=_EndOfMonth(F("final"))),
        When(timing_kind=TimingKind.WEEK, then=_Sunday(F("final"))),
        When(timing_kind=TimingKind.SEASON, then=_season_of_days()),
        default=F("final"),
        output_field=DateField(),
    )


def _season_of_year() -> Case:
    """A season of which only the year is known: its last day within that year."""
    new_year = _NewYear(F("activity_plan__year"))
    return Case(
        *(
            When(season=season, then=_Through(new_year, last))
            for season, last in LAST_MONTHS.items()
        ),
        When(season=Season.WINTER, then=_Through(new_year, 12)),
        default=None,
        output_field=DateField(),
    )


def _season_of_days() -> Case:
    """The season that begins or goes on at the first day, or the one that this day lies in."""
    first = F("starts_on")
    unsaid = {
        season: Q(season="", starts_on__month__in=range(last - 2, last + 1))
        for season, last in LAST_MONTHS.items()
    }
    return Case(
        *(
            When(Q(season=season) | unsaid[season], then=_Through(first, last))
            for season, last in LAST_MONTHS.items()
        ),
        When(starts_on__month__lte=2, then=_Through(first, 2)),
        default=_Through(first, 14),
        output_field=DateField(),
    )


@lru_cache(maxsize=MOST_KEPT)
def last_of_rule(
    recurrence: str, starts_on: date | None, ends_on: date | None, year: int
) -> date | None:
    """The last day in ``year`` of what comes back by a rule, each time as long as the first.

    None where the rule gives no day in the year, or cannot be read.
    """
    return known_last_day(
        Activity(
            activity_plan=ActivityPlan(pk=0, year=year),
            timing_kind=TimingKind.RECURRENCE,
            recurrence=recurrence,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
