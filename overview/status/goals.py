"""The goals of an agreement's plans, and where their indicators are going."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from core.questions import Question
from evaluations.enums import GoalTrend
from evaluations.models import IndicatorValue
from evaluations.plots import Plot, number_in, plot
from evaluations.trends import trend_of
from plans.lookup import section_in_bin
from plans.models import Goal
from plans.services.subjects import name_of

from .activities import MOST

LATEST = 12
"""So many values of a goal are drawn."""


@dataclass
class Series:
    """The latest values of a goal, the oldest first, and the ``first`` that was ever measured."""

    first: Decimal | None = None
    latest: list[tuple[date, Decimal]] = field(default_factory=list)

    def trend(self, target: Decimal | None, baseline: Decimal | None) -> GoalTrend:
        """Where the values are going."""
        values = [value for _on, value in self.latest]
        return trend_of(values, target, baseline, first=self.first)


@dataclass(frozen=True)
class GoalLine:
    """A goal with what was measured of it."""

    goal: Goal
    series: Series

    @property
    def values(self) -> Sequence[tuple[date, Decimal]]:
        """Its latest values, the oldest first."""
        return self.series.latest

    @property
    def name(self) -> str:
        """What the goal is called."""
        return name_of(self.goal)

    @property
    def trend(self) -> GoalTrend:
        """Where its indicator is going."""
        return self.series.trend(self.target, self.baseline)

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
    measured = _measured([goal.node_id for goal in goals])
    return [GoalLine(goal, measured.get(goal.node_id) or Series()) for goal in goals]


ORDER = ("node__plan__title", "node__plan", "section__position", "position", "pk")


def trends_in(agreements: Collection[int]) -> dict[int, Counter[GoalTrend]]:
    """By primary key of each agreement, at most ``MOST``, how many of its measured goals go which way."""
    words: dict[int, tuple[int, str, str]] = {
        node: (agreement, target, baseline)
        for node, agreement, target, baseline in STANDING.ask(agreements=agreements)
    }
    found: dict[int, Counter[GoalTrend]] = defaultdict(Counter)
    for node, series in _measured(words).items():
        agreement, target, baseline = words[node]
        found[agreement][series.trend(number_in(target), number_in(baseline))] += 1
    return found


def _standing(agreements: list[int]) -> QuerySet[Any, Any]:
    rows = Goal.objects.live().filter(~section_in_bin(), section__plan__agreement__in=agreements)
    return rows.order_by().values_list("node", "section__plan__agreement", "target", "baseline")


STANDING: Final = Question(_standing, lists={"agreements": MOST})


def _goals(plans: Collection[int]) -> QuerySet[Goal]:
    """The goals that stand in the working text of ``plans``."""
    rows = Goal.objects.live().filter(section__plan__in=plans)
    goals: QuerySet[Goal] = rows.filter(~section_in_bin())
    return goals


def _measured(nodes: Collection[int]) -> dict[int, Series]:
    """By goal, what was measured of it; nothing of goals without a value."""
    rows = (
        IndicatorValue.objects.filter(goal__in=list(nodes))
        .annotate(turn=_turn("-measured_on"), age=_turn("measured_on"))
        .filter(Q(turn__lte=LATEST) | Q(age=1))
    )
    values = rows.order_by("measured_on").values_list("goal", "measured_on", "value", "turn")
    found: dict[int, Series] = {}
    for node, on, value, turn in values:
        series = found.setdefault(node, Series(first=value))
        if turn <= LATEST:
            series.latest.append((on, value))
    return found


def _turn(order: str) -> Window:
    """The place of a value among those of its goal, in this order."""
    return Window(RowNumber(), partition_by=F("goal"), order_by=order)
