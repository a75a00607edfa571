"""The bytes of the pictures that a pack shows, for its print."""

from __future__ import annotations

import base64

from activities.document import Value
from evaluations import store
from evaluations.models import StoredFile
from plans.models import Image

from .document import logos, thumbnails


def with_images(value: Value) -> Value:
    """``value`` with ``images``: bytes by their SHA-256. What is lost or changed is left out."""
    images: Value = {}
    for row in Image.objects.filter(sha256__in=logos(value)):
        images[row.sha256] = _image(row.media_type, bytes(row.data))
    for file in StoredFile.objects.filter(sha256__in=thumbnails(value)):
        data = store.read_whole(file.sha256)
        if data is not None:
            images[file.sha256] = _image(file.media_type, data)
    return {**value, "images": images} if images else value


def _image(media_type: str, data: bytes) -> Value:
    return {"media_type": media_type, "data": base64.b64encode(data).decode()}
