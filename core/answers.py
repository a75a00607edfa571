"""Files as answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_answer(data: bytes, media_type: str, *, name: str, inline: bool = False) -> HttpResponse:
    """``data`` as a file called ``name``; kept by nobody, since it is not for all."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    return response
