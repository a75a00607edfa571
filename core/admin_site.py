"""The administrator's pages: Django's admin behind our own sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .access import require

# Signing out and changing a password has one place, under /konto/, with its rate limits.
ELSEWHERE = frozenset({"logout", "password_change", "password_change_done"})


class SamradAdminSite(AdminSite):
    """Lets administrators in, and sends everybody else to sign in or away (403)."""

    site_header = _("Samråd – administration")
    site_title = _("Samråd")
    index_title = _("Administration")
    empty_value_display = "–"
    # Its view would answer for every address below /admin/; an unknown one is an ordinary 404.
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator.

        Raises:
            PermissionDenied: somebody else is signed in; asking for a password again is no help.
        """
        require(not request.user.is_authenticated or request.user.is_staff)
        return request.user.is_authenticated and request.user.is_active

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The admin's addresses but for those that have their place elsewhere."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in ELSEWHERE]

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send to the sign-in that counts attempts."""
        self.has_permission(request)
        return redirect_to_login(request.GET.get("next") or "/admin/")
