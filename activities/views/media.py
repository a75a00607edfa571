"""The media card of an activity, and a plan's advice for whoever meets the press."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities import media
from activities.timing import timing_words
from core.access import require
from plans.asked import draft_for

from .blocks import sheet_for


@require_safe
@csp_update({"style-src": [NONCE], "img-src": ["data:"]})  # type: ignore[arg-type]  # its type knows views of one argument only
def card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One light page for a telephone: who speaks, who answers, what is said, what may be asked.

    It carries its own style, so that it is whole as soon as it is there, however bad the line.
    """
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
        "style": _card_style(),
    }
    return render(request, "activities/media_card.html", context)


@cache
def _card_style() -> SafeString:
    """The card's style sheet, to stand in the page."""
    path = Path(str(finders.find("css/card.css")))
    return mark_safe(path.read_text(encoding="utf-8"))  # noqa: S308 - our own file


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
