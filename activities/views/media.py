"""The media card of an activity, and a plan's advice for whoever meets the press."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities import media
from activities.timing import timing_words
from core.access import require
from plans.asked import draft_for

from .blocks import sheet_for


@require_safe
def card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One light page for a telephone: who speaks, who answers, what is said, what may be asked."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.read_draft)
    speakers, followers = (set(sheet.values.get(name) or ()) for name in ("speakers", "followers"))
    found = media.contacts(sheet.plan, localdate(), speakers | followers)
    context = {
        "activity": sheet.activity,
        "plan": sheet.plan,
        "name": sheet.name,
        "timing": timing_words(sheet.activity),
        "speakers": [one for one in found if one.key in speakers],
        "followers": [one for one in found if one.key in followers],
        "messages_said": media.messages(sheet.plan, sheet.values.get("messages") or ()),
        "expected": sheet.expected,
    }
    return render(request, "activities/media_card.html", context)


@require_safe
def advice(request: HttpRequest, slug: str) -> HttpResponse:
    """Who speaks for the plan, who takes the press, and what is said."""
    plan, abilities = draft_for(request, slug)
    context = {
        "plan": plan,
        "abilities": abilities,
        "contacts": media.contacts(plan, localdate()),
        "messages_said": media.all_messages(plan),
        "advice": media.advice(plan),
    }
    return render(request, "activities/media.html", context)
