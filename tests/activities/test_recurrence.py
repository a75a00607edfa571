"""Recurrence: rules equal an independent oracle on random dates, and say what they mean."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import takewhile
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule as oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.calendar.recurrence import (
    LONGEST_MONTHS,
    Frequency,
    Rule,
    RuleError,
    Weekday,
    occurrences,
)
from activities.calendar.span import Span
from activities.calendar.words import in_words

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2020, 1, 1), date(2060, 12, 31)
EXAMPLES = int(os.environ.get("RECURRENCE_EXAMPLES", "250"))
DAYS = st.dates(FIRST, LAST)
PLAIN = st.lists(st.integers(0, 6).map(lambda day: Weekday(0, day)), max_size=4).map(tuple)
NTHS = st.builds(Weekday, st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6))
SOME_NTHS = st.lists(NTHS, min_size=1, max_size=3).map(tuple)
NUMBERS = st.one_of(st.integers(1, 31), st.integers(28, 31), st.just(-1))
SOME_NUMBERS = st.lists(NUMBERS, min_size=1, max_size=3).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule, of every kind as often, long intervals and days that seldom exist among them."""
    kind = draw(
        st.sampled_from(
            ["day", "week", "month", "numbers", "nths", "year", "date", "iso week", "nth of year"]
        )
    )
    interval = draw(st.one_of(st.integers(1, 4), st.integers(5, 60)))
    until, count = draw(
        st.one_of(
            st.just((None, None)),
            st.tuples(DAYS, st.none()),
            st.tuples(st.none(), st.integers(1, 60)),
        )
    )
    month = draw(st.integers(1, 12))
    numbers = tuple(
        number for number in draw(SOME_NUMBERS) if number <= LONGEST_MONTHS[month - 1]
    ) or (1,)
    week = draw(st.integers(1, 51))  # the last weeks have an oracle of their own
    kinds: dict[str, dict[str, Any]] = {
        "day": {"frequency": Frequency.DAILY},
        "week": {"frequency": Frequency.WEEKLY, "weekdays": draw(PLAIN)},
        "month": {"frequency": Frequency.MONTHLY},
        "numbers": {"frequency": Frequency.MONTHLY, "month_days": draw(SOME_NUMBERS)},
        "nths": {"frequency": Frequency.MONTHLY, "weekdays": draw(SOME_NTHS)},
        "year": {"frequency": Frequency.YEARLY},
        "date": {"frequency": Frequency.YEARLY, "month": month, "month_days": numbers},
        "iso week": {"frequency": Frequency.YEARLY, "week": week, "weekdays": draw(PLAIN)},
        "nth of year": {
            "frequency": Frequency.YEARLY,
            "month": month,
            "weekdays": draw(SOME_NTHS),
        },
    }
    return Rule(interval=interval, until=until, count=count, **kinds[kind])


def asked_of_oracle(rule: Rule, first: date, until: date | None = None) -> oracle.rrule:
    """The same rule as dateutil's, with none of our own text or arithmetic in between."""
    weekdays = [oracle.weekday(one.day, one.nth or None) for one in rule.weekdays]
    if rule.week is not None and not weekdays:
        # RFC 5545 takes the weekday from the first day; dateutil would take all seven.
        weekdays = [oracle.weekday(first.weekday())]
    last = min(day for day in (rule.until, until, date(2080, 1, 1)) if day)
    found = oracle.rrule(
        getattr(oracle, rule.frequency),
        dtstart=datetime.combine(first, datetime.min.time()),
        interval=rule.interval,
        wkst=oracle.MO,
        until=None if rule.count else datetime.combine(last, datetime.min.time()),
        count=rule.count,
        bymonth=rule.month,
        byweekno=rule.week,
        bymonthday=rule.month_days or None,
        byweekday=weekdays or None,
    )
    assert isinstance(found, oracle.rrule)
    return found


def expected(rule: Rule, first: date, within: Span) -> list[date]:
    days = (moment.date() for moment in asked_of_oracle(rule, first, within.last))
    return [day for day in takewhile(lambda day: day < within.end, days) if within.has(day)]


@settings(max_examples=100)
@given(st.integers(1, 53), st.integers(0, 6), DAYS, st.integers(1, 5))
def test_the_days_of_a_week_are_those_of_the_standard_library(
    week: int, weekday: int, first: date, interval: int
) -> None:
    """Weeks 52 and 53 too, which dateutil 2.9 mistakes where they reach into January.

    It reckons 53 weeks to 2021, and so does not find 1 January 2022 in week 52.
    """
    rule = Rule(Frequency.YEARLY, interval=interval, week=week, weekdays=(Weekday(0, weekday),))
    wanted = [
        day
        for day in Span.through(first, LAST).days()
        if day.isocalendar()[1:] == (week, weekday + 1) and (day.year - first.year) % interval == 0
    ]
    assert list(occurrences(rule, first, Span.through(FIRST, LAST))) == wanted


@settings(max_examples=EXAMPLES)
@given(rules(), DAYS, DAYS, st.integers(1, 4000))
def test_the_days_are_those_of_the_oracle(
    rule: Rule, first: date, start: date, length: int
) -> None:
    """Leap years and years of 53 weeks among them; the window before, at and after the first day."""
    within = Span(start, start + timedelta(length))
    assert list(occurrences(rule, first, within)) == expected(rule, first, within), str(rule)


@settings(max_examples=100)
@given(rules(), DAYS)
def test_forty_years_are_those_of_the_oracle(rule: Rule, first: date) -> None:
    within = Span.through(FIRST, LAST)
    assert list(occurrences(rule, first, within)) == expected(rule, first, within), str(rule)


@settings(max_examples=500)
@given(rules())
def test_the_text_is_read_back_as_the_rule(rule: Rule) -> None:
    text = str(rule)
    assert Rule.parse(text) == rule
    backwards = ";".join(reversed(text.split(";"))).lower()
    assert str(Rule.parse(backwards)) == text, "the order of the parts is always the same"


@settings(max_examples=200)
@given(rules(), DAYS)
def test_the_oracle_reads_our_text(rule: Rule, first: date) -> None:
    """What stands in a calendar file is understood as it is meant, with all written out."""
    text = str(rule.from_day(first))
    start = datetime.combine(first, datetime.min.time())
    theirs = oracle.rrulestr(text, dtstart=start)
    wanted = Span(first, first + timedelta(3000))
    inside = theirs.between(start, datetime.combine(wanted.last, datetime.min.time()), inc=True)
    assert [moment.date() for moment in inside] == list(occurrences(rule, first, wanted))


@settings(max_examples=200)
@given(rules(), DAYS, st.times().map(lambda one: one.replace(microsecond=0, second=0)))
def test_the_clock_stays_through_daylight_saving(rule: Rule, first: date, at: clock) -> None:
    """Ten o'clock is ten o'clock in Stockholm in July and in January."""
    for day in occurrences(rule, first, Span(first, first + timedelta(1000))):
        moment = datetime.combine(day, at, STOCKHOLM)
        there_and_back = moment.astimezone(UTC).astimezone(STOCKHOLM)
        missing = there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None)
        assert not missing or (day.month == 3 and at.hour == 2), "only the hour that is skipped"


def test_an_activity_at_ten_is_at_ten_on_both_sides_of_the_change_of_clock() -> None:
    rule = Rule.parse("FREQ=WEEKLY;BYDAY=SU")
    days = occurrences(rule, date(2026, 3, 22), Span(date(2026, 3, 1), date(2026, 4, 10)))
    moments = [datetime(d.year, d.month, d.day, 10, tzinfo=STOCKHOLM) for d in days]
    assert [moment.astimezone(UTC).hour for moment in moments] == [9, 8, 8]
    assert [moment.hour for moment in moments] == [10, 10, 10]


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("FREQ=YEARLY", "2024-02-29", ["2024-02-29", "2028-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-02-01", "2026-03-31 2026-05-31 2026-07-31"),
        ("FREQ=MONTHLY;BYDAY=5MO;COUNT=2", "2026-01-01", "2026-03-30 2026-06-29"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2020-01-01", "2020-12-28 2026-12-28"),
        (
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=3",
            "2024-01-01",
            "2024-01-01 2024-12-30 2025-12-29",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2", "2026-01-01", "2026-01-13 2026-01-27"),
    ],
)
def test_days_that_are_hard(text: str, first: str, days: str | list[str]) -> None:
    """A day that does not exist is left out, not moved; weeks count from the week of the first day."""
    wanted = days.split() if isinstance(days, str) else days
    within = Span(date(2020, 1, 1), date(2030, 1, 1))
    found = occurrences(Rule.parse(text), date.fromisoformat(first), within)
    assert [day.isoformat() for day in found] == wanted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "is not a part"),
        ("FREQ=HOURLY", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1000", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1,2", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=²", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=1001", "COUNT"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "exclude"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20261231T120000Z", "UNTIL"),
        ("FREQ=DAILY;BYDAY=MO", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYMONTH=1", "BYMONTH"),
        ("FREQ=WEEKLY;WKST=SU", "WKST"),
        ("FREQ=MONTHLY;BYDAY=MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=-2MO", "BYDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO", "exclude"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=2", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=YEARLY;BYDAY=20MO", "BYDAY"),
        ("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO"),
        ("FREQ=YEARLY;BYWEEKNO=1;BYMONTH=1;BYMONTHDAY=1", "BYWEEKNO"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ"),
        ("FREQ=DAILY;", "is not a part"),
    ],
)
def test_a_text_that_is_no_rule_is_refused_by_the_name_of_its_part(text: str, names: str) -> None:
    with pytest.raises(RuleError, match=re.escape(names)):
        Rule.parse(text)


@given(st.text(st.sampled_from("FREQ=DAILYWEKONTHBUIV;,0123456789-+"), max_size=60))
def test_any_text_is_a_rule_or_a_refusal(text: str) -> None:
    try:
        rule = Rule.parse(text)
    except RuleError:
        return
    assert Rule.parse(str(rule)) == rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "varje dag"),
        ("FREQ=DAILY;INTERVAL=2", "varannan dag"),
        ("FREQ=DAILY;INTERVAL=14", "var 14:e dag"),
        ("FREQ=DAILY;INTERVAL=21", "var 21:a dag"),
        ("FREQ=DAILY;INTERVAL=111", "var 111:e dag"),
        ("FREQ=WEEKLY", "varje vecka"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "varannan tisdag"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "tisdag och torsdag varje vecka"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,FR", "måndag, onsdag och fredag var tredje vecka"),
        ("FREQ=MONTHLY", "varje månad"),
        ("FREQ=MONTHLY;BYDAY=1MO", "första måndagen i varje månad"),
        ("FREQ=MONTHLY;BYDAY=-1FR,1MO", "första måndagen och sista fredagen i varje månad"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "den 15 i var tredje månad"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "den 1 och sista dagen i varje månad"),
        ("FREQ=YEARLY", "varje år"),
        ("FREQ=YEARLY;INTERVAL=2", "vartannat år"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=9;BYDAY=2SU", "vart fjärde år andra söndagen i september"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15", "varje år den 15 mars"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "varje år sista dagen i februari"),
        ("FREQ=YEARLY;BYWEEKNO=12", "varje år vecka 12"),
        ("FREQ=YEARLY;BYWEEKNO=12;BYDAY=TU", "varje år tisdagen i vecka 12"),
        ("FREQ=DAILY;UNTIL=20261231", "varje dag till och med 31 december 2026"),
        ("FREQ=DAILY;COUNT=1", "varje dag, en gång"),
        ("FREQ=WEEKLY;COUNT=10;BYDAY=MO", "varje måndag, 10 gånger"),
    ],
)
def test_rules_in_words(text: str, words: str) -> None:
    assert in_words(Rule.parse(text)) == words


@settings(max_examples=200)
@given(rules())
def test_every_rule_has_words(rule: Rule) -> None:
    assert re.fullmatch(r"[a-zåäö0-9, :]+", in_words(rule))


def test_a_late_window_costs_no_walk() -> None:
    """A hundred years on, the days are found as quickly as at once."""
    rule = Rule.parse("FREQ=DAILY;INTERVAL=2")
    began = perf_counter()
    for year in range(2000, 2200):
        assert next(_in_year(rule, year)).year == year
    assert perf_counter() - began < 0.5


def _in_year(rule: Rule, year: int) -> Iterator[date]:
    return occurrences(rule, date(1990, 1, 1), Span.of_year(year))
