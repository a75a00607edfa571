"""What a plan still lacks, loaded apart from the editor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from appendix.working_text import working_text
from plans.asked import draft_for
from plans.checks.advice import Draft, advice_on


@require_safe
def advice(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is missing or doubtful, each with the way to it; ``?del`` gives the list alone."""
    plan, abilities = draft_for(request, slug)
    found = advice_on(Draft(plan, working_text(plan).document, localdate()))
    template = "appendix/advice_list.html" if "del" in request.GET else "appendix/advice.html"
    return render(request, template, {"plan": plan, "abilities": abilities, "found": found})
