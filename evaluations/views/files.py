"""The bytes of the archive, to those who may see the activity; nothing of them runs in a browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evaluations import store
from evaluations.asked import item_for
from evaluations.models import StoredFile

# Whatever the bytes are: no script, no form, no frame, and no way to this host.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
SHOWN = frozenset({"image/png", "image/jpeg"})


@require_safe
def archive_file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The file of an item: an image that we have written is shown, anything else is fetched."""
    item, _sheet = item_for(request, slug, token)
    return _answer(item.file, item.file_name)


@require_safe
def archive_thumbnail(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A small picture of an image."""
    item, _sheet = item_for(request, slug, token)
    return _answer(item.thumbnail, item.file_name)


def _answer(file: StoredFile | None, name: str) -> HttpResponse:
    """Only bytes that are still those that were kept are served."""
    data = store.read_whole(file.sha256) if file is not None else None
    if file is None or data is None:
        raise Http404
    is_image = file.media_type in SHOWN
    media_type = "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not is_image, name) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
