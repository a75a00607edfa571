"""What allauth's pages need to know about this installation."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from .models import User


class PasswordResetDoneView(views.PasswordResetDoneView):  # type: ignore[misc]
    """Says where the link is: on its way, or with those who run the server."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "mail_is_sent": settings.MAIL_IS_SENT}


class PasswordChangeView(views.PasswordChangeView):  # type: ignore[misc]
    """Who has no password to change is led to where one is chosen, by a link in a mail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not request.user.has_usable_password():
            return redirect("account_reset_password")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
