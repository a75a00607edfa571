"""Signing in when a session runs out in the middle of something: a script is told in JSON, a form leads back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as csrf_page

from .middleware import SAFE_METHODS


def asks_for_json(request: HttpRequest) -> bool:
    """Whether the answer is read by a script."""
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


class SignInMiddleware(LoginRequiredMiddleware):
    """As Django's; a script that asks for JSON is answered 401 with the address of the sign-in.

    A redirect would be followed without a word, and what was typed would be lost with it. Whoever
    posts a form comes back to the page that it stood on: its own address may take nothing else.
    """

    def handle_no_permission(  # type: ignore[override]  # stubs know only the redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if asks_for_json(request):
            address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _way_back(request)})}"
            return JsonResponse({"login": address}, status=401)
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(_way_back(request), resolve_url(settings.LOGIN_URL))


def _way_back(request: HttpRequest) -> str:
    """The page that the person sees; where the browser does not say, the start page."""
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = url_has_allowed_host_and_scheme(
        page.geturl(), {request.get_host()}, require_https=request.is_secure()
    )
    if not is_ours or not page.path:
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form's token is too old, as after signing in again in another tab: a script gets a new one.

    Only a page of our own can read the answer, and could ask for any page with a token in it.
    """
    if not asks_for_json(request):
        return csrf_page(request, reason)
    return JsonResponse({"csrf": get_token(request)}, status=403)
