"""The last day of an activity as the database finds it, against the one place that reads timings."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from activities.models import Activity
from activities.services.years import open_year
from evaluations.last_day import known_last_day, last_day
from evaluations.last_days import DATED, RULED, last_of_rule, over, with_last_days
from tests.overview.deeds import ODD_DAYS, random_activities
from tests.people import World

pytestmark = pytest.mark.django_db
YEAR = 2027
TODAYS = (
    *(date(YEAR, 1, 1) + timedelta(days) for days in range(-3, 370, 13)),
    *(day + timedelta(1) for day in ODD_DAYS),
)


@pytest.fixture
def rows(world: World) -> list[Activity]:
    """Many activities of one year."""
    year = open_year(plan=world.draft, year=YEAR, by=world.coordinator)
    return random_activities(random.Random("sista dagen"), year, 3000)


def test_the_database_finds_the_days_that_python_finds(rows: list[Activity]) -> None:
    found = with_last_days(Activity.objects.in_year().exclude(RULED))
    dated = dict(found.filter(DATED).values_list("pk", "final_day"))
    plain = [row for row in rows if not row.recurrence]
    assert len(plain) > 2500
    assert {row.pk: known_last_day(row) for row in plain if known_last_day(row)} == dated


def test_the_database_knows_what_is_over(rows: list[Activity]) -> None:
    plain = [row for row in rows if not row.recurrence]
    for today in TODAYS:
        found = with_last_days(Activity.objects.in_year().exclude(RULED))
        assert set(found.filter(over(today, today.year)).values_list("pk", flat=True)) == {
            row.pk for row in plain if last_day(row) < today
        }, today


def test_a_rule_is_worked_out_from_what_it_says(rows: list[Activity]) -> None:
    ruled = [row for row in rows if row.recurrence]
    assert len(ruled) > 80
    for row in ruled:
        day = last_of_rule(row.recurrence, row.starts_on, row.ends_on, YEAR)
        assert day == known_last_day(row)
