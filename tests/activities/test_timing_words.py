"""Words about when: what is read from them, and what they become a year on."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.enums import Relation, Season, TimingKind
from activities.models import Activity
from activities.timing import composed
from activities.timing_moving import moved_words, names_year
from activities.timing_reading import DAYS, LONGEST, MONTHS, Timing, read

K = TimingKind
MARCH_1 = date(2027, 3, 1)
READ: dict[str, tuple[str, dict[str, Any]]] = {
    "2027-03-01": (K.DATE, {"starts_on": MARCH_1}),
    "1 mars": (K.DATE, {"starts_on": MARCH_1}),
    "den 1 mars 2027": (K.DATE, {"starts_on": MARCH_1}),
    "Måndag  1 mars.": (K.DATE, {"starts_on": MARCH_1}),
    "måndagen den 1 mars": (K.DATE, {"starts_on": MARCH_1}),
    "1/3": (K.DATE, {"starts_on": MARCH_1}),
    "1/3 2028": (K.DATE, {"starts_on": date(2028, 3, 1)}),
    "5 dec": (K.DATE, {"starts_on": date(2027, 12, 5)}),
    "1 mars kl. 13": (K.DATE, {"starts_on": MARCH_1, "starts_time": time(13)}),
    "2027-03-01 kl. 13.05–15.30": (
        K.DATE,
        {"starts_on": MARCH_1, "starts_time": time(13, 5), "ends_time": time(15, 30)},
    ),
    "1–15 mars": (K.PERIOD, {"starts_on": MARCH_1, "ends_on": date(2027, 3, 15)}),
    "1 mars - 15 april 2027": (K.PERIOD, {"starts_on": MARCH_1, "ends_on": date(2027, 4, 15)}),
    "1/3-15/3": (K.PERIOD, {"starts_on": MARCH_1, "ends_on": date(2027, 3, 15)}),
    "2027-03-01 – 2027-03-15": (
        K.PERIOD,
        {"starts_on": MARCH_1, "ends_on": date(2027, 3, 15)},
    ),
    "fr.o.m. 1 mars t.o.m. 3 mars": (
        K.PERIOD,
        {"starts_on": MARCH_1, "ends_on": date(2027, 3, 3)},
    ),
    "mars–maj": (K.PERIOD, {"starts_on": MARCH_1, "ends_on": date(2027, 5, 31)}),
    "nov 2026 – jan 2027": (
        K.PERIOD,
        {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 1, 31)},
    ),
    "mars 2027": (K.MONTH, {"starts_on": MARCH_1}),
    "i mars": (K.MONTH, {"starts_on": MARCH_1}),
    "sept": (K.MONTH, {"starts_on": date(2027, 9, 1)}),
    "2027-03": (K.MONTH, {"starts_on": MARCH_1}),
    "vecka 12": (K.WEEK, {"starts_on": date(2027, 3, 22)}),
    "v.12": (K.WEEK, {"starts_on": date(2027, 3, 22)}),
    "vecka 53, 2026": (K.WEEK, {"starts_on": date(2026, 12, 28)}),
    "v. 12–14": (K.PERIOD, {"starts_on": date(2027, 3, 22), "ends_on": date(2027, 4, 11)}),
    "löpande": (K.CONTINUOUS, {}),
    "Löpande under året": (K.CONTINUOUS, {}),
    "året runt": (K.CONTINUOUS, {}),
    "Vid behov": (K.AS_NEEDED, {}),
    "så snart som möjligt": (K.SOON, {}),
    "snarast möjligt": (K.SOON, {}),
    "Vid impuls om nyhet": (K.ON_EVENT, {"relates_to": "impuls om nyhet"}),
    "2 ggr/år": (K.TIMES_A_YEAR, {"times_a_year": 2}),
    "två gånger per år": (K.TIMES_A_YEAR, {"times_a_year": 2}),
    "en gång om året": (K.TIMES_A_YEAR, {"times_a_year": 1}),
    "kvartalsvis": (K.TIMES_A_YEAR, {"times_a_year": 4}),
    "varannan tisdag": (K.RECURRENCE, {}),  # which of the two Tuesdays nobody knows
    "varje månad": (K.RECURRENCE, {}),
    "varje tisdag": (
        K.RECURRENCE,
        {"starts_on": date(2027, 1, 5), "recurrence": "FREQ=WEEKLY;BYDAY=TU"},
    ),
    "tisdagar och torsdagar": (
        K.RECURRENCE,
        {"starts_on": date(2027, 1, 5), "recurrence": "FREQ=WEEKLY;BYDAY=TU,TH"},
    ),
    "första måndagen i varje månad": (
        K.RECURRENCE,
        {"starts_on": date(2027, 1, 4), "recurrence": "FREQ=MONTHLY;BYDAY=1MO"},
    ),
    "den 15:e varje månad": (
        K.RECURRENCE,
        {"starts_on": date(2027, 1, 15), "recurrence": "FREQ=MONTHLY;BYMONTHDAY=15"},
    ),
    "varje år vecka 12": (
        K.RECURRENCE,
        {"starts_on": date(2027, 3, 22), "recurrence": "FREQ=YEARLY;BYWEEKNO=12;BYDAY=MO"},
    ),
    "varje styrgruppsmöte": (K.EACH_MEETING, {"relates_to": "styrgruppsmöte"}),
    "vid varje möte med nätverket": (K.EACH_MEETING, {"relates_to": "nätverket"}),
    "våren 2027": (K.SEASON, {"season": Season.SPRING}),
    "varje höst": (K.SEASON, {"season": Season.AUTUMN}),
    "en gång per mandatperiod": (K.TERM_OF_OFFICE, {}),
    "inför jul": (K.RELATIVE, {"relation": Relation.BEFORE, "relates_to": "jul"}),
    "efter sommaren": (K.RELATIVE, {"relation": Relation.AFTER, "relates_to": "sommaren"}),
}
NOT_SURE = [
    "", " ", "?", "31 april", "29 februari", "vecka 53", "vecka 60", "tisdag 1 mars", "2–3 ggr/år",
    "juni, juli", "1 och 15 mars", "under 2027", "våren 2026", "Q1", "1 mars kl. 25", "0 ggr/år",
    "15 mars – 1 mars", "3", "2027", "mars eller april", "1" * 500, "1-" * 5000, "–" * 100,
]  # fmt: skip


@pytest.mark.parametrize("words", READ)
def test_sure_words_are_read(words: str) -> None:
    kind, values = READ[words]
    assert read(words, 2027) == Timing(kind, **values)


@pytest.mark.parametrize("words", NOT_SURE)
def test_what_is_not_sure_is_not_read(words: str) -> None:
    assert read(words, 2027) is None


@given(st.text(max_size=LONGEST + 20), st.integers(1990, 2200))
def test_anything_can_be_asked(words: str, year: int) -> None:
    read(words, year)


PARTS = [
    *MONTHS,
    *DAYS,
    "vecka",
    "v.",
    "1",
    "31",
    "53",
    "2027",
    "–",
    "/",
    "kl.",
    "varje",
    "ggr",
    "år",
]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join))
def test_what_is_read_can_be_stored(words: str) -> None:
    found = read(words, 2027)
    if found is not None:
        assert found.kind in TimingKind.values
        assert found.ends_on is None or (found.starts_on and found.starts_on <= found.ends_on)
        assert found.recurrence == "" or found.starts_on is not None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([K.DATE, K.WEEK, K.MONTH]))
def test_our_own_words_are_read_as_what_they_were_made_from(day: date, kind: str) -> None:
    week = day.isocalendar()
    if kind == K.WEEK:
        day = date.fromisocalendar(week.year, week.week, 1)
    if kind == K.MONTH:
        day = day.replace(day=1)
    words = composed(Activity(timing_kind=kind, starts_on=day))
    assert read(words, week.year if kind == K.WEEK else 1999) == Timing(kind, day)


MOVED = {
    "2026-03-10": "2027-03-16",
    "2026-03-10 kl. 13.00": "2027-03-16 kl. 13.00",
    "Tisdag 10 mars": "Tisdag 16 mars",
    "den 10 mars 2026": "den 16 mars 2027",
    "10–20 mars": "16–26 mars",
    "10 mars 2026 – 20 mars 2026": "16 mars 2027 – 26 mars 2027",
    "10/3": "16/3",
    "10/3-20/3 2026": "16/3-26/3 2027",
    "mars 2026": "mars 2027",
    "hösten 2026": "hösten 2027",
    "vecka 12, 2026": "vecka 12, 2027",
    "före valet 2026": "före valet 2026",
    "11 mars 2026": "11 mars 2026",
    "31 april": "31 april",
    "löpande": "löpande",
    "": "",
}


@pytest.mark.parametrize("words", MOVED)
def test_days_and_years_in_the_words_move_and_all_else_stays(words: str) -> None:
    days: dict[date | None, date] = {
        date(2026, 3, 10): date(2027, 3, 16),
        date(2026, 3, 20): date(2027, 3, 26),
    }
    assert moved_words(words, days, 2026) == MOVED[words]


def test_a_weekday_follows_its_date() -> None:
    days: dict[date | None, date] = {date(2026, 6, 6): date(2027, 6, 6)}
    assert moved_words("Lördag 6 juni", days, 2026) == "Söndag 6 juni"


def test_a_month_that_is_reached_is_said() -> None:
    days: dict[date | None, date] = {
        date(2026, 3, 2): date(2027, 3, 31),
        date(2026, 3, 5): date(2027, 4, 3),
    }
    assert moved_words("2–5 mars", days, 2026) == "31 mars–3 april"


def test_words_that_still_name_the_year_are_seen() -> None:
    assert names_year("före valet 2026", 2026)
    assert not names_year("före valet 20261", 2026)
