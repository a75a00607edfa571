"""The goals of an agreement's plans with what has been measured of them. Two questions for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet

from activities.document import Value
from core.questions import Question, as_json
from evaluations.indicators import standing_goals
from evaluations.models import IndicatorValue
from plans.models import Agreement, Goal, Plan
from plans.services.subjects import name_of

from .outcomes import plain


def _goals(agreement: int) -> QuerySet[Any, Any]:
    """Those of the agreement's plans, each plan's in reading order."""
    return standing_goals(Goal.objects.filter(section__plan__agreement=agreement)).values_list(
        *("section__plan", "node", "node__key", "name", "text", "cells"),
        *("indicator", "baseline", "target"),
    )


GOALS: Final = Question(_goals, numbers=["agreement"])


def part(agreement: Agreement, plans: Sequence[Plan]) -> list[Value]:
    """Each plan that has goals, with them in reading order."""
    goals = GOALS.ask(agreement=agreement.pk)
    measured: dict[int, list[Value]] = defaultdict(list)
    rows = IndicatorValue.objects.filter(goal__in=[node for _plan, node, *_words in goals])
    for goal, on, value, source in rows.order_by("measured_on", "pk").values_list(
        "goal", "measured_on", "value", "source"
    ):
        measured[goal].append({"on": on.isoformat(), "value": plain(value), "source": source})
    below: dict[int, list[Value]] = defaultdict(list)
    for plan, node, key, *words in goals:
        below[plan].append({"key": key, **_words(*words), "values": measured[node]})
    return [
        {"plan": {"slug": plan.slug, "title": plan.title}, "goals": below[plan.pk]}
        for plan in plans
        if below[plan.pk]
    ]


def _words(
    name: str, text: str, cells: Any, indicator: str, baseline: str, target: str
) -> dict[str, str]:
    return {
        "name": name_of(Goal(name=name, text=text, cells=as_json(cells))),
        "indicator": indicator,
        "baseline": baseline,
        "target": target,
    }
