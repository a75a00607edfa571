"""The goals of an agreement's plans, and where their indicators are going."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from evaluations.enums import GoalTrend
from evaluations.models import IndicatorValue
from evaluations.plots import Plot, number_in, plot
from evaluations.trends import trend_of
from plans.lookup import section_in_bin
from plans.models import Goal
from plans.services.subjects import name_of

LATEST = 12
"""So many values of a goal are drawn."""


@dataclass(frozen=True)
class GoalLine:
    """A goal with its latest values, the oldest first."""

    goal: Goal
    values: Sequence[tuple[date, Decimal]]

    @property
    def name(self) -> str:
        """What the goal is called."""
        return name_of(self.goal)

    @property
    def trend(self) -> GoalTrend:
        """Where its indicator is going."""
        values = [value for _on, value in self.values]
        return trend_of(values, self.target, self.baseline)

    @property
    def latest(self) -> tuple[date, Decimal] | None:
        """When it was measured last, and what."""
        return self.values[-1] if self.values else None

    @property
    def plot(self) -> Plot:
        """The values as a small drawing."""
        return plot(self.values, self.target, self.baseline)

    @property
    def target(self) -> Decimal | None:
        """The target, where it is a number."""
        return number_in(self.goal.target)

    @property
    def baseline(self) -> Decimal | None:
        """The baseline, where it is a number."""
        return number_in(self.goal.baseline)


def goals_in(plans: Collection[int]) -> list[GoalLine]:
    """The goals of ``plans`` that are measured in some way, or could be, in the order of the plans."""
    goals = list(_goals(plans).select_related("node__plan").order_by(*ORDER))
    values = _values([goal.node_id for goal in goals], LATEST)
    return [GoalLine(goal, values.get(goal.node_id, ())) for goal in goals]


ORDER = ("node__plan__title", "node__plan", "section__position", "position", "pk")


def trends_in(plans: Collection[int]) -> dict[int, Counter[GoalTrend]]:
    """By primary key of each agreement, how many goals go which way; of goals that are measured."""
    words: dict[int, tuple[int, str, str]] = {
        node: (agreement, target, baseline)
        for node, agreement, target, baseline in _goals(plans).values_list(
            "node", "node__plan__agreement", "target", "baseline"
        )
    }
    found: dict[int, Counter[GoalTrend]] = defaultdict(Counter)
    for node, pairs in _values(words, LATEST).items():
        agreement, target, baseline = words[node]
        values = [value for _on, value in pairs]
        trend = trend_of(values, number_in(target), number_in(baseline))
        found[agreement][trend] += 1
    return found


def _goals(plans: Collection[int]) -> QuerySet[Goal]:
    """The goals that stand in the working text of ``plans``."""
    rows = Goal.objects.live().filter(section__plan__in=plans)
    goals: QuerySet[Goal] = rows.annotate(section_in_bin=section_in_bin(Goal)).filter(
        section_in_bin=False
    )
    return goals


def _values(
    nodes: Collection[int] | Mapping[int, Any], most: int
) -> dict[int, list[tuple[date, Decimal]]]:
    """By goal, its latest values, the oldest first."""
    turn = Window(RowNumber(), partition_by=F("goal"), order_by=F("measured_on").desc())
    rows = (
        IndicatorValue.objects.filter(goal__in=list(nodes))
        .annotate(turn=turn)
        .filter(turn__lte=most)
    )
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for node, on, value in rows.order_by("measured_on").values_list("goal", "measured_on", "value"):
        found[node].append((on, value))
    return found
