"""Swedish public holidays, and the eves that most people have off.

Source: the act on public holidays (1989:253), and for the eves the annual leave act (1977:480), which
counts them as Sundays; Easter Eve is added, being marked in every calendar. 6 June took the place of
Whit Monday in 2005 (2004:1320).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from .span import Span

FIRST_YEAR, LAST_YEAR = 1990, 2200
NATIONAL_DAY_SINCE = 2005
SATURDAY = 5


class Holiday(NamedTuple):
    """A day that is off: a public holiday, or an eve (``is_eve``). The name is Swedish."""

    day: date
    name: str
    is_eve: bool = False


def holidays(within: Span) -> list[Holiday]:
    """The holidays and eves in ``within``, in order; none outside of 1990 to 2200."""
    first, last = max(within.start.year, FIRST_YEAR), min(within.last.year, LAST_YEAR)
    return [one for year in range(first, last + 1) for one in of_year(year) if within.has(one.day)]


@cache
def of_year(year: int) -> tuple[Holiday, ...]:
    """The holidays and eves of a year, in order; at most one a day but for coincidences."""
    easter = easter_sunday(year)
    midsummer = _saturday_from(date(year, 6, 20))
    days = [
        Holiday(date(year, 1, 1), "Nyårsdagen"),
        Holiday(date(year, 1, 6), "Trettondedag jul"),
        Holiday(easter - timedelta(2), "Långfredagen"),
        Holiday(easter - timedelta(1), "Påskafton", is_eve=True),
        Holiday(easter, "Påskdagen"),
        Holiday(easter + timedelta(1), "Annandag påsk"),
        Holiday(date(year, 5, 1), "Första maj"),
        Holiday(easter + timedelta(39), "Kristi himmelsfärdsdag"),
        Holiday(easter + timedelta(49), "Pingstdagen"),
        Holiday(midsummer - timedelta(1), "Midsommarafton", is_eve=True),
        Holiday(midsummer, "Midsommardagen"),
        Holiday(_saturday_from(date(year, 10, 31)), "Alla helgons dag"),
        Holiday(date(year, 12, 24), "Julafton", is_eve=True),
        Holiday(date(year, 12, 25), "Juldagen"),
        Holiday(date(year, 12, 26), "Annandag jul"),
        Holiday(date(year, 12, 31), "Nyårsafton", is_eve=True),
    ]
    if year >= NATIONAL_DAY_SINCE:
        days.append(Holiday(date(year, 6, 6), "Sveriges nationaldag"))
    else:
        days.append(Holiday(easter + timedelta(50), "Annandag pingst"))
    return tuple(sorted(days))


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the reckoning of Gauss as Lichtenberg mended it (1997)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    cycle = year % 19
    seed = (19 * cycle + moon) % 30
    correction = (seed + cycle // 11) // 29
    border = 21 + seed - correction  # the Easter full moon, as a day of March
    first_sunday = 7 - (year + year // 4 + sun) % 7
    return date(year, 3, 1) + timedelta(border + 6 - (border - first_sunday) % 7)


def _saturday_from(day: date) -> date:
    """The first Saturday on ``day`` or after it."""
    return day + timedelta((SATURDAY - day.weekday()) % 7)
