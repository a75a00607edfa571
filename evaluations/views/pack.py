"""The review pack as a page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access import require
from evaluations.asked import agreement_for
from evaluations.pack import Found, NoReviewError, find_pack, shown
from plans.models import Agreement


def found_pack(agreement: Agreement, number: int) -> Found:
    """The pack of a review; Http404 where there is none."""
    try:
        return find_pack(agreement, number, today=localdate())
    except NoReviewError:
        raise Http404 from None


@require_safe
def review_pack(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All that the review goes through, as it is today."""
    agreement, abilities = agreement_for(request, slug)
    require(abilities.read_draft)
    found = found_pack(agreement, number)
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "review": found.review,
        "is_closed": found.is_closed,
        "pack": shown(found.value),
    }
    return render(request, "evaluations/pack.html", context)
