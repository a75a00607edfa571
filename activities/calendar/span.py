"""Spans of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days from ``start`` up to, but not with, ``end``: each day lies in exactly one of two that meet."""

    start: date
    end: date

    @classmethod
    def through(cls, first: date, last: date) -> Span:
        """The days from ``first`` to ``last``, both included."""
        return cls(first, last + DAY)

    @classmethod
    def of_year(cls, year: int) -> Span:
        """1 January to 31 December."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def of_month(cls, year: int, month: int) -> Span:
        """The days of a month."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @property
    def last(self) -> date:
        """The last day that is included."""
        return self.end - DAY

    def has(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.start <= day < self.end

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.start < other.end and other.start < self.end

    def apart(self, other: Span) -> int:
        """How many days lie from the one to the other: 0 where they meet, 1 from a day to the next."""
        return max((other.start - self.last).days, (self.start - other.last).days, 0)

    def widened(self, days: int) -> Span:
        """So many days more at each end."""
        return Span(self.start - days * DAY, self.end + days * DAY)

    def days(self) -> Iterator[date]:
        """Each day in turn."""
        for ordinal in range(self.start.toordinal(), self.end.toordinal()):
            yield date.fromordinal(ordinal)
