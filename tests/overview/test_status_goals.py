"""Where indicators are going: the page of status and the pack of the review say the same."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from evaluations.enums import GoalTrend
from evaluations.models import IndicatorValue
from evaluations.pack import pack_of, shown
from overview.status.goals import LATEST, goals_in, trends_in
from plans.models import Goal, Plan
from plans.services.rows import add_item
from tests.people import World, make_plan

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 20)
UP = list(range(1, 21))


def goal_with(plan: Plan, world: World, values: list[int], target: str, baseline: str = "") -> Goal:
    """A goal with a value a day."""
    section = Goal.objects.filter(section__plan=plan).earliest("pk").section
    words = {"name": f"Mål {target} {baseline}", "target": target, "baseline": baseline}
    goal = add_item(section=section, values=words, by=world.coordinator)
    assert isinstance(goal, Goal)
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            goal=goal.node, measured_on=TODAY - timedelta(len(values) - n), value=Decimal(value)
        )
        for n, value in enumerate(values)
    )
    return goal


def in_pack(world: World) -> dict[str, str]:
    """By the key of each goal, where the pack says that it is going."""
    agreement = world.agreement
    agreement.review_anchor, agreement.review_interval = date(2027, 1, 1), 6
    agreement.ends_on = None
    agreement.save()
    part = shown(pack_of(agreement, 1, today=TODAY)).part("goals").body
    return {
        f"{plan.plan_slug}/{goal.key}": goal.trend for plan in part.plans for goal in plan.goals
    }


def on_page(plans: list[int]) -> dict[str, str]:
    """The same as the page of status says it."""
    return {
        f"{line.goal.node.plan.slug}/{line.goal.node.key}": line.trend.value
        for line in goals_in(plans)
    }


def test_a_goal_that_was_passed_on_the_way_is_reached_however_long_ago_it_began(
    world: World,
) -> None:
    plan = make_plan(world.agreement, "matt")
    goal = goal_with(plan, world, UP, "5")
    [line] = [line for line in goals_in([plan.pk]) if line.goal == goal]
    assert line.trend == GoalTrend.REACHED
    assert [int(value) for _on, value in line.values] == UP[-LATEST:]
    assert trends_in([world.agreement.pk]) == {world.agreement.pk: Counter({GoalTrend.REACHED: 1})}


def test_status_and_pack_say_the_same_of_every_goal(world: World) -> None:
    plan = make_plan(world.agreement, "matt")
    chance = random.Random(10)
    for _n in range(40):
        values = [chance.randint(0, 20) for _value in range(chance.choice([1, 2, 5, 12, 13, 20]))]
        values = sorted(values) if chance.random() < 0.5 else values
        baseline = chance.choice(["", "ingen mätning", "4", "9 av 10"])
        goal_with(plan, world, values, chance.choice(["", "5", "8 av 10", "många"]), baseline)
    pack = in_pack(world)
    plans = list(Plan.objects.filter(agreement=world.agreement).values_list("pk", flat=True))
    assert on_page(plans) == pack
    counted = Counter(pack.values())
    del counted[GoalTrend.UNKNOWN.value]
    assert trends_in([world.agreement.pk]) == {world.agreement.pk: counted}
