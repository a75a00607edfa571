"""Which days each review covers: at the end of an agreement, when the rhythm is changed, at any time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from evaluations.periods import Calendar, Closed
from evaluations.schedule import Period, due_on

DAY = timedelta(days=1)
NEW_YEAR, SUMMER = date(2026, 1, 1), date(2026, 7, 1)
FIRST = Closed(1, Period(NEW_YEAR, SUMMER))


def periods(calendar: Calendar) -> list[Period]:
    """Those of all reviews that can be held one after the other from here, to the agreement's end."""
    found = []
    while calendar.exists(calendar.first_open):
        number = calendar.first_open
        found.append(calendar.period(number))
        closed = (*calendar.closed, Closed(number, found[-1]))
        calendar = Calendar(
            calendar.anchor, calendar.interval, closed, calendar.ends_on, calendar.since
        )
    return found


# --- the last day ---------------------------------------------------------------------------------


def test_the_last_review_is_due_on_the_last_day_and_covers_it() -> None:
    calendar = Calendar(NEW_YEAR, 6, (FIRST,), date(2026, 12, 31))
    assert (calendar.exists(2), calendar.exists(3)) == (True, False)
    assert calendar.due(2) == date(2026, 12, 31)
    assert calendar.period(2) == Period(SUMMER, date(2027, 1, 1))
    assert calendar.current(date(2026, 7, 2)) == 2


def test_a_part_of_a_period_has_a_review_too() -> None:
    calendar = Calendar(NEW_YEAR, 6, (), date(2026, 9, 30))
    assert periods(calendar) == [Period(NEW_YEAR, SUMMER), Period(SUMMER, date(2026, 10, 1))]
    assert calendar.current(date(2026, 9, 29)) == 1
    assert calendar.current(date(2026, 9, 30)) == 2, "it comes due on that day"
    assert calendar.current(date(2031, 1, 1)) == 2, "and stays the one to hold"


def test_a_border_on_the_last_day_leaves_no_review_of_one_day() -> None:
    calendar = Calendar(NEW_YEAR, 6, (), SUMMER)
    assert (calendar.exists(1), calendar.exists(2)) == (True, False)
    assert calendar.period(1) == Period(NEW_YEAR, SUMMER + DAY)
    assert calendar.due(1) == SUMMER


def test_a_last_day_that_is_said_afterwards_is_covered_all_the_same() -> None:
    calendar = Calendar(NEW_YEAR, 6, (FIRST,), SUMMER)
    assert calendar.exists(2)
    assert calendar.period(2) == Period(SUMMER, SUMMER + DAY)
    earlier = Calendar(NEW_YEAR, 6, (FIRST,), SUMMER - DAY)
    assert not earlier.exists(2), "all of it has been gone through"


def test_an_agreement_that_goes_on_after_all_has_its_rhythm_again() -> None:
    last = Closed(2, Period(SUMMER, date(2026, 10, 1)))
    calendar = Calendar(NEW_YEAR, 6, (FIRST, last))
    assert calendar.period(calendar.first_open) == Period(date(2026, 10, 1), date(2027, 7, 1))


def test_an_anchor_after_the_last_day_has_no_reviews() -> None:
    calendar = Calendar(date(2027, 6, 1), 6, (), date(2026, 12, 31))
    assert not any(calendar.exists(number) for number in range(1, 5))


# --- another rhythm -------------------------------------------------------------------------------


@pytest.mark.parametrize("interval", [1, 3, 4, 12, 48])
def test_an_anchor_where_the_last_one_ended_begins_a_new_rhythm_there(interval: int) -> None:
    third = Closed(3, Period(date(2027, 1, 1), date(2027, 7, 1)))
    second = Closed(2, Period(SUMMER, date(2027, 1, 1)))
    calendar = Calendar(third.period.end, interval, (FIRST, second, third))
    assert calendar.first_open == 4, "the numbers go on"
    assert calendar.period(4) == Period(date(2027, 7, 1), calendar.due(4))
    assert calendar.due(4) == due_on(date(2027, 7, 1), interval, 1)
    assert calendar.due(5) == due_on(date(2027, 7, 1), interval, 2)
    assert [calendar.due(number) for number in (1, 2, 3)] == [
        SUMMER,
        date(2027, 1, 1),
        date(2027, 7, 1),
    ], "what was due stays so"
    assert calendar.current(date(2027, 7, 2)) == 4
    later = Calendar(
        third.period.end, interval, (FIRST, second, third, Closed(4, calendar.period(4)))
    )
    assert later.due(5) == calendar.due(5), "closing it changes nothing"


def test_an_anchor_after_all_that_is_closed_leaves_no_days_out() -> None:
    calendar = Calendar(date(2026, 9, 1), 6, (FIRST,))
    assert calendar.period(2) == Period(SUMMER, date(2027, 3, 1))


# --- after a renewal ------------------------------------------------------------------------------


@pytest.mark.parametrize("anchor", [NEW_YEAR, SUMMER, date(2027, 1, 1), date(2024, 2, 29)])
def test_the_first_review_begins_where_the_renewed_agreement_was_gone_through(anchor: date) -> None:
    calendar = Calendar(anchor, 6, (), date(2029, 12, 31), since=SUMMER)
    found = periods(calendar)
    assert found[0].start == SUMMER
    assert found[-1].end == date(2030, 1, 1)
    assert all(one.start < one.end for one in found)


def test_what_is_renewed_has_only_what_was_closed() -> None:
    calendar = Calendar(NEW_YEAR, 6, (FIRST,), date(2029, 12, 31), is_renewed=True)
    assert [calendar.exists(number) for number in (1, 2, 3)] == [True, False, False]


# --- at any time ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_every_day_is_in_exactly_one_review_whatever_is_changed(seed: int) -> None:
    """Reviews are held, or left out; the interval, the anchor and the last day are changed in between."""
    chance = random.Random(seed)
    anchor = NEW_YEAR + chance.randrange(400) * DAY
    interval = chance.choice((1, 3, 4, 6, 12, 48))
    since = anchor - chance.randrange(300) * DAY if chance.random() < 0.3 else None
    closed: tuple[Closed, ...] = ()
    for _review in range(6):
        calendar = Calendar(anchor, interval, closed, None, since)
        number = calendar.first_open + chance.choice((0, 0, 0, 1, 2))
        closed = (*closed, Closed(number, calendar.period(number)))
        if chance.random() < 0.4:
            interval = chance.choice((1, 3, 4, 6, 12, 48))
            anchor = chance.choice((anchor, closed[-1].period.end, anchor + 45 * DAY))
    ends_on = closed[-1].period.end + chance.randrange(-1, 1500) * DAY
    calendar = Calendar(anchor, interval, closed, ends_on, since)
    last = periods(calendar)
    days = [one.period for one in closed] + last
    assert days[0].start == (since or days[0].start)
    assert all(one.start < one.end for one in days)
    assert all(one.end == after.start for one, after in pairwise(days))
    assert days[-1].end == ends_on + DAY
    for number in range(calendar.first_open, calendar.first_open + len(last) + 3):
        assert not calendar.exists(number) or calendar.due(number) <= ends_on
