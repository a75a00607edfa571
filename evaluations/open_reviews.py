"""The reviews of an agreement that can still be held, for what is told of them: notices, and packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from plans.models import Agreement

from .models import Review
from .periods import Calendar, calendar_of


@dataclass(frozen=True)
class OpenReviews:
    """The reviews that are not closed: ``rows`` are those that anybody has begun with, by number."""

    calendar: Calendar
    rows: Mapping[int, Review]

    def holds(self, number: int) -> bool:
        """Whether that one can still be held."""
        row = self.rows.get(number)
        return (row is None or not row.is_closed) and self.calendar.exists(number)

    def near(self, today: date, furthest: date) -> list[int]:
        """Those that may be told of: the one to hold, those due until ``furthest``, and those with a meeting.

        An earlier one that was never held is not asked for any more once the next one is due: that
        one tells. It is told of as long as its meeting is to come. The last one of an agreement is
        told of for some weeks after its last day, and then no more.
        """
        current = self.calendar.current(today)
        last = self.calendar.came_due(furthest)
        called = {
            number
            for number, row in self.rows.items()
            if row.meets_at and (number >= current or localdate(row.meets_at) >= today)
        }
        wanted = {*range(current, last + 1), *called}
        return sorted(number for number in wanted if self._is_told_of(number, today))

    def _is_told_of(self, number: int, today: date) -> bool:
        return self.holds(number) and not self.calendar.is_left_behind(self.day(number), today)

    def day(self, number: int) -> date:
        """The day of the meeting, where that is set, or else the one on which the review is due."""
        row = self.rows.get(number)
        at = None if row is None else row.meets_at
        return self.calendar.due(number) if at is None else localdate(at)


def open_reviews_of(agreement: Agreement) -> OpenReviews | None:
    """In one question; None where nobody has said from when reviews are counted."""
    rows = {row.number: row for row in Review.objects.filter(agreement=agreement).light()}
    for row in rows.values():
        row.agreement = agreement
    calendar = calendar_of(agreement, [row for row in rows.values() if row.is_closed])
    return None if calendar is None else OpenReviews(calendar, rows)
