"""The month calendar: every day in its week, every happening where it begins and where it goes on."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.calendar.span import Span
from activities.models import Activity, ActivityPlan, SchoolBreak
from activities.month import Break, sheet, sheet_span
from activities.occurrences import Occurrence
from tests.people import World
from tests.undefined import undefined as undefined

from .year import YEAR, day, make_activity, make_year

TODAY = date(2027, 3, 12)
days = st.dates(date(2027, 1, 20), date(2027, 5, 10))


def happening(first: date, last: date) -> Occurrence:
    return Occurrence(Activity(name="Insats"), first, last)


@given(st.lists(st.tuples(days, st.integers(0, 60)), max_size=8))
def test_what_happens_in_a_week_stands_in_that_week(spans: list[tuple[date, int]]) -> None:
    happenings = [happening(first, first + timedelta(length)) for first, length in spans]
    happenings = [one for one in happenings if one.span.meets(sheet_span(2027, 3))]
    rows = sheet(2027, 3, happenings, today=TODAY, most=99)
    for row in rows:
        week = Span.through(row.days[0].day, row.days[-1].day)
        shown = [entry.occurrence for one in row.days for entry in one.entries]
        assert len(shown) == len({id(one) for one in shown})
        assert {id(one) for one in shown} == {id(o) for o in happenings if o.span.meets(week)}
        for one in row.days:
            assert all(entry.occurrence.span.has(one.day) for entry in one.entries)


def test_weeks_holidays_and_breaks() -> None:
    easter = Break("Påsklov", Span.through(date(2027, 3, 29), date(2027, 4, 2)))
    rows = sheet(2027, 3, [], [easter], today=TODAY, most=3)
    assert [row.number for row in rows] == [9, 10, 11, 12, 13]
    by_day = {one.day: one for row in rows for one in row.days}
    assert by_day[date(2027, 3, 26)].names == ["Långfredagen"]
    assert by_day[date(2027, 3, 29)].names == ["Annandag påsk", "Påsklov"]
    assert by_day[date(2027, 3, 27)].is_off
    assert by_day[TODAY].is_today
    assert not by_day[date(2027, 4, 2)].is_inside
    # 2026 has a week 53, which begins in December.
    last = sheet(2026, 12, [], today=TODAY, most=3)[-1]
    assert last.number == 53


def test_a_full_day_says_how_many_more_there_are() -> None:
    busy = [happening(TODAY, TODAY) for _ in range(5)]
    rows = sheet(2027, 3, busy, today=TODAY, most=3)
    [found] = [one for row in rows for one in row.days if one.entries]
    assert (len(found.entries), found.hidden) == (3, 2)


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


def page(world: World, year: ActivityPlan, query: str) -> str:
    client = Client()
    client.force_login(world.communicator)
    url = reverse("activities:month", args=[year.plan.slug, year.year])
    return client.get(url + query).content.decode()


def days_of(html: str, name: str) -> list[str]:
    """The days on which an activity stands."""
    cells = re.split(r'<time datetime="([\d-]+)"', html)[1:]
    return [at for at, cell in zip(cells[::2], cells[1::2], strict=True) if f"{name}<" in cell]


@pytest.mark.django_db
def test_every_kind_of_time_finds_its_days(
    world: World, year: ActivityPlan, undefined: set[str]
) -> None:
    by = world.communicator
    make_activity(year, by, "Dagen", starts_on=day(3, 11), starts_time="18:00", ends_time="20:00")
    make_activity(
        year, by, "Perioden", timing_kind="period", starts_on=day(2, 20), ends_on=day(3, 3)
    )
    make_activity(
        year,
        by,
        "Varannan",
        timing_kind="recurrence",
        starts_on=day(1, 7),
        recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    )
    make_activity(year, by, "Våren", timing_kind="season", season="spring")
    make_activity(year, by, "Jämt", timing_kind="continuous")
    make_activity(year, by, "Tidigare", starts_on=day(2, 11))
    make_activity(year, by, "Ofärdig", timing_kind="period", starts_on=day(1, 11))
    SchoolBreak.objects.create(
        agreement=world.agreement, name="Sportlov", starts_on=day(3, 1), ends_on=day(3, 5)
    )
    html = page(world, year, "?manad=3")
    assert days_of(html, "Dagen") == [day(3, 11)]
    assert days_of(html, "Perioden") == [day(3, 1)]
    assert days_of(html, "Varannan") == [day(3, 4), day(3, 18), day(4, 1)]
    assert days_of(html, "Våren") == [day(3, n) for n in (1, 8, 15, 22, 29)]
    assert days_of(html, "Ofärdig") == [day(3, n) for n in (1, 8, 15, 22, 29)]
    assert days_of(html, "Tidigare") == []
    assert "Jämt" in html.partition("Löpande")[2]
    assert html.count("Sportlov") == 5
    assert "18.00" in html
    assert undefined == set()


@pytest.mark.django_db
def test_months_lead_to_one_another_as_far_as_there_are_years(
    world: World, year: ActivityPlan
) -> None:
    make_year(world.in_force, world.communicator, year=YEAR - 1)
    january = page(world, year, "?manad=1&malgrupp=boende")
    before = reverse("activities:month", args=[year.plan.slug, YEAR - 1])
    assert f"{before}?malgrupp=boende&amp;manad=12" in january
    assert 'rel="next"' not in page(world, year, "?manad=12")
    assert "Januari 2027" in page(world, year, "?manad=13")
