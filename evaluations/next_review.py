"""Which review comes next in an agreement, or should have been held. One question for many agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from plans.models import Agreement

from .enums import ReviewState
from .models import Review
from .periods import Closed, calendar_with, gone_through
from .schedule import Period


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

    def lateness(self, today: date) -> str:
        """What is late about it: that it should have been held by now, or closed; nothing if all is well."""
        if self.day >= today:
            return ""
        return _("inte avslutad") if self.state == ReviewState.HELD else _("försenad")


def next_reviews(agreements: Sequence[Agreement], today: date) -> dict[int, NextReview]:
    """By primary key: the review to hold (``periods.Calendar.current``), where there is one.

    There is none long after the last day of an agreement (``is_left_behind``), none where it is renewed
    (load ``renewed_by``), and none where nobody has said from when reviews are counted.
    """
    saved: dict[int, list[_Saved]] = defaultdict(list)
    rows = Review.objects.filter(agreement__in=agreements).order_by("number")
    for agreement, *values in rows.values_list("agreement", *_Saved._fields):
        saved[agreement].append(_Saved(*values))
    first = gone_through(
        one for one in agreements if not any(row.period_end for row in saved[one.pk])
    )
    found = {one.pk: _next(one, saved[one.pk], first.get(one.pk), today) for one in agreements}
    return {pk: review for pk, review in found.items() if review is not None}


class _Saved(NamedTuple):
    """What is asked of a review that has a row."""

    number: int
    state: str
    meets_at: datetime | None
    period_start: date | None
    period_end: date | None


def _next(
    agreement: Agreement, saved: Sequence[_Saved], since: date | None, today: date
) -> NextReview | None:
    if agreement.review_anchor is None:
        return None
    closed = tuple(
        Closed(row.number, Period(row.period_start, row.period_end))
        for row in saved
        if row.state == ReviewState.CLOSED and row.period_start and row.period_end
    )
    calendar = calendar_with(agreement, agreement.review_anchor, closed, since)
    number = calendar.current(today)
    if not calendar.exists(number):
        return None
    row = next((one for one in saved if one.number == number), None)
    due = calendar.due(number)
    found = (
        NextReview(number, due) if row is None else NextReview(number, due, row.state, row.meets_at)
    )
    return None if calendar.is_left_behind(found.day, today) else found
