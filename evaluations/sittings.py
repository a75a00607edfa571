"""A review as one person meets it: what it is, whether anybody has called it, what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from accounts.models import User
from core.access import require
from plans.asked import person
from plans.models import Agreement
from plans.permissions import Abilities, agreement_abilities

from .models import Review
from .periods import Calendar, calendar_of
from .schedule import Period


@dataclass(frozen=True)
class Sitting:
    """The review ``number`` of an agreement; ``review`` is None until somebody has begun with it."""

    agreement: Agreement
    abilities: Abilities
    calendar: Calendar
    number: int
    review: Review | None

    @property
    def due_on(self) -> date:
        """The day on which it is due."""
        return self.calendar.due(self.number)

    @cached_property
    def period(self) -> Period:
        """The days that it covers; of one that comes later, if those before it are held."""
        period = self.calendar.period(self.number)
        if self.number <= self.calendar.current(localdate()):
            return period
        return Period(max(period.start, self.calendar.border(self.number - 1)), period.end)

    @property
    def is_closed(self) -> bool:
        """Whether its minutes are locked."""
        return self.review is not None and self.review.is_closed

    @property
    def is_called(self) -> bool:
        """Whether it has a time."""
        return self.review is not None and self.review.meets_at is not None

    @property
    def is_passed_over(self) -> bool:
        """Whether it can not be held any more: a later one is closed, and covers its days."""
        return not self.is_closed and self.number < self.calendar.first_open

    @property
    def has_pack(self) -> bool:
        """Whether what it goes through can be shown: of one that comes later there is nothing to say yet."""
        if self.is_closed:
            return bool(self.review and self.review.minutes_sha256)
        return self.review is not None or self.number <= self.calendar.current(localdate())

    @property
    def may_hold(self) -> bool:
        """Whether the person leads the meeting and takes the minutes, as long as they are open."""
        return self.abilities.hold and not self.is_closed and not self.is_passed_over

    @property
    def may_call(self) -> bool:
        """Whether the person sets time and place."""
        return self.abilities.run and not self.is_closed and not self.is_passed_over


def agreement_for(request: HttpRequest, slug: str) -> tuple[Agreement, Abilities]:
    """The agreement, for those who may read what came of it; 404 for strangers, 403 for readers."""
    user: User = person(request)
    rows = Agreement.objects.visible_to(user).select_related("renewed_by")
    agreement = get_object_or_404(rows, slug=slug)
    abilities = agreement_abilities(user, agreement)
    require(abilities.read_draft)
    return agreement, abilities


def sitting_for(request: HttpRequest, slug: str, number: int) -> Sitting:
    """The review; Http404 where there is none, and none to be, of that number."""
    agreement, abilities = agreement_for(request, slug)
    calendar = calendar_of(agreement)
    if calendar is None or not _is_known(calendar, number):
        raise Http404
    rows = Review.objects.light().select_related("shown")
    review = rows.filter(agreement=agreement, number=number).first()
    if review is None and number > calendar.current(localdate()) + 1:
        raise Http404
    if review is not None:
        review.agreement = agreement
    return Sitting(agreement, abilities, calendar, number, review)


def _is_known(calendar: Calendar, number: int) -> bool:
    """Whether there is such a review, or has been or can be one; also for a number that is no number of any."""
    try:
        calendar.due(number)
    except (OverflowError, ValueError):
        return False
    return number >= 1 and (number < calendar.first_open or calendar.exists(number))


def open_sitting_for(request: HttpRequest, slug: str, number: int) -> tuple[Sitting, Review]:
    """The review with its row, for those who hold it; Http404 as long as nobody has called it."""
    sitting = sitting_for(request, slug, number)
    require(sitting.abilities.hold)
    if sitting.review is None:
        raise Http404
    return sitting, sitting.review
