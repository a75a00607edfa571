"""Writing mails: building one from its templates, and putting it in the queue.

A mail is a row first. Sending is another matter: :mod:`core.delivery`.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .enums import MailState
from .models import OutgoingMail
from .nudge import nudge_after_commit

DELIVER_MAIL = "core.tasks.deliver_mail"
HIDDEN = _("(länken visas inte här)")

_PLACEHOLDER: Final = re.compile(r"\[\[hemlig:(\w+)\]\]")


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A small file that goes with a mail, such as a calendar entry."""

    name: str
    content: bytes
    content_type: str

    def as_json(self) -> dict[str, str]:
        """The attachment as the row stores it."""
        content = base64.b64encode(self.content).decode("ascii")
        return {"name": self.name, "content": content, "content_type": self.content_type}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> MailAttachment:
        """The attachment of a row."""
        content = base64.b64decode(stored["content"], validate=True)
        return cls(stored["name"], content, stored["content_type"])


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, before anybody is to get it."""

    subject: str
    text: str
    html: str


def build(template: str, context: Mapping[str, Any]) -> Letter:
    """Render ``emails/<template>.subject``, ``.txt`` and ``.html``, in the installation's language.

    Every mail's context has ``site_url``, and nothing of a request.
    """
    values = {"site_url": settings.SITE_URL.rstrip("/"), **context}
    with translation.override(settings.LANGUAGE_CODE):
        return Letter(
            # Line breaks in a subject would be new headers.
            subject=" ".join(_render_plain(f"emails/{template}.subject", values).split()),
            text=_render_plain(f"emails/{template}.txt", values).strip() + "\n",
            html=get_template(f"emails/{template}.html").render(values).strip(),
        )


def _render_plain(name: str, values: dict[str, Any]) -> str:
    """Render plain text: Django escapes for HTML whatever a template's name ends with."""
    template = get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(values, autoescape=False)))


@transaction.atomic
def queue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    unique_key: str | None = None,
    attachments: Sequence[MailAttachment] = (),
    secrets: Mapping[str, str] | None = None,
    secrets_until: datetime | None = None,
    person: AbstractBaseUser | None = None,
) -> OutgoingMail:
    """Put one mail in the queue, in the transaction of what it tells of, and nudge a worker.

    ``secrets`` are links that sign somebody in. Templates see them as further names of the context,
    but the stored bodies never hold them; they are filled in when the mail is sent, and forgotten
    then or after ``secrets_until``, when they have stopped working.

    The mail is ``person``'s to read afterwards, or whose address it is now where none is named.

    A second mail with the same ``unique_key`` is not made: the first one is returned.

    Without a mail server (no ``EMAIL_URL``) the row is kept to be looked at, and never sent: not
    even if a server comes later, when what it says is old.
    """
    hidden = {name: f"[[hemlig:{name}]]" for name in secrets or {}}
    letter = build(template, {**context, **hidden})
    values = {
        "to": to,
        "person": person or get_user_model().objects.filter(email=to.lower()).first(),
        "subject": letter.subject[:255],
        "text": letter.text,
        "html": letter.html,
        "attachments": [attachment.as_json() for attachment in attachments],
        "secrets": dict(secrets or {}),
        "secrets_until": secrets_until,
        "state": MailState.QUEUED if settings.MAIL_IS_SENT else MailState.KEPT,
        "message_id": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
    }
    if unique_key is None:
        mail = OutgoingMail.objects.create(**values)
    else:
        mail, _created = OutgoingMail.objects.get_or_create(unique_key=unique_key, defaults=values)
    if mail.state == MailState.QUEUED:
        nudge_after_commit(DELIVER_MAIL)
    return mail


def reveal(body: str, secrets: Mapping[str, str]) -> str:
    """A stored body with its one-time links filled in, for the one it is written to."""
    return _PLACEHOLDER.sub(lambda match: secrets.get(match[1], str(HIDDEN)), body)


def reveal_html(body: str, secrets: Mapping[str, str]) -> str:
    """As ``reveal``, for HTML."""
    return reveal(body, {name: html.escape(value) for name, value in secrets.items()})


def conceal(body: str) -> str:
    """A stored body as everybody else may read it."""
    return reveal(body, {})


def has_lost_its_link(mail: OutgoingMail) -> bool:
    """Whether the mail's one-time link is forgotten: sent now, it would lead nowhere."""
    return bool(_PLACEHOLDER.search(mail.text)) and not mail.secrets
