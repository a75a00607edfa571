"""The bytes of a JSON value: the form in which documents are hashed, stored, exchanged and printed."""

from __future__ import annotations

import json
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """The UTF-8 bytes of ``value``: sorted names, no spaces, no escapes that are not needed."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
