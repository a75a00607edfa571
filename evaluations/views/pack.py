"""The review pack as a page and as a PDF."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.answers import file_answer
from evaluations.asked import agreement_for, agreement_with_outcome, person
from evaluations.pack import Found, NoReviewError, find_pack, finished_pack, shown
from evaluations.services.pack import ask_for_pack
from evaluations.services.pack_sending import send_pack, sends_packs
from plans.answering import say
from plans.models import Agreement

from .reviews import to_renewal


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
    try:
        found = found_pack(agreement, number)
    except Http404:
        return to_renewal(request, slug)
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "review": found.review,
        "is_closed": found.is_closed,
        "pack": shown(found.value),
        "may_send": sends_packs(abilities) and not found.is_closed,
    }
    return render(request, "evaluations/pack.html", context)


@require_POST
def print_pack(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the pack as a PDF, as it is now."""
    agreement = agreement_with_outcome(request, slug)
    found = found_pack(agreement, number)
    return redirect(ask_for_pack(agreement=agreement, value=found.value))


@require_safe
def pack_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The PDF that was made last; the page, where there is none, so that mails lead somewhere."""
    agreement = agreement_with_outcome(request, slug)
    rendering = finished_pack(agreement, number)
    if rendering is None or rendering.pdf is None:
        found_pack(agreement, number)
        return redirect("evaluations:review_pack", slug, number)
    name = f"{agreement.slug}-underlag-{number}.pdf"
    return file_answer(bytes(rendering.pdf), "application/pdf", name=name)


@require_POST
def send_review_pack(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the pack to those who have a seat and have not got it."""
    agreement, abilities = agreement_for(request, slug)
    require(sends_packs(abilities))
    found_pack(agreement, number)
    try:
        count = send_pack(agreement=agreement, number=number, by=person(request), now=now())
    except ValidationError as error:
        say(request, error)
    else:
        words = ngettext(
            "Underlaget är skickat till en person.",
            "Underlaget är skickat till %d personer.",
            count,
        )
        messages.success(
            request,
            words % count if count else _("Styrgruppen och samordnarna har redan fått underlaget."),
        )
    return redirect("evaluations:review_pack", slug, number)
