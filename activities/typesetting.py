"""The year and the brief as PDFs. Imported by workers and commands, never by a web process."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _

from core.pdf import engine
from core.pdf.contract import Asset, Attachment
from core.prints.kinds import UNDATED

from .document import Value
from .printing import SIZES, STYLESHEET, brief_html, year_html


def typeset_year(
    source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
) -> bytes:
    """The year: its wheel, its table, and what it covers."""
    value = json.loads(source)
    lies_in = _attached("aktivitetsplan.json", source, _("Aktivitetsplanen i maskinläsbar form"))
    return _render(year_html(value), value, lies_in, on_progress)


def typeset_brief(
    source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
) -> bytes:
    """The brief on one page, in the largest of ``SIZES`` that fits; on more where none does."""
    value = json.loads(source)
    lies_in = _attached("insats.json", source, _("Insatsen i maskinläsbar form"))
    for size in SIZES:
        pdf = _render(brief_html(value, size=size), value, lies_in, on_progress)
        if _pages(pdf) == 1:
            return pdf
    return _render(brief_html(value, size=SIZES[0]), value, lies_in, on_progress)


def _render(
    html: str, value: Value, lies_in: Attachment, on_progress: Callable[[int], None]
) -> bytes:
    return engine.render(
        html,
        stylesheets=[STYLESHEET],
        assets={
            sha256: Asset(base64.b64decode(image["data"]), image["media_type"])
            for sha256, image in value.get("images", {}).items()
        },
        attachments=[lies_in],
        dated=UNDATED,
        on_progress=on_progress,
    )


def _attached(name: str, source: str, description: str) -> Attachment:
    return Attachment(name, source.encode(), "application/json", description, "Source")


def _pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)
