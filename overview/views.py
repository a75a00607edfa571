"""The start page and the page of an agreement."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.models import User
from plans.models import Agreement, Membership

from .lists import cards_for

AGREEMENTS_A_PAGE = 20


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The agreements in which the person has a role, and their plans."""
    user = cast("User", request.user)
    agreements = Agreement.objects.visible_to(user).order_by("title", "pk")
    page = Paginator(agreements, AGREEMENTS_A_PAGE).get_page(request.GET.get("sida"))
    cards = cards_for(user, list(page), localdate())
    return render(request, "overview/start.html", {"cards": cards, "page": page})


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: its parties, its plans, and who works under it."""
    user = cast("User", request.user)
    agreement = get_object_or_404(Agreement.objects.visible_to(user), slug=slug)
    members = Membership.objects.active().filter(agreement=agreement)
    [card] = cards_for(user, [agreement], localdate())
    context = {
        "agreement": agreement,
        "card": card,
        "parties": agreement.parties.all(),
        "members": members.select_related("user__organisation").order_by("user__full_name"),
    }
    return render(request, "overview/agreement.html", context)
