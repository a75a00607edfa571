"""What allauth's pages need to know about this installation."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.conf import settings


class PasswordResetDoneView(views.PasswordResetDoneView):  # type: ignore[misc]
    """Says where the link is: on its way, or with those who run the server."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "mail_is_sent": settings.MAIL_IS_SENT}
