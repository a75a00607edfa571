"""What the pages of evaluations ask first: for whom they are, and for whom they do not exist."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve

from activities.asked import activity_for
from activities.sheet import Sheet
from core.access import require
from evaluations.enums import ReviewState
from evaluations.models import ArchiveItem, Review
from plans.asked import person, plan_for
from plans.models import Agreement, Plan
from plans.permissions import Abilities, agreement_abilities

ITEMS = ArchiveItem.objects.select_related(
    "file", "thumbnail", "disposed_by", "activity__node", "activity__activity_plan"
)


def sheet_for(request: HttpRequest, slug: str, key: str) -> Sheet:
    """The activity, for those who may read what came of it: all but readers."""
    sheet = Sheet(*activity_for(request, slug, key))
    require(sheet.abilities.read_draft)
    return sheet


def work_for(request: HttpRequest, slug: str, key: str) -> Sheet:
    """The activity, for those who evaluate and archive."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.work)
    return sheet


def evaluator_for(request: HttpRequest, slug: str, key: str) -> Sheet:
    """The activity, for those who evaluate it: who works, and who holds a review that is going on."""
    sheet = sheet_for(request, slug, key)
    require(may_evaluate(sheet))
    return sheet


def may_evaluate(sheet: Sheet) -> bool:
    """Whether the person fills in its evaluation now, with its figures."""
    return sheet.abilities.work or (sheet.abilities.hold and _is_gone_through(sheet))


def _is_gone_through(sheet: Sheet) -> bool:
    reviews = Review.objects.filter(agreement=sheet.plan.agreement_id, state=ReviewState.HELD)
    return reviews.exists()


def back_to(request: HttpRequest, sheet: Sheet) -> str:
    """The meeting that a form of an evaluation stood in; nothing for its own page."""
    address = request.POST.get("tillbaka") or request.GET.get("tillbaka", "")
    path = address.partition("?")[0]
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    is_meeting = found.view_name == "evaluations:meeting"
    return address if is_meeting and found.kwargs["slug"] == sheet.plan.agreement.slug else ""


def plan_with_outcome(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """The plan, for those who may read what came of it."""
    plan, abilities = plan_for(request, slug)
    require(abilities.read_draft)
    return plan, abilities


def agreement_for(request: HttpRequest, slug: str) -> tuple[Agreement, Abilities]:
    """The agreement and what the person may do in it; Http404 where it does not exist for them."""
    by = person(request)
    rows = Agreement.objects.visible_to(by).select_related("renewed_by")
    agreement = get_object_or_404(rows, slug=slug)
    return agreement, agreement_abilities(by, agreement)


def agreement_with_outcome(request: HttpRequest, slug: str) -> Agreement:
    """The agreement, for those who may read what came of it: all but readers."""
    agreement, abilities = agreement_for(request, slug)
    require(abilities.read_draft)
    return agreement


def item_for(request: HttpRequest, slug: str, token: str) -> tuple[ArchiveItem, Sheet]:
    """A kept item with its activity; Http404 where it does not exist for the person.

    The archive outlives the activity's place in its year: what is kept is a public record.
    """
    plan, abilities = plan_for(request, slug)
    item = get_object_or_404(ITEMS.all(), token=token, activity__node__plan=plan)
    require(abilities.read_draft)
    item.activity.node.plan = plan
    if item.activity.activity_plan is not None:
        item.activity.activity_plan.plan = plan
    return item, Sheet(item.activity, abilities)


__all__ = [
    "agreement_for",
    "agreement_with_outcome",
    "back_to",
    "evaluator_for",
    "item_for",
    "may_evaluate",
    "person",
    "plan_with_outcome",
    "sheet_for",
    "work_for",
]
