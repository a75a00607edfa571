"""A day, a period or a recurrence one year on.

One rule decides: a single day keeps its weekday and its ISO week, so that a Tuesday market stays a
Tuesday market; whoever means the date itself (6 June) asks for ``Way.DATE``. What is said in whole
months keeps its dates, and what is said as a week keeps its number; the last week of a year with 53
becomes week 52 where the next has no more. A period keeps its length in days, except that one that
ends with a month still does.

A recurrence that reaches into the next year goes on there in its own rhythm; one that has ended by
then is held again, a year later.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from .recurrence import Frequency, Rule, occurrences
from .span import DAY, Span
from .weeks import weeks_in

LONGEST_SEARCH = 12  # years
BY_MONTH = frozenset({Frequency.MONTHLY, Frequency.YEARLY})


class Way(StrEnum):
    """What a single day keeps when the year changes."""

    WEEKDAY = "weekday"
    DATE = "date"


@dataclass(frozen=True)
class Recurring:
    """A recurrence: its rule, its first day, and the last day of the first time it happens."""

    rule: Rule
    first: date
    last: date | None = None


def day_of_next_year(day: date, way: Way = Way.WEEKDAY) -> date:
    """``day`` in the calendar year after its own; 29 February by date becomes the 28th.

    By weekday it is 52 or 53 weeks later: the same ISO week where that lies in the year, else the
    nearest one.
    """
    if way == Way.DATE:
        return _same_date(day)
    week = day.isocalendar()
    candidates = [day + timedelta(weeks=52), day + timedelta(weeks=53)]
    in_year = [one for one in candidates if one.year == day.year + 1]
    same = [one for one in in_year if one.isocalendar().week == week.week]
    return (same or in_year)[0]


def week_of_next_year(monday: date) -> date:
    """The same weekday of the week with the same number in the ISO year after; 53 may become 52."""
    week = monday.isocalendar()
    number = min(week.week, weeks_in(week.year + 1))
    return date.fromisocalendar(week.year + 1, number, week.weekday)


def period_of_next_year(
    first: date, last: date | None, way: Way = Way.WEEKDAY
) -> tuple[date, date | None]:
    """A period a year on; without a last day it has none then either.

    One of whole months keeps its dates and its months, also by weekday.
    """
    if last is not None and first.day == 1 and _ends_month(last):
        return _same_date(first), _month_end(last.year + 1, last.month)
    moved = day_of_next_year(first, way)
    return moved, None if last is None else moved + (last - first)


def weeks_of_next_year(first: date, last: date | None) -> tuple[date, date | None]:
    """A week, or several, under the same number."""
    moved = week_of_next_year(first)
    return moved, None if last is None else moved + (last - first)


def recurrence_of_next_year(old: Recurring, year: int) -> Recurring:
    """``old`` as it stands in the plan of ``year``, the year after its own.

    A rule that happens seldom may begin after ``year``: see ``Recurring.first``.
    """
    first = next(occurrences(old.rule, old.first, Span.of_year(year)), None)
    if first is None and old.rule.until is None and old.rule.count is None:
        span = Span(date(year + 1, 1, 1), date(year + 1 + LONGEST_SEARCH, 1, 1))
        first = next(occurrences(old.rule, old.first, span), None)
    if first is None:
        return _held_again(old)
    return replace(old, rule=_rest(old, first), first=first, last=_last(old, first))


def _rest(old: Recurring, first: date) -> Rule:
    """The rule without the times that lie before ``first``, its open parts written out."""
    rule = old.rule.from_day(old.first)
    if rule.count is None:
        return rule
    gone = sum(1 for _ in occurrences(rule, old.first, Span(old.first, first)))
    return replace(rule, count=rule.count - gone)


def _held_again(old: Recurring) -> Recurring:
    """One that has ended: its first time and its last possible day, a year on."""
    rule = old.rule.from_day(old.first)
    endless = replace(rule, until=None, count=None)
    whole = Span(old.first, date(old.first.year + LONGEST_SEARCH, 1, 1))
    [began] = [*islice(occurrences(endless, old.first, whole), 1)] or [old.first]
    wished = _same_place(rule, began)
    span = Span(wished, wished + timedelta(days=366))
    first = next(occurrences(endless, wished, span), wished)
    until = rule.until and max(first, _until(rule, rule.until))
    return Recurring(replace(rule, until=until), first, _last(old, first))


def _same_place(rule: Rule, began: date) -> date:
    """Where in the next year a rule begins that began on ``began``: same week, or same month."""
    if rule.frequency not in BY_MONTH or rule.week is not None:
        return day_of_next_year(began)
    for weekday in rule.weekdays:
        if weekday.in_month(began.year, began.month) == began:
            found = weekday.in_month(began.year + 1, began.month)
            return found or date(began.year + 1, began.month, 1)
    return _same_date(began)


def _until(rule: Rule, until: date) -> date:
    if rule.frequency in BY_MONTH or _ends_month(until):
        return _month_end(until.year + 1, until.month) if _ends_month(until) else _same_date(until)
    return day_of_next_year(until)


def _last(old: Recurring, first: date) -> date | None:
    return None if old.last is None else first + (old.last - old.first)


def _same_date(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))


def _ends_month(day: date) -> bool:
    return (day + DAY).day == 1


def _month_end(year: int, month: int) -> date:
    return Span.of_month(year, month).last
