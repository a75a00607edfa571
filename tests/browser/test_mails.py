"""Mails as a telephone draws them: every kind, with long words, accessible and no wider than the screen."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.timezone import get_current_timezone
from playwright.sync_api import Page

from core.mail import build
from tests.undefined import undefined as undefined

from .axe import violations
from .test_every_page import NARROWEST, OVERFLOW

pytestmark = pytest.mark.browser
TELEPHONE = 390
SHOTS = os.environ.get("SHOTS")
# A mail's heading is its subject, which the mail program shows.
NOT_OF_A_MAIL = "page-has-heading-one"
LONG = "Samverkanskommunikationsplaneringsgruppsordförandeskap" * 2
ADDRESS = f"https://samrad.example/{'en-lang-adress-utan-mellanslag-' * 6}/"
PLAN = f"Kommunikationsplan för {LONG}"
NAME = "Anna-Karin Lindqvist-Bergström"
MOMENT = datetime(2027, 1, 31, 13, 0, tzinfo=get_current_timezone())
LINK = {"link": ADDRESS}
VERSION = {"name": NAME, "plan": PLAN, "number": 12, "by": NAME, **LINK}
REVIEW = {"name": NAME, "number": 3, "agreement": PLAN, **LINK}
TOLD = {"name": NAME, "subject": f"Om 14 dagar: {PLAN}", "own_page": ADDRESS, **LINK}
ASKED = {"name": NAME, "by": NAME, "activity": LONG, "plan": PLAN, "role": LONG, **LINK}
NOTICE = {"subject": PLAN, "text": f"Se {ADDRESS}", "told_on": date(2027, 1, 4), **LINK}
WRITTEN = f"Så här.\n\nSe {ADDRESS}{LONG}"
LETTERS: list[tuple[str, dict[str, Any]]] = [
    ("address_changed", {"name": NAME, "new_address": f"{LONG.lower()}@alvhamra.example"}),
    ("anchoring_answered", {**ASKED, "timing": "", "answer": "nej", "words": WRITTEN}),
    ("anchoring_asked", {**ASKED, "timing": "varannan vecka, mars–maj", "words": ""}),
    ("comment_written", {"name": NAME, "plan": PLAN, "by": NAME, "text": WRITTEN, **LINK}),
    (
        "invitation",
        {
            "by": NAME,
            "agreement": PLAN,
            "role": LONG,
            "organisation": LONG,
            "until": MOMENT,
            **LINK,
        },
    ),
    ("minutes_sent", {**REVIEW, "is_attached": True, "actions": ADDRESS}),
    ("minutes_sent", {**REVIEW, "is_attached": False, "actions": ADDRESS}),
    (
        "pack_sent",
        {**TOLD, "text": WRITTEN, "pdf": ADDRESS, "has_meeting": True, "is_attached": False},
    ),
    ("password_changed", {"at": MOMENT}),
    ("password_reset", {"name": NAME, "days": 3, **LINK}),
    ("reminder", {**TOLD, "text": WRITTEN, "has_file": True}),
    ("reminder_digest", {"name": NAME, "notices": [NOTICE] * 3, "own_page": ADDRESS}),
    ("review_called", {**REVIEW, "when": f"31 januari 2027 13.00, {LONG}", "is_moved": False}),
    ("review_called", {**REVIEW, "when": f"31 januari 2027 13.00, {LONG}", "is_moved": True}),
    ("version_adopted", {**VERSION, "valid_from": MOMENT.date() + timedelta(days=1)}),
    ("version_proposed", VERSION),
    ("version_rejected", {**VERSION, "party": LONG, "comment": WRITTEN}),
    ("version_withdrawn", VERSION),
    ("welcome", {"name": NAME, "days": 3, **LINK}),
]


def test_every_kind_of_mail_is_drawn_here() -> None:
    folder = Path(settings.BASE_DIR, "templates", "emails")
    kinds = {path.stem for path in folder.glob("*.subject")}
    assert kinds == {template for template, _words in LETTERS}


@pytest.mark.parametrize(
    ("template", "words"),
    LETTERS,
    ids=[f"{number} {template}" for number, (template, _context) in enumerate(LETTERS)],
)
def test_a_mail_can_be_read_on_a_telephone(
    page: Page, template: str, words: dict[str, Any], undefined: set[str]
) -> None:
    letter = build(template, words)
    assert undefined == set()
    page.set_content(letter.html)
    for width in (TELEPHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 844})
        found = [line for line in violations(page) if not line.startswith(NOT_OF_A_MAIL)]
        assert found == [], width
        assert page.evaluate(OVERFLOW) <= 0, f"scrolls sideways at {width} px"
    if SHOTS:
        page.set_viewport_size({"width": TELEPHONE, "height": 844})
        page.screenshot(path=f"{SHOTS}/mail-{template}.png", full_page=True)
