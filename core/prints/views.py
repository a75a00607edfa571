"""How far a PDF has come, and the PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.answers import file_answer

from . import kinds
from .kinds import Place
from .models import Rendering

SECONDS_BETWEEN_LOOKS = "2"


@require_safe
def rendering(request: HttpRequest, rendering_id: UUID) -> HttpResponse:
    """Says how far the PDF has come, and leads to it; asks again by itself while it is made."""
    rendering = get_object_or_404(Rendering.objects.light(), pk=rendering_id)
    context = {"rendering": rendering, "place": _place(request, rendering)}
    response = render(request, "core/rendering.html", context)
    if not (rendering.is_done or rendering.is_failed):
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@require_safe
def rendering_pdf(request: HttpRequest, rendering_id: UUID) -> HttpResponse:
    """The PDF, once it is made."""
    rendering = get_object_or_404(Rendering.objects.light(), pk=rendering_id)
    place = _place(request, rendering)
    if rendering.pdf is None:
        raise Http404
    return file_answer(bytes(rendering.pdf), "application/pdf", name=place.file_name)


def _place(request: HttpRequest, rendering: Rendering) -> Place:
    """Where the print belongs; Http404 for those who may not have it, and for a kind that is gone."""
    kind = kinds.find(rendering.kind)
    place = kind.place(request.user, rendering) if kind else None
    if place is None:
        raise Http404
    return place
