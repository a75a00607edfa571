"""What is sent compressed."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import CompressionMiddleware


@pytest.mark.parametrize(
    ("content_type", "is_compressed"),
    [
        ("text/html; charset=utf-8", True),
        ("text/calendar", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("application/pdf", False),
        ("image/png", False),
    ],
)
def test_only_text_is_compressed(
    rf: RequestFactory, content_type: str, *, is_compressed: bool
) -> None:
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    response = HttpResponse(b"samma ord " * 100, content_type=content_type)

    sent = CompressionMiddleware(lambda _request: response).process_response(request, response)

    assert ("Content-Encoding" in sent.headers) is is_compressed
