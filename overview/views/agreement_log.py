"""What has happened to an agreement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from overview.agreement_log import lines_for, log_of
from plans.permissions import agreement_abilities

from .loading import agreement_for, person

CHANGES_A_PAGE = 50


@require_safe
def agreement_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed members, invitations, parties and the agreement itself, the latest first."""
    agreement = agreement_for(request, slug)
    abilities = agreement_abilities(person(request), agreement)
    changes = log_of(agreement, abilities)
    page = Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("sida"))
    context = {"agreement": agreement, "page": page, "lines": lines_for(list(page))}
    return render(request, "overview/agreement_log.html", context)
