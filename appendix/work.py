"""The appendix as the queue of prints has it. Imported by workers and commands, never by a web process."""

from __future__ import annotations

import json
from collections.abc import Callable

from .record import Record
from .typesetting import typeset


def typeset_source(
    source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
) -> bytes:
    """The PDF of a document and its record, both as text. Raises PrintError."""
    return typeset(
        json.loads(source), Record.from_text(record), site_url=site_url, on_progress=on_progress
    )
