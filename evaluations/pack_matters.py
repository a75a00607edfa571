"""The pack of a review as something to send: to whom, when, in which words. Reads; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.swedish import clock, long_date
from plans.enums import MembershipRole

from .due import Matter, Standing
from .enums import NoticeKind, ReviewState
from .meetings import meeting_of
from .models import Review
from .offsets import reach
from .periods import Calendar, calendar_of
from .schedule import number_covering

SEATED = (MembershipRole.STEERING, MembershipRole.COORDINATOR)
"""Who gets the pack: the steering group, and the coordinators who prepare its meeting."""


def packs(standing: Standing) -> Iterator[Matter]:
    """The packs of the review that is to be held and of those that come, none of them closed.

    A meeting that has been is past preparing; a review without a meeting is prepared as long as it is late.
    """
    rows = _rows(standing)
    calendar = _calendar(standing, rows)
    if calendar is None or standing.agreement.has_expired(standing.today):
        return
    _first, furthest = reach(standing.pattern(NoticeKind.PACK), standing.today)
    for number in _numbers(calendar, rows, standing.today, furthest):
        matter = _matter(standing, calendar, rows.get(number), number)
        has_met = matter.meeting is not None and matter.day < standing.today
        if not has_met:
            yield matter


def pack_matter(standing: Standing, number: int) -> Matter | None:
    """The pack of one review, for somebody who sends it by hand; None where it is closed or there is none."""
    rows = _rows(standing)
    calendar = _calendar(standing, rows)
    if calendar is None or not _is_open(calendar, rows, number):
        return None
    return _matter(standing, calendar, rows.get(number), number)


def _rows(standing: Standing) -> Mapping[int, Review]:
    rows = Review.objects.filter(agreement=standing.agreement).light()
    return {row.number: row for row in rows}


def _calendar(standing: Standing, rows: Mapping[int, Review]) -> Calendar | None:
    closed = [row for row in rows.values() if row.state == ReviewState.CLOSED]
    return calendar_of(standing.agreement, closed)


def _numbers(
    calendar: Calendar, rows: Mapping[int, Review], today: date, furthest: date
) -> list[int]:
    """The open reviews of which one may be near, by number."""
    last = number_covering(calendar.anchor, calendar.interval, furthest) - 1
    called = {number for number, row in rows.items() if row.meets_at is not None}
    wanted = {*range(calendar.current(today), last + 1), *called}
    return sorted(number for number in wanted if _is_open(calendar, rows, number))


def _is_open(calendar: Calendar, rows: Mapping[int, Review], number: int) -> bool:
    row = rows.get(number)
    is_closed = row is not None and row.state == ReviewState.CLOSED
    return not is_closed and calendar.exists(number)


def _matter(standing: Standing, calendar: Calendar, row: Review | None, number: int) -> Matter:
    agreement = standing.agreement
    at = None if row is None else row.meets_at
    day = calendar.due(number) if at is None else localdate(at)
    words = {"number": number, "agreement": agreement.title, "day": long_date(day)}
    link = reverse("evaluations:review_pack", args=[agreement.slug, number])
    text = _(
        "Här är underlaget till översyn %(number)d av ”%(agreement)s”, %(day)s. Läs det före mötet:"
        " lägesbilden och vad som har ändrats i den, periodens insatser och vad de ledde till,"
        " luckor, mål, versioner och det som är kvar sedan sist."
    )
    text = text % words
    meeting = None
    if row is not None and at is not None:
        row.agreement = agreement
        meeting = meeting_of(row)
        text += " " + _("Styrgruppen möts %(at)s.") % {
            "at": ", ".join(filter(None, [clock(at), row.place]))
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
