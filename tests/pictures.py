"""Pictures small enough to stand in a test."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

from PIL import Image


def picture(colour: tuple[int, int, int] = (0, 90, 160), form: str = "PNG") -> bytes:
    """The bytes of a picture of eight by eight pixels."""
    output = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(output, form)
    return output.getvalue()


def stored(data: bytes, media_type: str = "image/png") -> dict[str, Any]:
    """``data`` as a document's ``images`` hold it: one member, under its SHA-256."""
    text = base64.b64encode(data).decode()
    return {hashlib.sha256(data).hexdigest(): {"media_type": media_type, "data": text}}
