"""ISO weeks, months as rows of weeks, and the seasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from .span import Span

WEEK = timedelta(days=7)


class Week(NamedTuple):
    """An ISO week: Monday first, week 1 has the year's first Thursday."""

    year: int  # of the week, which is not that of every day in it
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that ``day`` lies in."""
        calendar = day.isocalendar()
        return cls(calendar.year, calendar.week)

    @property
    def monday(self) -> date:
        """Its first day. Raises ValueError for a week 53 that the year has not."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def span(self) -> Span:
        """Its seven days."""
        return Span(self.monday, self.monday + WEEK)


FIRST_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def weeks_in(year: int) -> int:
    """52, or 53 in a year that begins on a Thursday, or on a Wednesday and leaps."""
    return date(year, 12, 28).isocalendar().week


def weeks_of_month(year: int, month: int) -> list[Week]:
    """The weeks that have a day in a month, in order: the rows of a calendar sheet."""
    span = Span.of_month(year, month)
    mondays = range(span.start.toordinal() - span.start.weekday(), span.end.toordinal(), 7)
    return [Week.of(date.fromordinal(monday)) for monday in mondays]


def season_of(day: date) -> str:
    """The season that ``day`` lies in, as ``activities.enums.Season`` names it."""
    return list(FIRST_MONTHS)[day.month // 3 - 1]


def span_of_season(season: str, year: int) -> Span:
    """The three months of a season that begins in ``year``; a winter ends in the year after.

    Raises KeyError for what is no season.
    """
    month = FIRST_MONTHS[season]
    start = date(year, month, 1)
    return Span(start, date(year + (month == 12), (month + 2) % 12 + 1, 1))
