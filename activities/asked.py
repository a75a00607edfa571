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
    if not sees_years(plan, abilities):
        raise Http404
    return plan, abilities


def sees_years(plan: Plan, abilities: Abilities) -> bool:
    """Whether the years of ``plan`` exist for somebody with these abilities."""
    adopted = PlanVersion.objects.filter(plan=plan, state=VersionState.ADOPTED)
    return abilities.read_draft or (abilities.read and adopted.exists())


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
