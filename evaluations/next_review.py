"""Which review comes next in an agreement, or should have been held. One question for many agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.utils.timezone import localdate

from plans.models import Agreement

from .enums import ReviewState
from .models import Review
from .schedule import due_on, number_covering


@dataclass(frozen=True)
class NextReview:
    """A review that is not closed: its due day, and the meeting where that is set."""

    number: int
    due: date
    state: str = ReviewState.PLANNED
    meets_at: datetime | None = None

    @property
    def day(self) -> date:
        """The day of the meeting, or else the day it is due."""
        return self.due if self.meets_at is None else localdate(self.meets_at)

    def is_late(self, today: date) -> bool:
        """Whether it should have been held by now."""
        return self.day < today


def next_reviews(agreements: Sequence[Agreement], today: date) -> dict[int, NextReview]:
    """By primary key: the review that came due last until it is closed, then the one to come.

    As the reminders count (``matters.reviews``): after the last day of an agreement there is none, and
    none where the steering group has not said when its first period begins.
    """
    saved: dict[int, dict[int, Saved]] = defaultdict(dict)
    rows = Review.objects.filter(agreement__in=agreements).order_by("number")
    values = rows.values_list("agreement", "number", "state", "meets_at")
    for agreement, number, state, meets_at in values:
        saved[agreement][number] = (state, meets_at)
    found = {one.pk: _next(one, saved[one.pk], today) for one in agreements}
    return {pk: review for pk, review in found.items() if review is not None}


Saved = tuple[str, datetime | None]
"""State and meeting of a review that has a row."""


def _next(agreement: Agreement, saved: Mapping[int, Saved], today: date) -> NextReview | None:
    anchor, interval = agreement.review_anchor, agreement.review_interval
    if anchor is None or agreement.has_expired(today):
        return None
    current = max(number_covering(anchor, interval, today) - 1, 1)
    for number in count(current):
        due = due_on(anchor, interval, number)
        if agreement.ends_on is not None and due > agreement.ends_on:
            return None
        state, meets_at = saved.get(number, (ReviewState.PLANNED, None))
        if state != ReviewState.CLOSED:
            return NextReview(number, due, state, meets_at)
    raise AssertionError("unreachable: there is always a number that no row has")
