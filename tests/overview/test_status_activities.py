"""A year's activities counted by the database, against counting them one by one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from django.utils import timezone

from activities.enums import Status
from activities.models import Activity, ActivityPlan
from activities.services.years import open_year
from evaluations.last_day import known_last_day, last_day
from evaluations.models import Evaluation
from overview.status.activities import OTHER_YEAR, UNDATED, Month, Tally, tallies
from tests.people import World, make_plan

from .deeds import random_activities

pytestmark = pytest.mark.django_db
YEAR = 2027


def counted(rows: Iterable[Activity], today: date) -> Tally:
    """The same, one by one."""
    tally = Tally(Counter(dict.fromkeys(Status.values, 0)))
    for row in rows:
        tally.by_status[row.status] += 1
        if row.status in {"idea", "cancelled"}:
            continue
        day = known_last_day(row)
        number = UNDATED if day is None else day.month if day.year == YEAR else OTHER_YEAR
        month = tally.months.setdefault(number, Month())
        if last_day(row) >= today:
            month.coming += 1
        elif hasattr(row, "evaluation") and row.evaluation.finished_at:
            month.evaluated += 1
        else:
            month.missing += 1
    return tally


def years_of(world: World) -> dict[int, list[ActivityPlan]]:
    """Years of two plans of one agreement, of one of another, and a year that is not asked for."""
    another = make_plan(world.agreement, "en-till")
    return {
        world.agreement.pk: [
            open_year(plan=plan, year=YEAR, by=world.coordinator) for plan in (world.draft, another)
        ],
        world.neighbours_agreement.pk: [
            open_year(plan=world.foreign, year=YEAR, by=world.neighbour_coordinator)
        ],
        0: [open_year(plan=world.draft, year=YEAR + 1, by=world.coordinator)],
    }


def evaluate_some(chance: random.Random, rows: list[Activity]) -> None:
    """A third is evaluated, a third half, a third not."""
    finished = timezone.now()
    Evaluation.objects.bulk_create(
        Evaluation(activity=row, finished_at=finished if chance.random() < 0.5 else None)
        for row in rows
        if chance.random() < 0.66
    )


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2027, 7, 14), date(2028, 3, 1)])
def test_the_database_counts_as_one_does_by_hand(world: World, today: date) -> None:
    chance = random.Random(f"läget {today}")
    by_agreement = {}
    for agreement, years in years_of(world).items():
        rows = [row for year in years for row in random_activities(chance, year, 500)]
        evaluate_some(chance, rows)
        dropped = rows[::9]
        Activity.objects.filter(pk__in=[row.pk for row in dropped]).update(
            dropped_at=timezone.now()
        )
        by_agreement[agreement] = [row for row in rows if row not in dropped]
    del by_agreement[0]
    found = tallies([*by_agreement, world.lone_agreement.pk], YEAR, today)
    for agreement, rows in by_agreement.items():
        assert shape(found[agreement]) == shape(counted(rows, today))
    assert found[world.lone_agreement.pk] == Tally()


def shape(tally: Tally) -> tuple[dict[str, int], dict[int, Month]]:
    """Without what is none."""
    months = {number: month for number, month in tally.months.items() if month.count}
    return dict(+tally.by_status), months
