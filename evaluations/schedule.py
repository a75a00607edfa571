"""When reviews are due, and which days each covers. Calendar arithmetic alone: no Django, no clock.

The n-th review is due n × interval calendar months after the agreement's anchor date, clamped to
the last day of the month, and covers the half-open period since the one before it (rule 3 of the
glossary). It is never chained from the review before: 31 August and six months is 28 February, and six
months later 31 August again.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """Days from ``start`` up to, not including, ``end``."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end


def add_months(day: date, months: int) -> date:
    """``day`` so many calendar months later (or earlier), clamped to the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(anchor: date, interval: int, number: int) -> date:
    """The day on which the review ``number`` (1, 2, …) is due; ``interval`` in months."""
    return add_months(anchor, interval * number)


def period_of(anchor: date, interval: int, number: int) -> Period:
    """The days that the review ``number`` covers."""
    return Period(due_on(anchor, interval, number - 1), due_on(anchor, interval, number))


def number_covering(anchor: date, interval: int, day: date) -> int:
    """The review whose period holds ``day``; 0 or less for a day before the anchor."""
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    number = months // interval + 1
    # Days within a month, and its clamped end, move the border by at most one period.
    while day < due_on(anchor, interval, number - 1):
        number -= 1
    while day >= due_on(anchor, interval, number):
        number += 1
    return number
