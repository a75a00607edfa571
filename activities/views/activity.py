"""The page of one activity, and the page on which all of it is filled in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities import facts
from activities.beside import blocks_of
from activities.enums import Status
from activities.next_steps import next_steps

from .blocks import block, lesson_question, sheet_for, work_for


@require_safe
def activity(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All that is known of it; for those who work with it also what is missing and what is next."""
    sheet = sheet_for(request, slug, key)
    context = {
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "abilities": sheet.abilities,
        "groups": facts.groups(sheet),
        "statuses": Status.choices,
        "steps": next_steps(sheet) if sheet.abilities.work else [],
        "beside": blocks_of(sheet),
    }
    return render(request, "activities/activity.html", context)


@require_safe
def edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Every question on one page, each saved by itself."""
    sheet = work_for(request, slug, key)
    questions = [*sheet.all_questions, lesson_question()]
    context = {
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "blocks": [block(sheet, question) for question in questions],
    }
    return render(request, "activities/edit.html", context)
