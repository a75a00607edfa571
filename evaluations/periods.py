"""Which days each review of an agreement covers, with what has been closed taken into account.

``schedule`` is the arithmetic. A closed review keeps its period whatever becomes of the anchor and
the interval, and the next one to be closed begins where it ended: what an earlier one would have
covered, that was never held, is gone through then. So every day from the anchor on, and every
activity, falls in exactly one closed review or in the one that comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.models import Agreement

from .enums import ReviewState
from .models import Review
from .schedule import Period, due_on, number_covering


@dataclass(frozen=True)
class Closed:
    """What a closed review covered."""

    number: int
    period: Period


@dataclass(frozen=True)
class Calendar:
    """The reviews of one agreement: what is closed, and what the anchor and the interval say."""

    anchor: date
    interval: int
    closed: tuple[Closed, ...]
    ends_on: date | None = None

    @property
    def last(self) -> Closed | None:
        """The closed review with the highest number."""
        return max(self.closed, key=lambda one: one.number, default=None)

    @property
    def first_open(self) -> int:
        """The lowest number that can still be held: after the last closed one, and due after its end."""
        last = self.last
        if last is None:
            return 1
        number = last.number + 1
        while due_on(self.anchor, self.interval, number) <= last.period.end:
            number += 1
        return number

    def current(self, today: date) -> int:
        """The review to hold: that which came due last and is not closed, or else the next to come."""
        passed = number_covering(self.anchor, self.interval, today) - 1
        return max(passed, self.first_open)

    def exists(self, number: int) -> bool:
        """Whether there is, or can be, a review of that number: closed, or due while the agreement lasts."""
        if any(one.number == number for one in self.closed):
            return True
        lasts = self.ends_on is None or self.due(number) <= self.ends_on
        return number >= self.first_open and lasts

    def due(self, number: int) -> date:
        """The day on which the review ``number`` is due."""
        return due_on(self.anchor, self.interval, number)

    def period(self, number: int) -> Period:
        """The days that it covers: as closed, or since the last one that was closed before it."""
        own = next((one for one in self.closed if one.number == number), None)
        if own is not None:
            return own.period
        before = [one for one in self.closed if one.number < number]
        start = max((one.period.end for one in before), default=self.anchor)
        return Period(start, self.due(number))


def calendar_of(agreement: Agreement, closed: Iterable[Review] | None = None) -> Calendar | None:
    """The calendar of ``agreement``; None where nobody has said from when reviews are counted.

    ``closed`` spares a question to the database.
    """
    if agreement.review_anchor is None:
        return None
    if closed is None:
        rows = Review.objects.filter(agreement=agreement, state=ReviewState.CLOSED)
        closed = rows.only("number", "period_start", "period_end").order_by("number")
    return Calendar(
        agreement.review_anchor,
        agreement.review_interval,
        tuple(_closed(row) for row in closed),
        agreement.ends_on,
    )


def _closed(row: Review) -> Closed:
    if row.period_start is None or row.period_end is None:
        raise ValueError("a closed review has its period")
    return Closed(row.number, Period(row.period_start, row.period_end))
