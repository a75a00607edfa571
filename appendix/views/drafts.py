"""The working text of a plan, for those who work with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from appendix.document import canonical_bytes
from appendix.reading import reading_page
from appendix.services import renderings
from appendix.standing import standing
from appendix.working_text import working_text
from core.answers import file_answer
from plans.asked import draft_for

from .answers import image_answer


@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The working text as a page."""
    plan, abilities = draft_for(request, slug)
    text = working_text(plan)
    context = {
        "plan": plan,
        "abilities": abilities,
        "page": reading_page(text.sha256, lambda: text.document),
        "state": "draft",
        "standing": standing(plan, localdate()),
    }
    return render(request, "appendix/draft.html", context)


@require_safe
def draft_image(request: HttpRequest, slug: str, sha256: str) -> HttpResponse:
    """An image that the working text shows."""
    plan, _ = draft_for(request, slug)
    return image_answer(sha256, shown=sha256 in working_text(plan).document.get("images", {}))


@require_safe
def draft_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The working text as a document file."""
    plan, _ = draft_for(request, slug)
    data = canonical_bytes(working_text(plan).document)
    return file_answer(data, "application/json", name=f"{plan.slug}-utkast.json")


@require_POST
def print_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the working text as a PDF."""
    plan, _ = draft_for(request, slug)
    return redirect(renderings.ask_for_draft(plan=plan, document=working_text(plan).document))
