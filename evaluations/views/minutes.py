"""The minutes of a closed review: as a page, and as the PDF that is kept."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.answers import file_answer
from evaluations import minutes as values
from evaluations.models import Review
from evaluations.services.minutes_prints import ask_for_minutes, failure_of, file_name
from evaluations.sittings import Sitting, sitting_for


def _closed(request: HttpRequest, slug: str, number: int) -> tuple[Sitting, Review]:
    """The closed review, its minutes with it; Http404 as long as there are none."""
    sitting = sitting_for(request, slug, number)
    if sitting.review is None or not sitting.review.is_closed:
        raise Http404
    return sitting, sitting.review


@require_safe
def minutes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was noted and decided, as it was locked."""
    sitting, review = _closed(request, slug, number)
    context = {
        "sitting": sitting,
        "agreement": sitting.agreement,
        "review": review,
        "minutes": values.read(json.loads(review.minutes)) if review.minutes else None,
        "has_pdf": bool(review.pdf_sha256),
        "failure": "" if review.pdf_sha256 else failure_of(review),
    }
    return render(request, "evaluations/minutes.html", context)


@require_safe
def minutes_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The PDF that is kept with the review; Http404 until it is made."""
    _sitting, review = _closed(request, slug, number)
    if review.pdf is None:
        raise Http404
    return file_answer(bytes(review.pdf), "application/pdf", name=file_name(review))


@require_POST
def print_minutes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the PDF again, where it could not be made; leads to how far it has come."""
    _sitting, review = _closed(request, slug, number)
    if review.pdf_sha256 or not review.minutes:
        return redirect("evaluations:minutes", slug=slug, number=number)
    return redirect(ask_for_minutes(review=review))
