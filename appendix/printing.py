"""The appendix as HTML for print, and what draws it."""

from __future__ import annotations

from django.template.loader import render_to_string

from core.prints import keys

from .composition import compose
from .document.canonical import Document
from .record import Record

STYLESHEET = "css/print.css"
SOURCES = (
    "plans/enums.py",
    "plans/models/kinds/*.py",
    "activities/enums.py",
    "activities/kind.py",
    "activities/annex.py",
    "activities/calendar/*.py",
    "activities/marks.py",
    "activities/occurrences.py",
    "activities/wheel*.py",
    "appendix/composition.py",
    "appendix/control.py",
    "appendix/widths.py",
    "appendix/printing.py",
    "appendix/record.py",
    "appendix/typesetting.py",
    "static/css/print*.css",
    "templates/print/*.html",
    "templates/appendix/contents.html",
    "templates/overview/period.html",
    "templates/appendix/document/*.html",
    "templates/appendix/kinds/*.html",
)


def print_html(document: Document, record: Record, *, site_url: str) -> str:
    """The whole appendix as one page of HTML for the PDF engine."""
    composition = compose(document, images="asset:")
    context = {"plan": composition, "record": record, "site_url": site_url.rstrip("/")}
    return render_to_string("print/appendix.html", context)


def renderer_version() -> str:
    """What draws an appendix, for the key of its PDF."""
    return keys.renderer_version(SOURCES)
