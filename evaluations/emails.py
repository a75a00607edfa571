"""The mails of this app: each a template pair and one short function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from core.mail import MailAttachment, queue_mail
from core.models import OutgoingMail
from core.site import absolute

from .meeting_file import meeting_file
from .meetings import link_to, meeting_of, when_and_where
from .pack.finding import finished_pack

if TYPE_CHECKING:
    from plans.models import Agreement

    from .due import Due, Meeting
    from .models import Notice, Review

# Above this a mail leads to the PDF instead of bringing it: many servers take no more than ten.
LARGEST_ATTACHED = 5_000_000


def reminder(due: Due) -> OutgoingMail:
    """Tells one person of one matter, with a calendar file where it is a meeting with a time."""
    matter = due.matter
    files: Sequence[MailAttachment] = ()
    if matter.meeting is not None:
        files = (_calendar_file(matter.meeting),)
    return queue_mail(
        to=due.person.email,
        person=due.person,
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


def _calendar_file(meeting: Meeting) -> MailAttachment:
    return MailAttachment("oversyn.ics", meeting_file(meeting), "text/calendar; method=PUBLISH")


def review_called(review: Review, *, to: Iterable[User], is_moved: bool) -> None:
    """Calls each to the meeting, or tells that it is moved, with a calendar file that says the same."""
    meeting = meeting_of(review)
    files = () if meeting is None else (_calendar_file(meeting),)
    for person in to:
        queue_mail(
            to=person.email,
            person=person,
            template="review_called",
            context={
                "name": person.full_name,
                "number": review.number,
                "agreement": review.agreement.title,
                "when": when_and_where(review),
                "is_moved": is_moved,
                "link": absolute(link_to(review.agreement, review.number)),
            },
            unique_key=f"review-called:{review.pk}:{review.version}:{person.pk}",
            attachments=files,
        )


def minutes_sent(review: Review, pdf: bytes, *, name: str, to: Iterable[User]) -> None:
    """Brings the minutes as a PDF, or leads to one that is too large for a mail."""
    is_attached = len(pdf) <= LARGEST_ATTACHED
    files = (MailAttachment(name, pdf, "application/pdf"),) if is_attached else ()
    names = [review.agreement.slug, review.number]
    for person in to:
        queue_mail(
            to=person.email,
            person=person,
            template="minutes_sent",
            context={
                "name": person.full_name,
                "number": review.number,
                "agreement": review.agreement.title,
                "is_attached": is_attached,
                "link": absolute(reverse("evaluations:minutes", args=names)),
                "actions": absolute(reverse("evaluations:actions", args=names[:1])),
            },
            unique_key=f"minutes:{review.pk}:{person.pk}",
            attachments=files,
        )


def pack_file(agreement: Agreement, today: date, number: int) -> MailAttachment | None:
    """The PDF of a review's pack, if one was made ``today`` that is not too large for a mail."""
    made = finished_pack(agreement, number)
    if made is None or made.pdf is None or localdate(made.asked_at) != today:
        return None
    pdf = bytes(made.pdf)
    is_small = 0 < len(pdf) <= LARGEST_ATTACHED
    return MailAttachment(f"underlag-{number}.pdf", pdf, "application/pdf") if is_small else None


def pack_sent(due: Due, agreement: Agreement, pdf: MailAttachment | None) -> OutgoingMail:
    """Brings a review's pack to one who has a seat: its page, and the meeting if it has a time.

    ``pdf`` goes with it, the ``pack_file`` of the day; where there is none, the mail links to it.
    """
    matter = due.matter
    number = matter.pack or 0
    files: list[MailAttachment] = []
    if matter.meeting is not None:
        files.append(_calendar_file(matter.meeting))
    if pdf is not None:
        files.append(pdf)
    return queue_mail(
        to=due.person.email,
        person=due.person,
        template="pack_sent",
        context={
            "name": due.person.full_name,
            "subject": matter.subject,
            "text": matter.text,
            "link": absolute(matter.link),
            "pdf": absolute(reverse("evaluations:pack_pdf", args=[agreement.slug, number])),
            "has_meeting": matter.meeting is not None,
            "is_attached": pdf is not None,
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
        person=person,
        template="reminder_digest",
        context={"name": person.full_name, "notices": lines, "own_page": own_page()},
        unique_key=unique_key,
    )


def own_page() -> str:
    """Where a person sees all that was sent to them, and chooses when."""
    return absolute(reverse("evaluations:notices"))
