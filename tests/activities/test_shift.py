"""A year on: the same weekday of the same week, or the same date; lengths and rhythms are kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.calendar.recurrence import Frequency, Rule, Weekday, occurrences
from activities.calendar.shift import (
    Recurring,
    Way,
    day_of_next_year,
    period_of_next_year,
    recurrence_of_next_year,
    week_of_next_year,
    weeks_of_next_year,
)
from activities.calendar.span import Span
from activities.calendar.weeks import weeks_in

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
WAYS = st.sampled_from(Way)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("old", "weekday", "same_date"),
    [
        ("2026-03-10", "2027-03-16", "2027-03-10"),  # Tuesday of week 11
        ("2026-01-01", "2027-01-07", "2027-01-01"),  # Thursday of week 1
        ("2025-12-30", "2026-12-29", "2026-12-30"),  # of week 1 of 2026: stays in December
        ("2024-01-01", "2025-01-06", "2025-01-01"),  # Monday of week 1, whose Monday is in 2024
        ("2026-12-31", "2027-12-30", "2027-12-31"),  # week 53, which 2027 has not
        ("2021-01-01", "2022-01-07", "2022-01-01"),  # Friday of week 53 of 2020
        ("2024-02-29", "2025-02-27", "2025-02-28"),  # a leap day
    ],
)
def test_a_day_keeps_its_weekday_and_week_or_its_date(
    old: str, weekday: str, same_date: str
) -> None:
    assert day_of_next_year(day(old)) == day(weekday)
    assert day_of_next_year(day(old), Way.DATE) == day(same_date)


@given(DAYS)
def test_by_weekday_it_is_the_same_one_and_in_the_next_year(old: date) -> None:
    new = day_of_next_year(old)
    assert new.weekday() == old.weekday()
    assert new.year == old.year + 1
    here, there = old.isocalendar().week, new.isocalendar().week
    same = [n for n in (364, 371) if (old + timedelta(n)).isocalendar().week == here]
    in_year = [n for n in same if (old + timedelta(n)).year == old.year + 1]
    assert there == here or not in_year


@given(DAYS)
def test_a_week_keeps_its_number(old: date) -> None:
    monday = old - timedelta(old.weekday())
    new = week_of_next_year(monday)
    week, then = monday.isocalendar(), new.isocalendar()
    assert then.weekday == 1
    assert then.year == week.year + 1
    assert then.week == min(week.week, weeks_in(then.year))


def test_a_week_that_begins_in_the_year_before_is_still_that_of_its_year() -> None:
    assert weeks_of_next_year(day("2025-12-29"), day("2026-01-04")) == (
        day("2027-01-04"),
        day("2027-01-10"),
    )


@given(DAYS, st.integers(0, 400), WAYS)
def test_a_period_keeps_its_length_unless_it_is_of_whole_months(
    first: date, length: int, way: Way
) -> None:
    last = first + timedelta(length)
    new_first, new_last = period_of_next_year(first, last, way)
    assert new_first.year == first.year + 1
    assert new_last is not None
    if first.day == 1 and (last + timedelta(1)).day == 1:
        assert (new_first.month, new_first.day) == (first.month, 1)
        assert (new_last.month, (new_last + timedelta(1)).day) == (last.month, 1)
    else:
        assert new_last - new_first == last - first


def test_whole_months_end_with_their_month_in_leap_years_too() -> None:
    assert period_of_next_year(day("2027-02-01"), day("2027-02-28"))[1] == day("2028-02-29")
    assert period_of_next_year(day("2028-01-01"), day("2028-12-31")) == (
        day("2029-01-01"),
        day("2029-12-31"),
    )


def test_without_a_last_day_there_is_none() -> None:
    assert period_of_next_year(day("2026-03-10"), None) == (day("2027-03-16"), None)


def recurring(rule: str, first: str, last: str | None = None) -> Recurring:
    return Recurring(Rule.parse(rule), day(first), day(last) if last else None)


@pytest.mark.parametrize(
    ("rule", "first", "new_rule", "new_first"),
    [
        # what goes on, goes on in its own rhythm
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-13", None, "2027-01-12"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "2026-05-04", None, "2027-05-03"),
        ("FREQ=YEARLY;BYWEEKNO=11;BYDAY=TU", "2026-03-10", None, "2027-03-16"),
        ("FREQ=YEARLY", "2026-06-06", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=6", "2027-06-06"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30", None, "2027-01-29"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270531", "2026-09-07", None, "2027-01-04"),
        # every other year, or the leap day: not in 2027
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=1", "2026-05-01", None, "2028-05-01"),
        # what has ended is held again
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260526",
            "2026-01-13",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270601",
            "2027-01-19",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20261130",
            "2026-02-02",
            "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20271130",
            "2027-02-01",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20260531",
            "2026-02-10",
            "FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20270531",
            "2027-02-15",
        ),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=4", "2026-03-04", None, "2027-03-10"),
        # of what is counted, the rest
        (
            "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2;COUNT=3",
            "2026-05-02",
            "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2;COUNT=2",
            "2027-05-02",
        ),
    ],
)
def test_a_recurrence_goes_on_or_is_held_again(
    rule: str, first: str, new_rule: str | None, new_first: str
) -> None:
    new = recurrence_of_next_year(recurring(rule, first), 2027)
    assert (str(new.rule), new.first) == (new_rule or rule, day(new_first))


def test_the_length_of_each_time_is_kept() -> None:
    new = recurrence_of_next_year(
        recurring("FREQ=YEARLY;BYWEEKNO=11;BYDAY=MO", "2026-03-09", "2026-03-15"), 2027
    )
    assert (new.first, new.last) == (day("2027-03-15"), day("2027-03-21"))


RULES = st.builds(
    lambda interval, days: Rule(Frequency.WEEKLY, interval, weekdays=days),
    st.integers(1, 4),
    st.lists(st.integers(0, 6).map(lambda n: Weekday(0, n)), min_size=1).map(tuple),
)


@given(RULES, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_copy_of_an_endless_rule_happens_on_the_very_days_of_the_old_one(
    rule: Rule, first: date
) -> None:
    new = recurrence_of_next_year(Recurring(rule, first), 2027)
    year = Span.of_year(2027)
    assert list(occurrences(new.rule, new.first, year)) == list(occurrences(rule, first, year))


def test_a_leap_day_comes_back_in_the_next_leap_year() -> None:
    new = recurrence_of_next_year(recurring("FREQ=YEARLY", "2024-02-29"), 2025)
    assert new.first == day("2028-02-29")
