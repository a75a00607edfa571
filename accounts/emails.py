"""The mails of this app: each a template pair and one short function."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.mail import queue_mail
from core.models import OutgoingMail

from .models import User


def queue_password_reset(*, to: str, context: dict[str, Any]) -> OutgoingMail:
    """The link to choose a new password, for somebody who asked for it."""
    return _queue_link("password_reset", user=context["user"], link=context["password_reset_url"])


def queue_password_changed(*, to: str, context: dict[str, Any]) -> OutgoingMail:
    """Tells that the password is new, in case it was somebody else who chose it."""
    return queue_mail(to=to, template="password_changed", context={"at": context["timestamp"]})


def queue_welcome(*, user: User, link: str) -> OutgoingMail:
    """The link to choose a first password, for somebody whom an administrator added."""
    return _queue_link("welcome", user=user, link=link)


def queue_address_changed(*, user: User, old_address: str) -> OutgoingMail:
    """Tells the old address that sign-in goes with another one from now on."""
    return queue_mail(
        to=old_address,
        template="address_changed",
        context={"name": user.full_name, "new_address": user.email},
        person=user,
    )


def _queue_link(template: str, *, user: User, link: str) -> OutgoingMail:
    valid_for = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return queue_mail(
        # To the address on record, never to the one typed in, however alike they look.
        to=user.email,
        person=user,
        template=template,
        context={"name": user.full_name, "days": valid_for.days},
        secrets={"link": link},
        secrets_until=timezone.now() + valid_for,
    )
