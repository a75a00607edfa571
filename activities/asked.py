"""What the pages of a year ask first: which year, which activity, and what the person may do there."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from plans.asked import person, plan_for
from plans.enums import VersionState
from plans.models import Plan, PlanVersion
from plans.permissions import Abilities, plan_abilities

from .models import Activity, ActivityPlan


def years_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """The plan whose years the person may see; who only reads sees those of adopted plans."""
    plan, abilities = plan_for(request, slug)
    adopted = PlanVersion.objects.filter(plan=plan, state=VersionState.ADOPTED)
    if not abilities.read_draft and not adopted.exists():
        raise Http404
    return plan, abilities


def year_for(request: HttpRequest, slug: str, year: int) -> tuple[ActivityPlan, Abilities]:
    """The year of a plan; Http404 where it does not exist for the person."""
    plan, abilities = years_for(request, slug)
    found = get_object_or_404(ActivityPlan, plan=plan, year=year)
    found.plan = plan
    return found, abilities


def activity_for(request: HttpRequest, slug: str, key: str) -> tuple[Activity, Abilities]:
    """An activity of a year; Http404 where it does not exist for the person."""
    rows = Activity.objects.visible_to(person(request)).select_related(
        "node__plan__agreement", "activity_plan"
    )
    found = get_object_or_404(rows, node__plan__slug=slug, node__key=key)
    return found, plan_abilities(person(request), found.node.plan)
