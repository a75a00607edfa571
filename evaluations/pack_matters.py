"""The pack of a review as something to send: to whom, when, in which words. Reads; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.swedish import clock, long_date
from plans.enums import MembershipRole

from .due import Matter, Standing
from .enums import NoticeKind
from .meetings import meeting_of
from .offsets import reach
from .open_reviews import OpenReviews

SEATED = (MembershipRole.STEERING, MembershipRole.COORDINATOR)
"""Who gets the pack: the steering group, and the coordinators who prepare its meeting."""


def packs(standing: Standing) -> Iterator[Matter]:
    """The packs of the review that is to be held and of those that come, none of them closed.

    A meeting that has been is past preparing; a review without a meeting is prepared as long as it is late.
    """
    reviews = standing.reviews
    if reviews is None:
        return
    _first, furthest = reach(standing.pattern(NoticeKind.PACK), standing.today)
    for number in reviews.near(standing.today, furthest):
        matter = _matter(standing, reviews, number)
        has_met = matter.meeting is not None and matter.day < standing.today
        if not has_met:
            yield matter


def pack_matter(standing: Standing, number: int) -> Matter | None:
    """The pack of one review, for somebody who sends it by hand; None where it is closed or there is none."""
    reviews = standing.reviews
    if reviews is None or not reviews.holds(number):
        return None
    return _matter(standing, reviews, number)


def _matter(standing: Standing, reviews: OpenReviews, number: int) -> Matter:
    agreement, row, day = standing.agreement, reviews.rows.get(number), reviews.day(number)
    words = {"number": number, "agreement": agreement.title, "day": long_date(day)}
    link = reverse("evaluations:review_pack", args=[agreement.slug, number])
    text = _(
        "Här är underlaget till översyn %(number)d av ”%(agreement)s”, %(day)s. Läs det före mötet:"
        " lägesbilden och vad som har ändrats i den, periodens insatser och vad de ledde till,"
        " luckor, mål, versioner och det som är kvar sedan sist."
    )
    text = text % words
    meeting = None if row is None else meeting_of(row)
    if meeting is not None:
        text += " " + _("Styrgruppen möts %(at)s.") % {
            "at": ", ".join(filter(None, [clock(meeting.at), meeting.place]))
        }
    return Matter(
        NoticeKind.PACK,
        f"pack:{agreement.pk}:{number}",
        day,
        _("Underlag till översyn %(number)d: %(agreement)s") % words,
        text,
        link,
        standing.in_roles(*SEATED),
        meeting,
        number,
    )
