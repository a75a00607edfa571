"""Every activity of an agreement's plans falls in exactly one review, whatever days it has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.enums import Season, Status, TimingKind
from activities.models import Activity, ActivityPlan
from activities.services.years import open_year
from evaluations.last_day import last_day, may_end
from evaluations.pack import pack_of
from evaluations.pack.efforts import gather
from evaluations.schedule import number_covering, period_of
from plans.models import Agreement, Node, Plan
from tests.people import World, make_plan

pytestmark = pytest.mark.django_db
YEARS = (2025, 2026, 2027, 2028)
RULES = (
    "FREQ=WEEKLY",
    "FREQ=MONTHLY;COUNT=3",
    "FREQ=YEARLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "FREQ=MONTHLY;UNTIL=20260915",
    "nonsense",
)
DAY = timedelta(days=1)


def some_timing(chance: random.Random, year: int) -> dict[str, Any]:
    """Values of an activity's timing that the database takes, often odd ones."""
    kind = chance.choice([*TimingKind.values, ""])
    first = date(year, 1, 1) + chance.randrange(-60, 425) * DAY
    if chance.random() < 0.03:
        first = chance.choice([date(2201, 5, 1), date(1890, 5, 1)])
    dated = kind in {"date", "period", "month", "week"} or chance.random() < 0.5
    values: dict[str, Any] = {"timing_kind": kind}
    if dated:
        values["starts_on"] = first
        if chance.random() < 0.4:
            values["ends_on"] = first + chance.choice([0, 3, 40, 200, 800]) * DAY
    if kind == TimingKind.RECURRENCE and dated:
        values["recurrence"] = chance.choice(RULES)
    if kind == TimingKind.SEASON and chance.random() < 0.8:
        values["season"] = chance.choice(Season.values)
    return values


def some_activities(years: list[ActivityPlan], chance: random.Random, count: int) -> list[Activity]:
    """Rows put straight into the database: what people can write and what has come there otherwise."""
    nodes = Node.objects.bulk_create(
        [
            Node(
                plan=years[number % len(years)].plan, key=f"prov-{chance.randrange(10**9)}-{number}"
            )
            for number in range(count)
        ]
    )
    rows = [
        Activity(
            node=node,
            activity_plan=years[number % len(years)],
            name=f"Insats {number}",
            status=chance.choice(Status.values),
            **some_timing(chance, years[number % len(years)].year),
        )
        for number, node in enumerate(nodes)
    ]
    Activity.objects.bulk_create(rows)
    return rows


def years_of(plan: Plan, world: World) -> list[ActivityPlan]:
    return [open_year(plan=plan, year=year, by=world.coordinator) for year in YEARS]


def held(
    agreement: Agreement, anchor: date, interval: int, number: int
) -> Iterator[tuple[str, str]]:
    """Plan and key of each activity that a pack of the review ``number`` goes through."""
    period, after = (period_of(anchor, interval, number + step) for step in (0, 1))
    plans = list(Plan.objects.filter(agreement=agreement))
    value = gather(agreement, plans, period, after, today=period.end)
    for activity in value.get("activities", []):
        yield activity["plan"]["slug"], activity["key"]


@pytest.mark.parametrize("seed", range(6))
def test_each_activity_is_in_exactly_one_review_and_in_the_one_that_counting_says(
    world: World, seed: int
) -> None:
    chance = random.Random(seed)
    years = years_of(world.in_force, world) + years_of(world.draft, world)
    rows = some_activities(years, chance, 240)
    others = years_of(make_plan(world.neighbours_agreement, f"annan-{seed}"), world)
    some_activities(others, chance, 40)
    anchor = date(2024, 1, 1) + chance.randrange(366) * DAY
    interval = chance.choice([1, 3, 4, 6, 12, 48])
    by_hand = {row.pk: number_covering(anchor, interval, last_day(row)) for row in rows}
    pk_of = {(row.node.plan.slug, row.node.key): row.pk for row in rows}
    found: dict[int, list[int]] = {row.pk: [] for row in rows}
    # Those that hold something and those beside them: all from 1890 to 2201 would take minutes.
    for number in sorted({near + step for near in by_hand.values() for step in (-1, 0, 1)}):
        for key in held(world.agreement, anchor, interval, number):
            found[pk_of[key]].append(number)
    assert found == {pk: [number] for pk, number in by_hand.items()}


def test_what_the_database_leaves_out_ends_on_no_such_day(world: World) -> None:
    chance = random.Random(27)
    rows = some_activities(years_of(world.in_force, world), chance, 400)
    for _round in range(60):
        first = date(2025, 1, 1) + chance.randrange(-100, 1600) * DAY
        last = first + chance.choice([0, 1, 30, 180, 500]) * DAY
        asked = set(Activity.objects.filter(may_end(first, last)).values_list("pk", flat=True))
        wanted = {row.pk for row in rows if first <= last_day(row) <= last}
        assert wanted <= asked


def test_years_that_lie_far_away_are_not_looked_at(world: World) -> None:
    years = years_of(world.in_force, world)
    rows = some_activities(years[:1], random.Random(1), 300)
    asked = Activity.objects.filter(may_end(date(2032, 1, 1), date(2032, 6, 30)))
    assert asked.count() < len(rows) / 20, "what was long ago is left to the database"


def reviewed(agreement: Agreement, anchor: date, interval: int = 6) -> Agreement:
    Agreement.objects.filter(pk=agreement.pk).update(
        review_anchor=anchor, review_interval=interval, ends_on=None
    )
    agreement.refresh_from_db()
    return agreement


def test_a_pack_costs_the_same_for_one_activity_and_for_hundreds(world: World) -> None:
    agreement = reviewed(world.agreement, date(2026, 1, 1))
    years = years_of(world.in_force, world)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            known = Agreement.objects.get(pk=agreement.pk)
            pack_of(known, 2, today=date(2026, 11, 30))
        return len(queries)

    some_activities(years, random.Random(1), 4)
    one = cost()
    some_activities(years, random.Random(2), 300)
    others = years_of(make_plan(world.neighbours_agreement, "grannens-andra"), world)
    some_activities(others, random.Random(3), 100)
    assert cost() == one
