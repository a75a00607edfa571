"""The pack as HTML for print: a function of its value with its images, and of nothing else."""

from __future__ import annotations

from django.template.loader import render_to_string

from activities.document import Value
from core.prints import keys

from .shown import Pack

STYLESHEET = "css/print-pack.css"
SOURCES = (
    "activities/enums.py",
    "core/differences.py",
    "evaluations/comparing.py",
    "evaluations/enums.py",
    "evaluations/pack/parts.py",
    "evaluations/pack/printing.py",
    "evaluations/pack/reading.py",
    "evaluations/pack/shown.py",
    "evaluations/pack/typesetting.py",
    "evaluations/plots.py",
    "evaluations/trends.py",
    "static/css/print-pack.css",
    "templates/print/archival.html",
    "templates/print/organisations.html",
    "templates/print/pack*.html",
)


def pack_renderer() -> str:
    """What draws a pack, for the key of its PDF."""
    return keys.renderer_version(SOURCES)


def pack_html(value: Value) -> str:
    """The pack as a page of HTML for the PDF engine."""
    context = {"pack": Pack(value), "images": frozenset(value.get("images", {}))}
    return render_to_string("print/pack.html", context)
