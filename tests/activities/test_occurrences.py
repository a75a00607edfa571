"""When activities happen: every kind of timing, in any period."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.calendar.recurrence import Rule
from activities.calendar.span import Span
from activities.enums import Season, TimingKind
from activities.models import Activity, ActivityPlan
from activities.occurrences import happenings, is_dated, series_of, timeline

YEAR = Span.of_year(2027)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
RULES = st.sampled_from(
    [
        "FREQ=DAILY;INTERVAL=9",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9",
        "FREQ=YEARLY;BYWEEKNO=12",
        "FREQ=WEEKLY;UNTIL=20270801",
        "nonsens",
        "",
    ]
)


def activity(kind: str = "", first: str = "", last: str = "", **values: Any) -> Activity:
    """An activity that lies in no database, in the year 2027 of a plan unless told."""
    return Activity(
        timing_kind=kind,
        starts_on=date.fromisoformat(first) if first else None,
        ends_on=date.fromisoformat(last) if last else None,
        activity_plan=values.pop("activity_plan", ActivityPlan(pk=1, year=2027)),
        **values,
    )


def days(row: Activity, within: Span = YEAR) -> list[tuple[str, str]]:
    found = happenings(row, within)
    return [(one.starts_on.isoformat(), one.ends_on.isoformat()) for one in found]


@pytest.mark.parametrize(
    ("kind", "first", "last", "expected"),
    [
        ("date", "2027-03-15", "", ("2027-03-15", "2027-03-15")),
        ("date", "2027-03-15", "2027-03-16", ("2027-03-15", "2027-03-16")),
        ("period", "2027-03-15", "2027-04-02", ("2027-03-15", "2027-04-02")),
        ("period", "2027-03-15", "", ("2027-03-15", "2027-12-31")),
        ("month", "2027-02-15", "", ("2027-02-01", "2027-02-28")),
        ("month", "2027-02-15", "2027-04-01", ("2027-02-01", "2027-04-30")),
        ("month", "2027-12-01", "", ("2027-12-01", "2027-12-31")),
        ("week", "2027-03-25", "", ("2027-03-22", "2027-03-28")),
        ("week", "2027-01-01", "2027-01-04", ("2026-12-28", "2027-01-10")),
        ("season", "2027-07-01", "", ("2027-06-01", "2027-08-31")),
        ("season", "2027-02-01", "", ("2026-12-01", "2027-02-28")),
        ("season", "2027-12-24", "", ("2027-12-01", "2028-02-29")),
        ("continuous", "2027-05-01", "", ("2027-05-01", "2027-12-31")),
        ("continuous", "2027-05-01", "2027-06-01", ("2027-05-01", "2027-06-01")),
        ("recurrence", "2027-05-01", "", ("2027-05-01", "2027-05-01")),
        ("on_event", "2027-05-01", "", ("2027-05-01", "2027-05-01")),
        ("", "2027-05-01", "", ("2027-05-01", "2027-05-01")),
    ],
)
def test_what_each_kind_of_timing_means(
    kind: str, first: str, last: str, expected: tuple[str, str]
) -> None:
    row = activity(kind, first, last)
    assert is_dated(row)
    assert days(row) == [expected]


@pytest.mark.parametrize("kind", [*TimingKind, ""])
def test_without_a_day_nothing_is_guessed(kind: str) -> None:
    row = activity(kind, times_a_year=4)
    found = timeline([row], YEAR)
    assert found.dated == []
    assert found.undated == {kind: [row]}


def test_a_season_without_a_day_is_the_months_of_the_plans_year() -> None:
    assert days(activity("season", season=Season.SUMMER)) == [("2027-06-01", "2027-08-31")]
    assert days(activity("season", season=Season.WINTER)) == [
        ("2027-01-01", "2027-02-28"),
        ("2027-12-01", "2027-12-31"),
    ]
    assert not is_dated(activity("season", season=Season.WINTER, activity_plan=None))


def test_a_season_and_a_day_go_together() -> None:
    """The chosen season wins: the one that goes on at the day, or begins in its year."""
    row = activity("season", "2027-01-01", season=Season.SUMMER)
    assert days(row) == [("2027-06-01", "2027-08-31")]
    row = activity("season", "2027-01-01", season=Season.WINTER)
    assert days(row) == [("2026-12-01", "2027-02-28")]


def test_recurrences_are_each_as_long_as_the_first() -> None:
    row = activity("recurrence", "2027-03-22", "2027-03-24", recurrence="FREQ=MONTHLY;BYDAY=4MO")
    assert days(row)[:2] == [("2027-03-22", "2027-03-24"), ("2027-04-26", "2027-04-28")]
    inside = Span(date(2027, 4, 28), date(2027, 4, 29))
    assert days(row, inside) == [("2027-04-26", "2027-04-28")], "its last day is enough"


def test_what_comes_back_keeps_to_the_year_of_its_plan() -> None:
    """Next year's plan has its own copy: nothing is shown twice."""
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    old = activity("recurrence", "2026-01-06", recurrence=rule)
    decade = Span(date(2020, 1, 1), date(2030, 1, 1))
    found = days(old, decade)
    assert found[0] == ("2027-01-05", "2027-01-05"), "every other week counts from its first day"
    assert found[-1] == ("2027-12-21", "2027-12-21")
    free = activity("recurrence", "2026-01-06", recurrence=rule, activity_plan=None)
    assert len(days(free, decade)) == (date(2030, 1, 1) - date(2026, 1, 6)).days // 14


def test_a_series_is_the_rule_as_calendar_programs_need_it() -> None:
    """The first day is one of its own, what the first day decides is written out, the end is set."""
    row = activity("recurrence", "2027-02-03", recurrence="FREQ=MONTHLY;INTERVAL=2")
    series = series_of(row)
    assert series is not None
    assert str(series.rule) == "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=3;UNTIL=20271231"
    counted = activity("recurrence", "2026-11-01", recurrence="FREQ=MONTHLY;COUNT=5")
    series = series_of(counted)
    assert series is not None
    assert (str(series.rule), series.first) == (
        "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3",
        date(2027, 1, 1),
    )
    never = activity("recurrence", "2028-02-03", recurrence="FREQ=YEARLY")
    assert series_of(never) is None


@settings(max_examples=200)
@given(
    kind=st.sampled_from([*TimingKind, ""]),
    first=st.one_of(st.none(), DAYS),
    length=st.integers(0, 40),
    rule=RULES,
    season=st.sampled_from(["", *Season]),
    year=st.sampled_from([None, 2026, 2027, 2028]),
    cut=DAYS,
)
def test_a_period_in_two_halves_shows_what_the_whole_shows(
    kind: str,
    first: date | None,
    length: int,
    rule: str,
    season: str,
    year: int | None,
    cut: date,
) -> None:
    row = Activity(
        pk=1,
        timing_kind=kind,
        starts_on=first,
        ends_on=first and first + timedelta(length),
        recurrence=rule if kind == "recurrence" else "",
        season=season,
        activity_plan=ActivityPlan(pk=1, year=year) if year else None,
    )
    whole = Span(date(2023, 1, 1), date(2032, 1, 1))
    everything = timeline([row], whole)
    halves = [timeline([row], Span(whole.start, cut)), timeline([row], Span(cut, whole.end))]
    assert set(everything.dated) == {one for half in halves for one in half.dated}
    assert all(one.span.meets(whole) for one in everything.dated)
    assert all(half.undated == everything.undated for half in halves)
    assert bool(everything.undated) is not is_dated(row)
    series = series_of(row)
    if series is not None:
        assert Rule.parse(str(series.rule)) == series.rule
        first_of_all = next(happenings(row, Span(date(2020, 1, 1), date(2040, 1, 1))))
        assert first_of_all.starts_on == series.first


def test_the_timeline_is_in_order_and_names_what_has_no_day() -> None:
    late = activity("date", "2027-03-15", starts_time=time(15))
    early = activity("date", "2027-03-15", starts_time=time(9))
    whole = activity("date", "2027-03-15")
    always, someday = activity("continuous"), activity()
    elsewhere = activity("date", "2026-03-15")
    found = timeline([late, someday, early, whole, always, elsewhere], YEAR)
    assert [one.activity for one in found.dated] == [whole, early, late]
    assert [one.is_whole for one in found.dated] == [True, False, False]
    assert list(found.undated) == ["continuous", ""]


def test_times_are_those_of_the_clock_in_every_season() -> None:
    row = activity("recurrence", "2027-03-21", recurrence="FREQ=WEEKLY", starts_time=time(10))
    zone = ZoneInfo("Europe/Stockholm")
    begins = [one.begins(zone) for one in happenings(row, YEAR)][:2]
    assert [moment.astimezone(UTC).hour for moment in begins] == [9, 8]


def test_days_beyond_every_plan_break_nothing() -> None:
    row = activity("period", "9999-12-31", "9999-12-31")
    assert timeline([row], YEAR).undated == {"period": [row]}
