"""Weeks, seasons and holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from activities.calendar.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    Holiday,
    easter_sunday,
    holidays,
    of_year,
)
from activities.calendar.span import Span
from activities.calendar.weeks import Week, season_of, span_of_season, weeks_in, weeks_of_month
from activities.enums import Season

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def test_easter_is_that_of_another_reckoning() -> None:
    assert [y for y in range(FIRST_YEAR, LAST_YEAR + 1) if easter_sunday(y) != easter(y)] == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-06", "Trettondedag jul"),
        ("2026-04-03", "Långfredagen"),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2026-05-24", "Pingstdagen"),
        ("2026-06-19", "Midsommarafton"),
        ("2026-06-20", "Midsommardagen"),
        ("2026-10-31", "Alla helgons dag"),
        ("2020-06-20", "Midsommardagen"),
        ("2021-11-06", "Alla helgons dag"),
        ("2004-05-31", "Annandag pingst"),
        ("2005-06-06", "Sveriges nationaldag"),
        ("2026-12-24", "Julafton"),
    ],
)
def test_days_of_the_almanac(day: str, name: str) -> None:
    when = date.fromisoformat(day)
    assert name in [one.name for one in holidays(Span.through(when, when))]


def test_whit_monday_and_the_national_day_changed_places_in_2005() -> None:
    names = {year: {one.name for one in of_year(year)} for year in (2004, 2005)}
    assert names[2004] - names[2005] == {"Annandag pingst"}
    assert names[2005] - names[2004] == {"Sveriges nationaldag"}


@given(YEARS)
def test_every_year_has_its_holidays_on_their_weekdays(year: int) -> None:
    days = of_year(year)
    assert len(days) == 17
    assert list(days) == sorted(days)
    weekdays = {one.name: one.day.weekday() for one in days}
    saturdays = ("Påskafton", "Midsommardagen", "Alla helgons dag")
    assert [weekdays[name] for name in saturdays] == [5, 5, 5]
    assert weekdays["Kristi himmelsfärdsdag"] == 3
    eves = {one.name for one in days if one.is_eve}
    assert eves == {"Påskafton", "Midsommarafton", "Julafton", "Nyårsafton"}


def test_holidays_keep_to_their_span() -> None:
    christmas = holidays(Span(date(2026, 12, 25), date(2027, 1, 6)))
    assert [one.name for one in christmas] == [
        "Juldagen",
        "Annandag jul",
        "Nyårsafton",
        "Nyårsdagen",
    ]
    assert christmas[2] == Holiday(date(2026, 12, 31), "Nyårsafton", is_eve=True)
    assert holidays(Span(date(1980, 1, 1), date(1990, 1, 1))) == []
    assert holidays(Span(date(2201, 1, 1), date(2210, 1, 1))) == []


@given(DAYS)
def test_a_day_lies_in_its_week_month_and_season(day: date) -> None:
    week = Week.of(day)
    assert week.span.has(day)
    assert 1 <= week.number <= weeks_in(week.year)
    assert week.monday.weekday() == 0
    assert week in weeks_of_month(day.year, day.month)
    season = season_of(day)
    began = day.year - 1 if season == Season.WINTER and day.month < 12 else day.year
    assert span_of_season(season, began).has(day)


def test_every_season_of_the_choices_has_its_months() -> None:
    months = {name: span_of_season(name, 2027) for name in Season.values}
    assert months["spring"] == Span(date(2027, 3, 1), date(2027, 6, 1))
    assert months["winter"] == Span(date(2027, 12, 1), date(2028, 3, 1))
    assert sum((span.end - span.start).days for span in months.values()) == 366


@given(YEARS, st.integers(1, 12))
def test_the_rows_of_a_month_cover_it_and_no_week_more(year: int, month: int) -> None:
    weeks, span = weeks_of_month(year, month), Span.of_month(year, month)
    assert all(week.span.meets(span) for week in weeks)
    assert [week.monday for week in weeks[1:]] == [week.span.end for week in weeks[:-1]]
    assert set(span.days()) <= {day for week in weeks for day in week.span.days()}


def test_years_of_53_weeks() -> None:
    assert [y for y in range(2020, 2061) if weeks_in(y) == 53] == [
        *(2020, 2026, 2032, 2037, 2043, 2048, 2054, 2060),
    ]
    assert [week.number for week in weeks_of_month(2027, 1)] == [53, 1, 2, 3, 4]
    assert [week.number for week in weeks_of_month(2026, 12)] == [49, 50, 51, 52, 53]


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_spans_meet_when_they_share_a_day(a: date, long: int, b: date, wide: int) -> None:
    one, other = Span(a, a + timedelta(long)), Span(b, b + timedelta(wide))
    assert one.meets(other) == bool(set(one.days()) & set(other.days())) or not (long and wide)
    assert [day for day in one.days() if not one.has(day)] == []
