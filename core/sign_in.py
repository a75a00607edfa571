"""Signing in, for scripts that save while the session runs out: they are told in JSON, not redirected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as csrf_page


def asks_for_json(request: HttpRequest) -> bool:
    """Whether the answer is read by a script."""
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's; a script that asks for JSON is answered 401 with the address of the sign-in.

    A redirect would be followed without a word, and what was typed would be lost with it.
    """

    def handle_no_permission(  # type: ignore[override]  # stubs know only the redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if not asks_for_json(request):
            return super().handle_no_permission(request, view_func)
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _way_back(request)})}"
        return JsonResponse({"login": address}, status=401)


def _way_back(request: HttpRequest) -> str:
    """The page on which the script runs; where the browser does not say, the start page."""
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = url_has_allowed_host_and_scheme(
        page.geturl(), {request.get_host()}, require_https=request.is_secure()
    )
    return page.path if is_ours and page.path else "/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form's token is too old, as after signing in again in another tab: a script gets a new one.

    Only a page of our own can read the answer, and could ask for any page with a token in it.
    """
    if not asks_for_json(request):
        return csrf_page(request, reason)
    return JsonResponse({"csrf": get_token(request)}, status=403)
