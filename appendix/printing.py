"""The appendix as HTML for print, and the key under which its PDF is kept.

A PDF is a function of the document, the version's record, ``SITE_URL`` and the renderer; nothing
else, no print date, gets in.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from .composition import compose
from .document.canonical import Document
from .record import Record

STYLESHEET = "css/print.css"
LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pyphen", "markdown-it-py", "nh3")
SOURCES = (
    "core/pdf/*.py",
    "core/markdown.py",
    "core/templatetags/*.py",
    "plans/enums.py",
    "plans/models/kinds/*.py",
    "activities/enums.py",
    "activities/kind.py",
    "appendix/composition.py",
    "appendix/control.py",
    "appendix/widths.py",
    "appendix/printing.py",
    "appendix/record.py",
    "appendix/typesetting.py",
    "static/css/print*.css",
    "static/fonts/print/*",
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


@cache
def renderer_version() -> str:
    """What the renderer is: its libraries' numbers and the SHA-256 of everything of ours that draws.

    The system's Pango and HarfBuzz are left out: a web process, which asks for the key, does not
    load them. A draft's print is at most two weeks old, and a stored one is never made again.
    """
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {installed_version(library)}\0".encode())
    base = Path(settings.BASE_DIR)
    for pattern in SOURCES:
        for path in sorted(base.glob(pattern)):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def print_key(sha256: str, record: Record, *, site_url: str) -> str:
    """The key of the PDF of the document ``sha256``: equal keys, equal bytes."""
    parts = (sha256, record.as_text(), site_url, renderer_version())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
