"""The goals of an agreement's plans with what has been measured of them. Two questions for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from activities.document import Value
from evaluations.indicators import goals_in
from evaluations.models import IndicatorValue
from plans.models import Goal, Plan
from plans.services.subjects import name_of

from .outcomes import plain


def part(plans: Sequence[Plan]) -> list[Value]:
    """Each plan that has goals, with them in reading order."""
    goals = list(goals_in(plans))
    measured: dict[int, list[Value]] = defaultdict(list)
    rows = IndicatorValue.objects.filter(goal__in=[goal.node_id for goal in goals])
    for row in rows.order_by("measured_on", "pk"):
        measured[row.goal_id].append(
            {"on": row.measured_on.isoformat(), "value": plain(row.value), "source": row.source}
        )
    below: dict[int, list[Value]] = defaultdict(list)
    for goal in goals:
        below[goal.section.plan_id].append(_goal(goal, measured[goal.node_id]))
    return [
        {"plan": {"slug": plan.slug, "title": plan.title}, "goals": below[plan.pk]}
        for plan in plans
        if below[plan.pk]
    ]


def _goal(goal: Goal, values: list[Value]) -> Value:
    return {
        "key": goal.node.key,
        "name": name_of(goal),
        "indicator": goal.indicator,
        "baseline": goal.baseline,
        "target": goal.target,
        "values": values,
    }
