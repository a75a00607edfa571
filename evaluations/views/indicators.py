"""The goals of a plan with their indicators over time."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.refusals import did, take_errors
from evaluations.asked import person, plan_with_outcome
from evaluations.forms.evaluation import IndicatorForm
from evaluations.indicators import goals_of, indicators_of
from evaluations.models import IndicatorValue
from evaluations.services.indicators import add_value, remove_value
from plans.models import Goal, Plan
from plans.permissions import Abilities


@require_safe
def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """Every goal with its values."""
    return _page(request, *plan_with_outcome(request, slug))


def _page(
    request: HttpRequest,
    plan: Plan,
    abilities: Abilities,
    wrong: tuple[int, IndicatorForm] | None = None,
) -> HttpResponse:
    lines = [
        (one, wrong[1] if wrong and wrong[0] == one.goal.node_id else _form(one.goal))
        for one in indicators_of(plan)
    ]
    context = {
        "plan": plan,
        "abilities": abilities,
        "lines": lines,
        "form": wrong[1] if wrong else None,
    }
    return render(request, "evaluations/indicators.html", context)


def _form(goal: Goal, data: object = None) -> IndicatorForm:
    name = f"matt_{goal.node_id}"
    return IndicatorForm(data, label_suffix="", auto_id=f"{name}_%s")  # type: ignore[arg-type]


def _goal(plan: Plan, key: str) -> Goal:
    goal: Goal = get_object_or_404(goals_of(plan), node__key=key)
    goal.section.plan = plan
    return goal


@require_POST
def add_indicator_value(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A new value of a goal."""
    plan, abilities = plan_with_outcome(request, slug)
    require(abilities.work)
    goal = _goal(plan, key)
    form = _form(goal, request.POST)
    if form.is_valid():
        try:
            add_value(goal=goal, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            take_errors(form, error)
        else:
            return redirect("evaluations:indicators", slug=slug)
    response = _page(request, plan, abilities, (goal.node_id, form))
    response.status_code = 422
    return response


@require_POST
def remove_indicator_value(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Take a value away."""
    plan, abilities = plan_with_outcome(request, slug)
    require(abilities.work)
    goal = _goal(plan, key)
    row = get_object_or_404(IndicatorValue, pk=pk, goal=goal.node)
    did(
        request,
        lambda: remove_value(goal=goal, row=row, by=person(request)),
        _("Värdet är borttaget."),
    )
    return redirect("evaluations:indicators", slug=slug)
