"""Single rows that the pages of a year work on."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from activities.asked import years_for
from activities.enums import Status
from activities.models import Activity
from activities.models.activity import ActivityQuerySet
from core.access import require
from plans.lookup import section_in_bin
from plans.models import Plan


def row_for_work(request: HttpRequest, slug: str, key: str) -> Activity:
    """An activity of a year, also one that has left it, for those who may change it.

    Http404 where it does not exist for the person: an idea does not for one who only reads.
    """
    plan, abilities = years_for(request, slug)
    rows = Activity.objects.filter(activity_plan__isnull=False).select_related(
        "node", "activity_plan"
    )
    found: Activity = get_object_or_404(rows, node__plan=plan, node__key=key)
    if not abilities.read_draft and (found.status == Status.IDEA or not found.is_in_year):
        raise Http404
    require(abilities.work)
    found.node.plan = plan
    if found.activity_plan is not None:
        found.activity_plan.plan = plan
    return found


def outside(plan: Plan) -> ActivityQuerySet:
    """The activities of the plan's own tables that stand in no year."""
    stand = Activity.objects.filter(section__plan=plan, removed_at__isnull=True)
    reached = stand.filter(~section_in_bin())
    rows: ActivityQuerySet = reached.filter(activity_plan__isnull=True).select_related("node")
    return rows.order_by("section__position", "position", "pk")
