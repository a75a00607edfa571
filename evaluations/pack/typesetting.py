"""The pack as a PDF. Imported by workers and commands, never by a web process."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from django.utils.translation import gettext as _

from core.pdf import engine
from core.pdf.contract import Asset, Attachment
from core.prints.kinds import UNDATED

from .printing import STYLESHEET, pack_html


def typeset_pack(
    source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
) -> bytes:
    """All that a review goes through, with what it was made from embedded."""
    value = json.loads(source)
    lies_in = Attachment(
        "underlag.json",
        source.encode(),
        "application/json",
        _("Underlaget i maskinläsbar form"),
        "Source",
    )
    return engine.render(
        pack_html(value),
        stylesheets=[STYLESHEET],
        assets={
            sha256: Asset(base64.b64decode(image["data"]), image["media_type"])
            for sha256, image in value.get("images", {}).items()
        },
        attachments=[lies_in],
        dated=UNDATED,
        on_progress=on_progress,
    )
