"""Documents for the PDF bench: the example plans in the application's own print, at the sizes promised.

Pictures are left out: they cost both engines the same and would hide what is measured.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from appendix.document import canonical_bytes, read  # noqa: E402
from appendix.printing import STYLESHEET, print_html  # noqa: E402
from appendix.record import DRAFT  # noqa: E402
from evaluations.pack.printing import STYLESHEET as PACK_STYLESHEET  # noqa: E402
from evaluations.pack.printing import pack_html  # noqa: E402

STYLESHEETS = (STYLESHEET,)
SECTIONS = {"6 pages": 8, "12 pages": 16, "40 pages": 59}
ROWS = {"500 rows": 500, "2000 rows": 2000}
PACKS = {"pack of 200": 200}

Written = dict[str, Any]


def documents() -> Iterator[tuple[str, str]]:
    """Name and HTML of each document, shortest first."""
    for name, sections in SECTIONS.items():
        yield name, _printed(plan(sections))
    for name, rows in ROWS.items():
        yield name, _printed(activity_plan(rows))
    for name, efforts in PACKS.items():
        yield name, pack_html(review_pack(efforts))


def stylesheets_of(html: str) -> tuple[str, ...]:
    """What a document is printed with."""
    return (PACK_STYLESHEET,) if '<body class="pack">' in html else STYLESHEETS


def plan(sections: int) -> Written:
    """A plan with so many top sections, taken in turn from the two longest examples."""
    head = _example("samverkansplan")
    source = cycle([*head["sections"], *_example("kommunikationspolicy")["sections"]])
    head["sections"] = [_numbered(next(source), str(number)) for number in range(sections)]
    return head


def activity_plan(rows: int) -> Written:
    """One table of so many activities: what, goal, effect, when, who."""
    head = _example("aktivitetstabeller")
    tables = [child for section in head["sections"] for child in section.get("sections", [])]
    source = cycle([item for table in tables for item in table["items"]])
    table = {"key": "aktiviteter", "kind": "activities", "heading": "Aktiviteter"}
    items = [_numbered(next(source), str(number)) for number in range(rows)]
    head["sections"] = [{**table, "items": items}]
    return head


def review_pack(efforts: int) -> Written:
    """A review's pack with so many activities, two thirds of them evaluated."""
    plan = {"slug": "plan", "title": "Kommunikationsplan för samverkan"}
    return {
        "agreement": {"title": "Samverkansöverenskommelse mellan kommunen och polisen"},
        "parties": [{"name": "Älvhamra kommun"}, {"name": "Lokalpolisområde Älvhamra"}],
        "number": 4,
        "on": "2026-11-20",
        "due_on": "2027-01-01",
        "period": {"start": "2026-07-01", "end": "2027-01-01"},
        "picture": {"areas": [{"name": "Otrygghet", "priority": "high", "trend": "worse"}]},
        "activities": [_effort(number, plan) for number in range(efforts)],
    }


def _effort(number: int, plan: dict[str, str]) -> Written:
    effort: Written = {
        "key": f"insats-{number}",
        "plan": plan,
        "name": f"Informationsmöte {number} om trygghet i centrum",
        "status": "done",
        "timing": f"2026-09-{number % 28 + 1:02}",
        "year": 2026,
        "responsible": "Kommunikatören och kommunpolisen",
        "areas": ["Otrygghet"],
    }
    if number % 3:
        effort |= {
            "lesson": f"Bjud in de boende på gata {number} personligen.",
            "evaluation": {
                "goal_reached": "partly",
                "went_well": f"{number + 20} kom, och de stannade länge efteråt.",
                "went_less_well": "Inbjudan gick ut för sent för att alla skulle hinna läsa den.",
                "figures": [{"label": "Deltagare", "value": str(number + 20)}],
            },
        }
    return effort


def _printed(document: Written) -> str:
    document = read(canonical_bytes(document))  # what is measured is what could be stored
    return print_html(document, DRAFT, site_url="https://samrad.example")


def _example(name: str) -> Written:
    file = settings.BASE_DIR / "appendix" / "examples" / f"{name}.json"
    document: Written = json.loads(file.read_text(encoding="utf-8"))
    document.pop("images", None)
    for organisation in document.get("organisations", []):
        organisation.pop("logo", None)
        organisation.pop("logo_alt", None)
    return document


def _numbered(row: Written, number: str) -> Written:
    """A copy of a section or an item with keys of its own, without pictures and references."""
    copy = {
        name: value
        for name, value in row.items()
        if name not in ("audience", "channels", "roles", "party", "image")
    }
    copy["key"] = f"{row['key'][:70]}-{number}"
    for name in ("items", "sections"):
        if name in row:
            copy[name] = [
                _numbered(child, number) for child in row[name] if child.get("kind") != "figure"
            ]
    return copy
