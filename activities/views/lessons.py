"""Lessons from before: read them, and say that they are taken in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from activities.services.lessons import acknowledge
from core.access import require
from plans.asked import person

from .blocks import sheet_for, step_of
from .checklist import place_of


@require_http_methods(["GET", "HEAD", "POST"])
def lessons(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All lessons that concern the activity; a POST acknowledges one."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.read_draft)
    if request.method == "POST":
        require(sheet.abilities.work)
        wanted = request.POST.get("fran_insats", "")
        lesson = next((one for one in sheet.lessons if str(one.source.pk) == wanted), None)
        if lesson is None:
            raise Http404
        acknowledge(activity=sheet.activity, source=lesson.source, by=person(request))
        if request.POST.get("fran") == "lardomar":
            return redirect("activities:lessons", slug=slug, key=key)
        return redirect(place_of(request, sheet, step_of(sheet, lesson)))
    context = {"sheet": sheet, "activity": sheet.activity, "plan": sheet.plan}
    return render(request, "activities/lessons.html", context)
