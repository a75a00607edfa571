"""When activities happen within a period: the one place that reads their typed timing.

What each kind of timing means here:

=================  ====================================================================
date               ``starts_on`` to ``ends_on``, or that one day
period             the same; without a last day, to the end of the year it begins in
month, week        the whole months or ISO weeks from that of ``starts_on`` to that of ``ends_on``
recurrence         as the rule says from ``starts_on`` on, each as long as the first; in an activity
                   plan those that begin in its year, since next year's plan has its own copy
season             the season that begins or goes on at ``starts_on``; without a day, the months of
                   the activity plan's year that belong to it: of winter January, February, December
continuous         as a period; without a day, undated
all others         ``starts_on`` to ``ends_on`` where somebody has set a day, else undated
=================  ====================================================================

Nothing is guessed: four times a year without days is undated, and so are a rule that cannot be read
and days after the last year that there are plans for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from .calendar.recurrence import Rule, RuleError, occurrences
from .calendar.span import Span
from .calendar.weeks import Week, season_of, span_of_season
from .enums import TimingKind
from .models import Activity
from .models.year import LAST_YEAR

LONGEST_SHAPE = 92  # a season is the longest of what one day stands for
THE_END = date(LAST_YEAR + 1, 1, 1)
EVER = Span(date(1900, 1, 1), THE_END)
MOST_KEPT = 2_048  # rules that have been read, each by a process of its own


@dataclass(frozen=True)
class Occurrence:
    """One time that an activity happens, from its first to its last day, both included.

    The days are its own, also where it reaches out of the period that was asked for. The times are
    local ones, of the first and the last day; an activity without ``starts_time`` takes whole days.
    """

    activity: Activity
    starts_on: date
    ends_on: date
    starts_time: time | None = None
    ends_time: time | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it takes whole days, without a time."""
        return self.starts_time is None

    @property
    def span(self) -> Span:
        """Its days."""
        return Span.through(self.starts_on, self.ends_on)

    def begins(self, zone: tzinfo) -> datetime:
        """When it begins by the clock of ``zone``: ten o'clock is ten o'clock in every season."""
        return datetime.combine(self.starts_on, self.starts_time or time.min, zone)


class Series(NamedTuple):
    """A rule with all written out, the first day that it gives, and the days that each time adds."""

    rule: Rule
    first: date
    length: timedelta


@dataclass(frozen=True)
class Timeline:
    """What happens in a period, in order, and what no day is known of, by kind of timing.

    ``undated`` has the kinds in the order of ``TimingKind``, at the end those without any (``""``).
    """

    dated: list[Occurrence] = field(default_factory=list)
    undated: dict[str, list[Activity]] = field(default_factory=dict)


def timeline(activities: Iterable[Activity], within: Span) -> Timeline:
    """When ``activities`` happen in ``within``; those dated to other days are left out.

    Asks nothing of the database, if the activities come with their ``activity_plan``.
    """
    dated: list[Occurrence] = []
    undated = defaultdict(list)
    for activity in activities:
        if is_dated(activity):
            dated += happenings(activity, within)
        else:
            undated[activity.timing_kind].append(activity)
    dated.sort(key=lambda one: (one.starts_on, one.starts_time or time.min, one.ends_on))
    return Timeline(dated, {kind: undated[kind] for kind in [*TimingKind, ""] if kind in undated})


def possibly(within: Span) -> Q:
    """Activities that may have a day in ``within``: all that do and some that do not, by their rows.

    ``happenings`` decides; this spares it the years that lie far away.
    """
    reach = within.widened(LONGEST_SHAPE)
    begun = Q(starts_on__lt=reach.end)
    ends_late = Q(ends_on__gte=reach.start) | Q(ends_on=None, starts_on__gte=reach.start)
    lasts = Q(timing_kind__in=[TimingKind.RECURRENCE, TimingKind.PERIOD, TimingKind.CONTINUOUS])
    return begun & (ends_late | lasts) | Q(timing_kind=TimingKind.SEASON)


def is_dated(activity: Activity) -> bool:
    """Whether a day is known of it, in whatever year."""
    if activity.timing_kind == TimingKind.RECURRENCE and activity.recurrence:
        return rule_of(activity) is not None
    return _days(activity) is not None or bool(_season_of_year(activity))


def happenings(activity: Activity, within: Span) -> Iterator[Occurrence]:
    """Each time that ``activity`` happens with a day in ``within``, in order."""
    for span in _recurring(activity, within) if activity.recurrence else _spans(activity):
        if span.meets(within):
            yield Occurrence(
                activity, span.start, span.last, activity.starts_time, activity.ends_time
            )


def rule_of(activity: Activity) -> Rule | None:
    """How it comes back; None where it does not, has no first day, or says it in no known way."""
    if activity.timing_kind != TimingKind.RECURRENCE or _days(activity) is None:
        return None
    return _rule(activity.recurrence)


def series_of(activity: Activity) -> Series | None:
    """All the times that it comes back as one rule; None where it never does."""
    days = _days(activity)
    if activity.timing_kind != TimingKind.RECURRENCE or days is None:
        return None
    return _series(activity.recurrence, *days, _year_of(activity))


@lru_cache(maxsize=MOST_KEPT)
def _rule(text: str) -> Rule | None:
    try:
        return Rule.parse(text)
    except RuleError:
        return None


@lru_cache(maxsize=MOST_KEPT)
def _series(text: str, first: date, last: date, year: Span | None) -> Series | None:
    """The series of a rule that is first met from ``first`` to ``last``; those of ``year`` alone."""
    rule, length = _rule(text), last - first
    if rule is None:
        return None
    rule = rule.from_day(first)
    if year is None:
        begun = next(occurrences(rule, first, Span(first, THE_END)), None)
        return None if begun is None else Series(rule, begun, length)
    found = list(occurrences(rule, first, year))
    if not found:
        return None
    if rule.count:
        return Series(replace(rule, count=len(found)), found[0], length)
    until = min(rule.until or year.last, year.last)
    return Series(replace(rule, until=until), found[0], length)


def _recurring(activity: Activity, within: Span) -> Iterator[Span]:
    series = series_of(activity)
    if series is None:
        return
    reach = Span(max(series.first, within.start - series.length), within.end)
    for day in occurrences(series.rule, series.first, reach):
        yield Span.through(day, day + series.length)


def _year_of(activity: Activity) -> Span | None:
    """The year of the activity plan that it stands in."""
    if activity.activity_plan is None or not activity.is_in_year:
        return None
    return Span.of_year(activity.activity_plan.year)


def _days(activity: Activity) -> tuple[date, date] | None:
    """The first and the last day that somebody has set; the first twice where there is no last."""
    first = activity.starts_on
    last = activity.ends_on or first
    if first is None or last is None or last.year > LAST_YEAR:
        return None
    return first, last


def _spans(activity: Activity) -> list[Span]:
    """The days of an activity that does not come back by a rule."""
    days = _days(activity)
    if days is None:
        return _season_of_year(activity)
    return [SHAPES.get(activity.timing_kind, _as_set)(activity, *days)]


def _as_set(activity: Activity, first: date, last: date) -> Span:
    return Span.through(first, last)


def _open(activity: Activity, first: date, last: date) -> Span:
    return Span.through(first, activity.ends_on or date(first.year, 12, 31))


def _months(activity: Activity, first: date, last: date) -> Span:
    return Span(first.replace(day=1), Span.of_month(last.year, last.month).end)


def _weeks(activity: Activity, first: date, last: date) -> Span:
    return Span(Week.of(first).monday, Week.of(last).span.end)


def _season(activity: Activity, first: date, last: date) -> Span:
    season = activity.season or season_of(first)
    before = span_of_season(season, first.year - 1)
    return before if before.has(first) else span_of_season(season, first.year)


SHAPES: dict[str, Callable[[Activity, date, date], Span]] = {
    TimingKind.PERIOD: _open,
    TimingKind.CONTINUOUS: _open,
    TimingKind.MONTH: _months,
    TimingKind.WEEK: _weeks,
    TimingKind.SEASON: _season,
}


def _season_of_year(activity: Activity) -> list[Span]:
    """The season's months that lie in the year of the activity plan."""
    year = _year_of(activity)
    if activity.timing_kind != TimingKind.SEASON or not activity.season or year is None:
        return []
    began = year.start.year
    seasons = (span_of_season(activity.season, before) for before in (began - 1, began))
    return [
        Span(max(span.start, year.start), min(span.end, year.end))
        for span in seasons
        if span.meets(year)
    ]
