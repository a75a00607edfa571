"""What several pages of a plan ask first: who is there, which plan, and what they may do with it."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User

from .models import Plan
from .permissions import Abilities, plan_abilities


def person(request: HttpRequest) -> User:
    """Who is signed in; the pages of plans are for nobody else."""
    return cast("User", request.user)


def plan_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """The plan and what the person may do with it; Http404 where it does not exist for them."""
    plans = Plan.objects.visible_to(person(request)).select_related("agreement")
    plan = get_object_or_404(plans, slug=slug)
    return plan, plan_abilities(person(request), plan)


def draft_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """As ``plan_for``, for those who may read the working text; for others there is none."""
    plan, abilities = plan_for(request, slug)
    if not abilities.read_draft:
        raise Http404
    return plan, abilities
