"""Asking for prints of the year, and putting it into the plan that is printed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from activities.asked import activity_for, year_for
from activities.services import annex, prints
from activities.sheet import Sheet
from core.access import require
from plans.answering import offer_undo, say
from plans.asked import person

from .page import work_in_year


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


@require_POST
def put_in_plan(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Let the year stand in the plan as an annex; then on to it."""
    found = work_in_year(request, slug, year)
    is_new = annex.annex_of(found) is None
    try:
        section, count = annex.put_in_plan(activity_plan=found, by=person(request))
    except ValidationError as error:
        say(request, error)
        return redirect(found)
    words = ngettext(
        "En insats står nu i ”%(section)s”.", "%(n)s insatser står nu i ”%(section)s”.", count
    ) % {"n": count, "section": section.heading}
    if is_new:
        key = section.node.key
        offer_undo(request, words, reverse("appendix:remove_section", args=[slug, key]))
    else:
        messages.success(request, words)
    return redirect(f"{reverse('appendix:draft', args=[slug])}#{section.node.key}")
