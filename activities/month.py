"""A month of a year as a sheet of weeks: what happens on each day, holidays, breaks from school. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .calendar.holidays import holidays
from .calendar.span import Span
from .calendar.weeks import weeks_of_month
from .occurrences import Occurrence

SATURDAY = 5


@dataclass(frozen=True)
class Break:
    """Days without school."""

    name: str
    span: Span


@dataclass(frozen=True)
class Entry:
    """Something that happens, on the day on which it begins or goes on into a new week."""

    occurrence: Occurrence
    until: date | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the sheet; ``is_inside`` where it belongs to the month."""

    day: date
    is_inside: bool
    is_today: bool
    is_off: bool
    names: Sequence[str] = ()
    entries: Sequence[Entry] = ()
    hidden: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.names or self.entries)


@dataclass(frozen=True)
class Row:
    """An ISO week with its seven days."""

    number: int
    days: Sequence[Day] = field(default_factory=tuple)


def sheet_span(year: int, month: int) -> Span:
    """All days of the sheet of a month: from a Monday to a Sunday."""
    weeks = weeks_of_month(year, month)
    return Span(weeks[0].span.start, weeks[-1].span.end)


def sheet(
    year: int,
    month: int,
    happenings: Iterable[Occurrence],
    breaks: Iterable[Break] = (),
    *,
    today: date,
    most: int,
) -> list[Row]:
    """The weeks of a month with ``happenings`` in order; at most so many are shown on a day.

    What takes several days stands on its first one, and again on the Monday of each week it goes on.
    """
    whole, inside = sheet_span(year, month), Span.of_month(year, month)
    entries: dict[date, list[Entry]] = defaultdict(list)
    for one in happenings:
        until = one.ends_on if one.ends_on > one.starts_on else None
        for day in _shown_on(one, whole):
            entries[day].append(Entry(one, until, day > one.starts_on))
    off: dict[date, list[str]] = defaultdict(list)
    for holiday in holidays(whole):
        off[holiday.day].append(holiday.name)
    free = _named(breaks, whole)

    def day_of(day: date) -> Day:
        found = entries.get(day, [])
        return Day(
            day=day,
            is_inside=inside.has(day),
            is_today=day == today,
            is_off=day.weekday() >= SATURDAY or day in off,
            names=[*off.get(day, ()), *free.get(day, ())],
            entries=found[:most],
            hidden=max(0, len(found) - most),
        )

    return [
        Row(week.number, [day_of(day) for day in week.span.days()])
        for week in weeks_of_month(year, month)
    ]


def _shown_on(one: Occurrence, whole: Span) -> list[date]:
    first = max(one.starts_on, whole.start)
    days = [first]
    monday = first + timedelta(7 - first.weekday())
    while monday <= one.ends_on and whole.has(monday):
        days.append(monday)
        monday += timedelta(7)
    return days


def _named(breaks: Iterable[Break], whole: Span) -> dict[date, list[str]]:
    """The names of the breaks by day."""
    found: dict[date, list[str]] = defaultdict(list)
    for one in breaks:
        for day in one.span.days():
            if whole.has(day):
                found[day].append(one.name)
    return found
