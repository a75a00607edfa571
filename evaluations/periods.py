"""Which days each review of an agreement covers, with what has been closed taken into account.

``schedule`` is the arithmetic. A closed review keeps its period whatever becomes of the anchor and
the interval, and the next one to be closed begins where it ended: what an earlier one would have
covered, that was never held, is gone through then. So every day from the anchor on, and every
activity, falls in exactly one closed review or in the one that comes.

- **Numbers** are counted from the anchor: the n-th after the last one that was closed by then. An
  anchor that is moved to where a closed review ended begins a new rhythm there, and the numbers go on.
- **The last day** of an agreement is covered by its last review, which is due on that day: the
  group meets while there is an agreement. Where the last border lies on that very day, there is no
  review of one day after it: the one before takes the day too. A last review that was not held in
  time is told of for some weeks more (``is_left_behind``); it can be held as long as it is wished.
- **A renewed agreement** has no reviews but those that were closed: its plans have gone over to the
  one that renews it. There the first review begins where the last one was closed, so that what
  nobody had gone through is gone through with what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Q

from plans.models import Agreement

from .enums import ReviewState
from .models import Review
from .schedule import Period, due_on, number_covering

DAY = timedelta(days=1)
AFTERWARDS: Final = timedelta(days=35)
"""How long the last review of an agreement is told of after its last day, or after a meeting set later."""


@dataclass(frozen=True)
class Closed:
    """What a closed review covered."""

    number: int
    period: Period


@dataclass(frozen=True)
class Calendar:
    """The reviews of one agreement: what is closed, and what the anchor and the interval say.

    ``since`` is the day from which nothing has been gone through where the agreement renews another.
    """

    anchor: date
    interval: int
    closed: tuple[Closed, ...]
    ends_on: date | None = None
    since: date | None = None
    is_renewed: bool = False

    @property
    def last(self) -> Closed | None:
        """The closed review with the highest number."""
        return max(self.closed, key=lambda one: one.number, default=None)

    @property
    def start(self) -> date:
        """The first day that no closed review has covered."""
        last = self.last
        return (self.since or self.anchor) if last is None else last.period.end

    @property
    def base(self) -> int:
        """The number of the closed review from which the anchor counts on; 0 for an anchor before all."""
        before = (one.number for one in self.closed if one.period.end <= self.anchor)
        return max(before, default=0)

    @property
    def first_open(self) -> int:
        """The lowest number that can still be held: after the last closed one, and due after its end."""
        last = self.last
        after = 0 if last is None else last.number
        return max(after + 1, self._covering(self.start))

    @property
    def final(self) -> int | None:
        """The number of the last review, which covers the agreement's last day; None without such a day."""
        return None if self.ends_on is None else self._covering(self.ends_on - DAY)

    def border(self, number: int) -> date:
        """The first day after those of the review ``number``, by the count alone."""
        return due_on(self.anchor, self.interval, number - self.base)

    def came_due(self, day: date) -> int:
        """The number of the review that came due last, on ``day`` or before; less than 1 before the first."""
        if self.final is not None and self.ends_on is not None and day >= self.ends_on:
            return self.final
        return self._covering(day) - 1

    def current(self, today: date) -> int:
        """The review to hold: that which came due last and is not closed, or else the next to come."""
        return max(self.came_due(today), self.first_open)

    def exists(self, number: int) -> bool:
        """Whether there is, or can be, a review of that number: closed, or with days of the agreement to cover."""
        if any(one.number == number for one in self.closed):
            return True
        if self.is_renewed or number < self.first_open:
            return False
        if self.ends_on is None:
            return True
        if number == self.first_open:
            return self.start <= self.ends_on
        return self.border(number - 1) < self.ends_on

    def due(self, number: int) -> date:
        """The day on which the review ``number`` is, or was, due: never after the agreement's last day."""
        reached = max(number, self.base)
        closed = [one for one in self.closed if number <= one.number <= reached]
        first = min(closed, key=lambda one: one.number, default=None)
        day = self.border(number) if first is None else first.period.end
        return day if self.ends_on is None else min(day, self.ends_on)

    def is_left_behind(self, day: date, today: date) -> bool:
        """Whether the agreement ended so long ago that nobody is told any more of a review on ``day``."""
        return self.ends_on is not None and today > max(self.ends_on, day) + AFTERWARDS

    def period(self, number: int) -> Period:
        """The days that it covers: as closed, or since the last one that was closed before it."""
        own = next((one for one in self.closed if one.number == number), None)
        if own is not None:
            return own.period
        before = [one for one in self.closed if one.number < number]
        start = max((one.period.end for one in before), default=self.since or self.anchor)
        return Period(start, self._end(number))

    def _end(self, number: int) -> date:
        border = self.border(number)
        return border if self.ends_on is None or border < self.ends_on else self.ends_on + DAY

    def _covering(self, day: date) -> int:
        return number_covering(self.anchor, self.interval, day) + self.base


def calendar_of(agreement: Agreement, closed: Iterable[Review] | None = None) -> Calendar | None:
    """The calendar of ``agreement``; None where nobody has said from when reviews are counted.

    ``closed`` spares a question to the database.
    """
    if agreement.review_anchor is None:
        return None
    if closed is None:
        rows = Review.objects.filter(agreement=agreement, state=ReviewState.CLOSED)
        closed = rows.only("number", "period_start", "period_end").order_by("number")
    known = tuple(_closed(row) for row in closed)
    since = None if known else gone_through([agreement]).get(agreement.pk)
    return calendar_with(agreement, agreement.review_anchor, known, since)


def calendar_with(
    agreement: Agreement, anchor: date, closed: tuple[Closed, ...], since: date | None
) -> Calendar:
    """The calendar of an agreement of which all else is known; ``renewed_by`` spares a question when loaded."""
    return Calendar(
        anchor,
        agreement.review_interval,
        closed,
        agreement.ends_on,
        since,
        is_renewed=hasattr(agreement, "renewed_by"),
    )


def gone_through(agreements: Iterable[Agreement]) -> dict[int, date]:
    """By primary key: until which day those that each agreement renews have been gone through.

    The end of the last closed review before it; where none was closed, the day from which they were
    counted first. One question for each generation of agreements, none where nothing is renewed.
    """
    found: dict[int, date] = {}
    open_ends = {one.pk: one.renews_id for one in agreements if one.renews_id}
    while open_ends:
        ends = Max("reviews__period_end", filter=Q(reviews__state=ReviewState.CLOSED))
        rows = Agreement.objects.filter(pk__in=set(open_ends.values())).annotate(end=ends)
        known = {pk: rest for pk, *rest in rows.values_list("pk", "end", "review_anchor", "renews")}
        following: dict[int, int] = {}
        for pk, renewed in open_ends.items():
            end, anchor, before = known[renewed]
            if end or anchor:
                found[pk] = end or anchor
            if before and not end:
                following[pk] = before
        open_ends = following
    return found


def _closed(row: Review) -> Closed:
    if row.period_start is None or row.period_end is None:
        raise ValueError("a closed review has its period")
    return Closed(row.number, Period(row.period_start, row.period_end))
