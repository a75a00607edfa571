"""Images as answers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from plans.models import Image


def image_answer(sha256: str, *, shown: bool) -> HttpResponse:
    """An image, if the page it is asked for under shows it. Its address is its content: it keeps."""
    if not shown:
        raise Http404
    image = get_object_or_404(Image, pk=sha256)
    response = HttpResponse(bytes(image.data), content_type=image.media_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
