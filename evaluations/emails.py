"""The mails of this app: each a template pair and one short function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import User
from core.mail import MailAttachment, queue_mail
from core.models import OutgoingMail
from core.site import absolute

from .meeting_file import meeting_file

if TYPE_CHECKING:
    from .due import Due
    from .models import Notice


def reminder(due: Due) -> OutgoingMail:
    """Tells one person of one matter, with a calendar file where it is a meeting with a time."""
    matter = due.matter
    files: Sequence[MailAttachment] = ()
    if matter.meeting is not None:
        content = meeting_file(matter.meeting)
        files = (MailAttachment("oversyn.ics", content, "text/calendar; method=PUBLISH"),)
    return queue_mail(
        to=due.person.email,
        template="reminder",
        context={
            "name": due.person.full_name,
            "subject": matter.subject,
            "text": matter.text,
            "has_file": bool(files),
            "link": absolute(matter.link),
            "own_page": own_page(),
        },
        unique_key=due.key,
        attachments=files,
    )


def digest(person: User, notices: Iterable[Notice], *, unique_key: str) -> OutgoingMail:
    """The week's reminders in one mail, as they stood when each was written."""
    lines = [
        {
            "subject": notice.subject,
            "text": notice.text,
            "told_on": notice.told_on,
            "link": absolute(notice.link),
        }
        for notice in notices
    ]
    return queue_mail(
        to=person.email,
        template="reminder_digest",
        context={"name": person.full_name, "notices": lines, "own_page": own_page()},
        unique_key=unique_key,
    )


def own_page() -> str:
    """Where a person sees all that was sent to them, and chooses when."""
    return absolute(reverse("evaluations:notices"))
