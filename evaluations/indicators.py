"""The goals of a plan with their indicators over time. Two questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluations.models import IndicatorValue
from evaluations.plots import Plot, number_in, plot
from plans.lookup import section_in_bin
from plans.models import Goal, Plan
from plans.services.subjects import name_of


@dataclass(frozen=True)
class Indicator:
    """A goal, and what has been measured of it, the oldest first."""

    goal: Goal
    values: Sequence[IndicatorValue]

    @property
    def name(self) -> str:
        """What the goal is called."""
        return name_of(self.goal)

    @property
    def plot(self) -> Plot:
        """The values as a small drawing."""
        pairs = [(row.measured_on, row.value) for row in self.values]
        return plot(pairs, number_in(self.goal.target), number_in(self.goal.baseline))


def goals_of(plan: Plan) -> QuerySet[Goal]:
    """The goals that stand in the plan now."""
    goals = standing_goals(Goal.objects.filter(section__plan=plan))
    return goals.select_related("node", "section")


def standing_goals(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """Those of ``goals`` that do not lie in the bin, each plan's in reading order."""
    live = goals.filter(~section_in_bin(), removed_at__isnull=True)
    return live.order_by("section__position", "position", "pk")


def indicators_of(plan: Plan) -> list[Indicator]:
    """Every goal of ``plan`` with its values."""
    goals = list(goals_of(plan))
    rows = IndicatorValue.objects.filter(goal__in=[goal.node_id for goal in goals])
    below: dict[int, list[IndicatorValue]] = defaultdict(list)
    for row in rows.select_related("by").order_by("measured_on", "pk"):
        below[row.goal_id].append(row)
    return [Indicator(goal, below[goal.node_id]) for goal in goals]
