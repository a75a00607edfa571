"""How allauth does things here: nobody signs up, and every mail goes through the queue."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.site import absolute

from . import emails

# allauth's name of a mail -> ours. Any other stems from a flow that has no address here.
LETTERS: Final = {
    "account/email/password_reset_key": emails.queue_password_reset,
    "account/email/password_reset": emails.queue_password_changed,
    "account/email/password_changed": emails.queue_password_changed,
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account adapter (ACCOUNT_ADAPTER)."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-postadressen eller lösenordet stämmer inte. Kontrollera båda och försök igen."
        ),
        "enter_current_password": _("Skriv ditt nuvarande lösenord."),
        "too_many_login_attempts": _(
            "Det har varit för många försök. Vänta några minuter och försök sedan igen."
        ),
        "rate_limited": _(
            "Det har varit för många försök. Vänta några minuter och försök sedan igen."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator adds people."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of the mails that allauth wants to send.

        Raises:
            KeyError: allauth wants to send a mail that has no words here.
        """
        LETTERS[template_prefix](to=email, context=context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a password reset, on SITE_URL whatever the request's Host header said."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return absolute(path)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to work."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Somebody shut out between two steps is told nothing more than who has a wrong password."""
        return redirect("account_login")
