"""What comes back: rules of recurrence, a subset of RFC 5545's RRULE.

Every n days; every n weeks, on days of the week; every n months, on days of the month or on its
n-th or last weekdays; every n years, on a date, in an ISO week, or on n-th weekdays of a month. What
a rule leaves open it takes from the first day, as RFC 5545 says. A day that does not exist (30
February, a fifth Monday, week 53) is left out, not moved.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from .span import DAY, Span
from .weeks import weeks_in

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = ("FREQ", "INTERVAL", "BYMONTH", "BYWEEKNO", "BYMONTHDAY", "BYDAY", "UNTIL", "COUNT")
LONGEST_INTERVAL = 999
HIGHEST_COUNT = 1000  # counted from the first day at each look
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WEEKDAY = re.compile(r"([+-]?[1-9])?([A-Z]{2})")
NUMBER = re.compile(r"[+-]?[0-9]{1,6}")


class RuleError(ValueError):
    """A text or a set of values that is no rule of recurrence; the words say why."""


class Frequency(StrEnum):
    """What a rule counts."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, order=True)
class Weekday:
    """A day of the week, Monday is 0; in a month its ``nth`` (1 to 5, or -1 for the last), else 0."""

    nth: int
    day: int

    def __str__(self) -> str:
        return f"{self.nth or ''}{DAYS[self.day]}"

    @classmethod
    def parse(cls, text: str) -> Weekday:
        """``TU``, ``1MO`` or ``-1FR``; raises RuleError."""
        found = WEEKDAY.fullmatch(text)
        if not found or found[2] not in DAYS:
            raise RuleError(f"BYDAY: {text!r} is no day of the week")
        return cls(int(found[1] or 0), DAYS.index(found[2]))

    def in_month(self, year: int, month: int) -> date | None:
        """The day it is in a month; None where the month has no fifth."""
        first, length = monthrange(year, month)
        day = 1 + (self.day - first) % 7 + 7 * (self.nth - 1)
        if self.nth < 0:
            day = 1 + (self.day - first) % 7 + 28
            day -= 7 * (day > length)
        return date(year, month, day) if day <= length else None


@dataclass(frozen=True)
class Rule:
    """How something comes back. ``str`` gives the text that is stored, always in the same order.

    ``month_days`` are 1 to 31, or -1 for the last. ``until`` is the last day on which it may still
    happen; ``count`` is how many times it happens in all. Raises RuleError for what cannot be meant.
    """

    frequency: Frequency
    interval: int = 1
    month: int | None = None
    week: int | None = None
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "month_days", tuple(sorted(set(self.month_days))))
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        for problem in _problems(self):
            raise RuleError(problem)

    def __str__(self) -> str:
        values: dict[str, object] = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else None,
            "BYMONTH": self.month,
            "BYWEEKNO": self.week,
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYDAY": ",".join(map(str, self.weekdays)),
            "UNTIL": self.until and self.until.isoformat().replace("-", ""),
            "COUNT": self.count,
        }
        return ";".join(f"{part}={values[part]}" for part in PARTS if values[part])

    @classmethod
    def parse(cls, text: str) -> Rule:
        """The rule of a text such as ``FREQ=WEEKLY;INTERVAL=2;BYDAY=TU``, its parts in any order.

        Raises RuleError, with words that name the part.
        """
        parts = _parts(text)
        frequency = parts.get("FREQ", "")
        if frequency not in Frequency.__members__:
            raise RuleError(f"FREQ: {frequency!r} is none of {', '.join(Frequency)}")
        return cls(
            Frequency(frequency),
            interval=1 if "INTERVAL" not in parts else _number(parts, "INTERVAL") or 0,
            month=_number(parts, "BYMONTH"),
            week=_number(parts, "BYWEEKNO"),
            month_days=tuple(_numbers(parts, "BYMONTHDAY")),
            weekdays=tuple(Weekday.parse(one) for one in _listed(parts, "BYDAY")),
            until=_day(parts, "UNTIL"),
            count=_number(parts, "COUNT"),
        )

    def from_day(self, first: date) -> Rule:
        """The same rule with all that it takes from its first day written out."""
        if self.weekdays or self.month_days or self.frequency == Frequency.DAILY:
            return self
        if self.frequency == Frequency.WEEKLY or self.week is not None:
            return replace(self, weekdays=(Weekday(0, first.weekday()),))
        if self.frequency == Frequency.MONTHLY:
            return replace(self, month_days=(first.day,))
        return replace(self, month=first.month, month_days=(first.day,))


def occurrences(rule: Rule, first: date, within: Span) -> Iterator[date]:
    """The days on which ``rule`` happens from ``first`` on, those in ``within``, in order.

    ``first`` itself is one of them only if the rule says so. The search begins where ``within``
    does, except where times are counted. As in RFC 5545 a year of the rule is a calendar year: with
    an interval of two years, the last days of December that belong to week 1 fall in the old year.
    """
    written = rule.from_day(first)
    is_over = rule.until is not None and rule.until < within.end
    end = rule.until + DAY if rule.until and is_over else within.end
    if rule.count is None:
        return _days(written, first, Span(max(first, within.start), end))
    counted = islice(_days(written, first, Span(first, end)), rule.count)
    return (day for day in counted if day >= within.start)


def _days(rule: Rule, first: date, span: Span) -> Iterator[date]:
    """The days of a rule that is written out: every ``interval``-th day, week, month or year."""
    begin, start = _turn(rule, first), _turn(rule, span.start)
    skipped = -((begin - start) // rule.interval) * rule.interval
    for turn in range(begin + skipped, _turn(rule, span.end) + 1, rule.interval):
        days = set(_of_turn(rule, turn))  # the 28th may be the last one too
        yield from filter(span.has, sorted(days))


def _turn(rule: Rule, day: date) -> int:
    """The number of the day, week, month or year that ``day`` lies in."""
    match rule.frequency:
        case Frequency.DAILY:
            return day.toordinal()
        case Frequency.WEEKLY:
            return (day.toordinal() - 1) // 7
        case Frequency.MONTHLY:
            return day.year * 12 + day.month - 1
        case Frequency.YEARLY:
            return day.year


def _of_turn(rule: Rule, turn: int) -> Iterator[date]:
    """The days of one day, week, month or year; see :func:`_turn`."""
    match rule.frequency:
        case Frequency.DAILY:
            yield date.fromordinal(turn)
        case Frequency.WEEKLY:
            yield from (date.fromordinal(turn * 7 + 1 + one.day) for one in rule.weekdays)
        case Frequency.MONTHLY:
            yield from _of_month(rule, turn // 12, turn % 12 + 1)
        case Frequency.YEARLY if rule.month is not None:
            yield from _of_month(rule, turn, rule.month)
        case Frequency.YEARLY:
            yield from _of_week(rule, turn)


def _of_month(rule: Rule, year: int, month: int) -> Iterator[date]:
    length = monthrange(year, month)[1]
    for number in rule.month_days:
        if number <= length:
            yield date(year, month, length if number < 0 else number)
    for weekday in rule.weekdays:
        if day := weekday.in_month(year, month):
            yield day


def _of_week(rule: Rule, year: int) -> Iterator[date]:
    """The days of the rule's ISO week that lie in a calendar year: of week 1 perhaps some at each end."""
    for iso_year in (year - 1, year, year + 1):
        if rule.week is not None and rule.week <= weeks_in(iso_year):
            days = (date.fromisocalendar(iso_year, rule.week, one.day + 1) for one in rule.weekdays)
            yield from (day for day in days if day.year == year)


def _problems(rule: Rule) -> Iterator[str]:
    """What makes a rule impossible, in words that name the part of its text."""
    if not 1 <= rule.interval <= LONGEST_INTERVAL:
        yield f"INTERVAL: {rule.interval} is not 1 to {LONGEST_INTERVAL}"
    if rule.count is not None:
        yield from _count_problems(rule, rule.count)
    if rule.month is not None:
        yield from _month_problems(rule, rule.month)
    yield from _misplaced(rule)
    if rule.week is not None and not 1 <= rule.week <= 53:
        yield f"BYWEEKNO: {rule.week} is not 1 to 53"
    if any(number != -1 and not 1 <= number <= 31 for number in rule.month_days):
        yield "BYMONTHDAY: a day is 1 to 31, or -1 for the last"
    if any(one.nth not in {-1, 0, 1, 2, 3, 4, 5} or not 0 <= one.day <= 6 for one in rule.weekdays):
        yield "BYDAY: a weekday is the first to fifth of its month, or the last (-1)"


def _count_problems(rule: Rule, count: int) -> Iterator[str]:
    if not 1 <= count <= HIGHEST_COUNT:
        yield f"COUNT: {count} is not 1 to {HIGHEST_COUNT}"
    if rule.until is not None:
        yield "UNTIL and COUNT exclude each other"


def _misplaced(rule: Rule) -> Iterator[str]:
    """Parts that do not go with how the rule counts."""
    yearly, monthly = rule.frequency == Frequency.YEARLY, rule.frequency == Frequency.MONTHLY
    if not yearly and (rule.month is not None or rule.week is not None):
        yield "BYMONTH and BYWEEKNO belong to FREQ=YEARLY"
    if rule.weekdays and rule.month_days:
        yield "BYDAY and BYMONTHDAY exclude each other"
    if rule.month_days and not (monthly or rule.month is not None):
        yield "BYMONTHDAY belongs to FREQ=MONTHLY, or to a BYMONTH"
    if rule.weekdays and rule.frequency == Frequency.DAILY:
        yield "BYDAY does not go with FREQ=DAILY"
    if rule.weekdays and yearly and rule.month is None and rule.week is None:
        yield "BYDAY of a year needs BYMONTH or BYWEEKNO"
    of_month = monthly or rule.month is not None
    if any((one.nth != 0) != of_month for one in rule.weekdays):
        yield "BYDAY: which one of the month (1MO, -1FR) is said for months, and for them alone"


def _month_problems(rule: Rule, month: int) -> Iterator[str]:
    if not 1 <= month <= 12:
        yield f"BYMONTH: {month} is not 1 to 12"
        return
    if rule.week is not None:
        yield "BYMONTH and BYWEEKNO exclude each other"
    if not rule.month_days and not rule.weekdays:
        yield "BYMONTH needs BYMONTHDAY or BYDAY"
    if rule.month_days and min(rule.month_days) > LONGEST_MONTHS[month - 1]:
        yield f"BYMONTHDAY: month {month} never has a day {min(rule.month_days)}"


def _parts(text: str) -> dict[str, str]:
    """The parts of a text by name; ``WKST=MO`` is what always holds here, and is dropped."""
    parts: dict[str, str] = {}
    for piece in text.strip().upper().split(";"):
        name, equals, value = piece.partition("=")
        if name in parts or not equals or not value:
            raise RuleError(f"{piece!r} is not a part with one value")
        parts[name] = value
    if parts.pop("WKST", "MO") != "MO":
        raise RuleError("WKST: weeks begin on Monday")
    for name in parts:
        if name not in PARTS:
            raise RuleError(f"{name} is not known; the parts are {', '.join(PARTS)}")
    return parts


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    values = _listed(parts, name)
    for value in values:
        if not NUMBER.fullmatch(value):
            raise RuleError(f"{name}: {value!r} is not a whole number")
    return [int(value) for value in values]


def _number(parts: dict[str, str], name: str) -> int | None:
    numbers = _numbers(parts, name)
    if len(numbers) > 1:
        raise RuleError(f"{name}: one value, not {len(numbers)}")
    return numbers[0] if numbers else None


def _day(parts: dict[str, str], name: str) -> date | None:
    """A date such as 20261231; raises RuleError for anything else, times of day included."""
    if name not in parts:
        return None
    text = parts[name]
    try:
        if re.fullmatch("[0-9]{8}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise RuleError(f"{name}: {text!r} is no day") from error
    raise RuleError(f"{name}: {text!r} is not a date such as 20261231")
