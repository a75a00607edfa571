"""Mails and reminders to somebody, and what an agreement has set about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.timezone import localdate

from accounts.models import User
from core.mail import MailAttachment, queue_mail
from evaluations.models import Notice
from plans.models import Agreement
from tests.people import World

ABSENT = "finns-inte"


def put_notices(world: World, put: Callable[..., Any]) -> None:
    """Name every address of one's own, of somebody else's, of nobody's."""
    for page in ("notices", "notice_wish"):
        put(f"evaluations:{page}", "-")
    people = {
        "of-director": (world.director, world.agreement),
        "foreign": (world.neighbour_coordinator, world.neighbours_agreement),
    }
    for word, (user, agreement) in people.items():
        context = {"name": str(user), "new_address": user.email}
        mail = queue_mail(
            to=user.email,
            template="address_changed",
            context=context,
            attachments=[MailAttachment("oversyn.ics", b"BEGIN:VCALENDAR", "text/calendar")],
        )
        put("evaluations:notice_mail", word, mail.pk)
        put("evaluations:notice_attachment", word, mail.pk, 1)
        put("evaluations:notice", word, _notice(user, agreement).pk)
    for page in ("notice", "notice_mail"):
        put(f"evaluations:{page}", "absent", 999_999)
    put("evaluations:notice_attachment", "absent", 999_999, 1)
    for word, slug in {
        "own": world.agreement.slug,
        "foreign": world.neighbours_agreement.slug,
        "absent": ABSENT,
    }.items():
        put("evaluations:reminder_settings", word, slug)


def _notice(user: User, agreement: Agreement) -> Notice:
    return Notice.objects.create(
        unique_key=f"plan:{user.pk}",
        kind="plan",
        user=user,
        agreement=agreement,
        due_on=localdate(),
        told_on=localdate(),
        subject="Planen går ut om 30 dagar",
        text="Sista dagen är nära.",
        link=agreement.get_absolute_url(),
    )
