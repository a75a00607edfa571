"""What a review's meeting is called, and where and when it is: for mails, calendars and pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.swedish import clock, long_date
from plans.models import Agreement

from .due import Meeting
from .models import Review


def title_of(agreement: Agreement, number: int) -> str:
    """``Översyn 3: Samverkansöverenskommelse …``."""
    return _("Översyn %(number)d: %(agreement)s") % {
        "number": number,
        "agreement": agreement.title,
    }


def link_to(agreement: Agreement, number: int) -> str:
    """The address of the page of a review, also of one that nobody has called yet."""
    return reverse("evaluations:review", args=[agreement.slug, number])


def meeting_of(review: Review) -> Meeting | None:
    """The meeting for a calendar file; None as long as it has no time."""
    if review.meets_at is None:
        return None
    title = title_of(review.agreement, review.number)
    link = link_to(review.agreement, review.number)
    return Meeting(review.pk, review.version, title, review.meets_at, review.place, link)


def when_and_where(review: Review) -> str:
    """``1 mars 2026 kl. 13.00, Stadshuset``; nothing as long as there is no time."""
    if review.meets_at is None:
        return ""
    when = f"{long_date(review.meets_at)} {clock(review.meets_at)}"
    return ", ".join(filter(None, [when, review.place]))
