"""The one place that runs the PDF engine. Imported by workers and commands, never by a web process."""

from __future__ import annotations

import base64
from collections.abc import Callable

from django.utils.translation import gettext as _

from core.pdf import engine
from core.pdf.contract import Asset, Attachment

from .document.canonical import Document, canonical_bytes
from .printing import STYLESHEET, print_html
from .record import Record


def typeset(
    document: Document,
    record: Record,
    *,
    site_url: str,
    on_progress: Callable[[int], None] | None = None,
) -> bytes:
    """The PDF of ``document``, with the document itself embedded as ``plan.json``.

    ``on_progress`` is told how many pages are laid out. Raises PrintError with a sentence for
    people when the plan cannot be printed.
    """
    source = Attachment(
        name="plan.json",
        data=canonical_bytes(document),
        media_type="application/json",
        description=_("Planens innehåll i maskinläsbar form"),
        relationship="Source",
    )
    return engine.render(
        print_html(document, record, site_url=site_url),
        stylesheets=[STYLESHEET],
        assets={
            sha256: Asset(base64.b64decode(image["data"]), image["media_type"])
            for sha256, image in document.get("images", {}).items()
        },
        attachments=[source],
        dated=record.dated,
        watermark=_("UTKAST") if record.is_draft else "",
        on_progress=on_progress,
    )
