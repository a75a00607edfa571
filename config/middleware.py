"""What every answer carries that no library sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What grows smaller: a PDF or a picture is compressed already, and trying again costs more than asking for it.
COMPRESSED = ("text/", "application/json", "image/svg+xml")

# Samråd asks for nothing but the screen: a page that was taken over cannot turn on what the browser never lends.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class PermissionsPolicyMiddleware:
    """Forbid the browser's devices on every page, and other sites to load ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class CompressionMiddleware(GZipMiddleware):
    """Send text compressed, and everything else as it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)


class KeptByNobodyMiddleware:
    """Forbid storing an answer, unless the view says otherwise.

    Almost all that Samråd shows is for some people only: after signing out, neither the browser's
    back button nor a proxy may show it again. Files that are for all carry a rule of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
