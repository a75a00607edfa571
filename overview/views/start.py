"""The start page and the page of an agreement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities.models import Anchoring
from evaluations.pack import next_review
from overview.lists import cards_for
from plans.models import Agreement, Membership

from .loading import agreement_for, person

AGREEMENTS_A_PAGE = 20
QUESTIONS_SHOWN = 20


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the person is asked to answer, the agreements in which they have a role, and their plans."""
    user = person(request)
    agreements = (
        Agreement.objects.visible_to(user).select_related("renewed_by").order_by("title", "pk")
    )
    page = Paginator(agreements, AGREEMENTS_A_PAGE).get_page(request.GET.get("sida"))
    cards = cards_for(user, list(page), localdate())
    asked = Anchoring.objects.to_answer_by(user).select_related(
        "activity__node__plan", "role", "asked_by"
    )
    context = {"cards": cards, "page": page, "asked": asked[:QUESTIONS_SHOWN]}
    return render(request, "overview/start.html", context)


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: its parties, its plans, and who works under it."""
    agreement = agreement_for(request, slug)
    members = Membership.objects.active().filter(agreement=agreement)
    [card] = cards_for(person(request), [agreement], localdate())
    # One may have a role in only one of the two: then the other does not exist.
    others = Agreement.objects.visible_to(person(request)).filter(
        Q(renews=agreement) | Q(renewed_by=agreement)
    )
    next_one = next_review(agreement, localdate()) if card.abilities.read_draft else None
    context = {
        "agreement": agreement,
        "card": card,
        "next_review": next_one,
        "parties": agreement.parties.all(),
        "renewals": [(other, other.renews_id == agreement.pk) for other in others],
        "is_renewed": hasattr(agreement, "renewed_by"),
        "members": members.select_related("user__organisation").order_by("user__full_name"),
    }
    return render(request, "overview/agreement.html", context)
