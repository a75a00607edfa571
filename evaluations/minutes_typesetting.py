"""The minutes as a PDF. Imported by workers and commands, never by a web process."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from django.utils.translation import gettext as _

from core.canonical import canonical_bytes
from core.pdf import engine
from core.pdf.contract import Asset, Attachment
from core.prints.kinds import UNDATED

from .minutes import read
from .minutes_printing import STYLESHEET, minutes_html


def typeset_minutes(
    source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
) -> bytes:
    """The minutes, with their value embedded; ``record`` is its SHA-256, which the last line prints."""
    found = json.loads(source)
    value = found["minutes"]
    lies_in = Attachment(
        "anteckningar.json",
        canonical_bytes(value),
        "application/json",
        _("Minnesanteckningarna och underlaget i maskinläsbar form"),
        "Source",
    )
    return engine.render(
        minutes_html(value, sha256=record),
        stylesheets=[STYLESHEET],
        assets={
            sha256: Asset(base64.b64decode(image["data"]), image["media_type"])
            for sha256, image in found.get("images", {}).items()
        },
        attachments=[lies_in],
        dated=read(value).closed_at or UNDATED,
        on_progress=on_progress,
    )
