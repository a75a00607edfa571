"""Files as answers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from plans.models import Image


def file_answer(data: bytes, media_type: str, *, name: str, inline: bool = False) -> HttpResponse:
    """``data`` as a file called ``name``; kept by nobody, since it is not for all."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    return response


def image_answer(sha256: str, *, shown: bool) -> HttpResponse:
    """An image, if the page it is asked for under shows it. Its address is its content: it keeps."""
    if not shown:
        raise Http404
    image = get_object_or_404(Image, pk=sha256)
    response = HttpResponse(bytes(image.data), content_type=image.media_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
