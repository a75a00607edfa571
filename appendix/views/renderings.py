"""How far a PDF has come, and the PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from appendix.models import Rendering
from plans.models import Plan
from plans.permissions import plan_abilities

from .answers import file_answer, person

SECONDS_BETWEEN_LOOKS = "2"


@require_safe
def rendering(request: HttpRequest, rendering_id: UUID) -> HttpResponse:
    """Says how far the PDF has come, and leads to it; asks again by itself while it is made."""
    rendering = _rendering_for(request, rendering_id)
    response = render(request, "appendix/rendering.html", {"rendering": rendering})
    if not (rendering.is_done or rendering.is_failed):
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@require_safe
def rendering_pdf(request: HttpRequest, rendering_id: UUID) -> HttpResponse:
    """The PDF, once it is made."""
    rendering = _rendering_for(request, rendering_id)
    if rendering.pdf is None:
        raise Http404
    version = rendering.plan_version
    ending = str(version.number) if version else "utkast"
    name = f"{rendering.plan.slug}-{ending}.pdf"
    return file_answer(bytes(rendering.pdf), "application/pdf", name=name)


def _rendering_for(request: HttpRequest, rendering_id: UUID) -> Rendering:
    """Whoever may read what is printed may have the print."""
    user = person(request)
    rows = Rendering.objects.light().filter(plan__in=Plan.objects.visible_to(user))
    related = rows.select_related("plan__agreement", "plan_version")
    rendering = get_object_or_404(related, pk=rendering_id)
    abilities = plan_abilities(user, rendering.plan)
    if not abilities.read_draft and not _is_in_force(rendering):
        raise Http404
    return rendering


def _is_in_force(rendering: Rendering) -> bool:
    """Whether what is printed is open to all who read: an adopted version that has begun."""
    version = rendering.plan_version
    return version is not None and version.has_begun()
