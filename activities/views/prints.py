"""Asking for prints of the year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from activities.asked import activity_for, year_for
from activities.services import prints
from activities.sheet import Sheet
from core.access import require


@require_POST
def print_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Ask for the year as a PDF, with the ideas that the person sees."""
    found, abilities = year_for(request, slug, year)
    return redirect(prints.ask_for_year(activity_plan=found, with_ideas=abilities.read_draft))


@require_POST
def print_brief(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask for an activity on one page."""
    activity, abilities = activity_for(request, slug, key)
    require(abilities.read_draft)
    return redirect(prints.ask_for_brief(sheet=Sheet(activity, abilities)))
