"""The minutes as HTML for print, and what draws them."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from activities.document import Value
from core.prints import keys

from .minutes import read
from .pack import shown

STYLESHEET = "css/print-minutes.css"
SOURCES = (
    "evaluations/enums.py",
    "evaluations/minutes.py",
    "evaluations/minutes_printing.py",
    "evaluations/minutes_typesetting.py",
    "evaluations/pack/*.py",
    "static/css/print-minutes.css",
    "templates/print/minutes*.html",
    "templates/print/archival.html",
    "templates/print/organisations.html",
)


@dataclass(frozen=True)
class Organisation:
    """A party at the head of the print; ``logo`` is the address of its picture."""

    name: str
    logo: str
    logo_alt: str
    role: str = ""


def minutes_renderer() -> str:
    """What draws the minutes, for the key of their PDF."""
    return keys.renderer_version(SOURCES)


def minutes_html(value: Value, *, sha256: str) -> str:
    """The minutes as a page of HTML for the PDF engine; ``sha256`` is that of their canonical form."""
    minutes = read(value)
    context = {
        "minutes": minutes,
        "sha256": sha256,
        "pack": shown(minutes.pack) if minutes.pack else None,
        "organisations": [
            Organisation(
                name=one.get("name", ""),
                logo=f"asset:{one['logo']}" if one.get("logo") else "",
                logo_alt=one.get("logo_alt", ""),
            )
            for one in value.get("parties", [])
        ],
    }
    return render_to_string("print/minutes.html", context)
