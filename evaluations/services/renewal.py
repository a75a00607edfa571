"""What goes along to the agreement that renews another, and how a changed interval goes on (``plans.steps``).

The situational picture, what is open and what is set go over, as the plans do; closed reviews and
what was done stay where they were, to be read.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from evaluations.enums import ReviewState
from evaluations.models import ActionPoint, AgendaItem, ProblemArea, ReminderSettings, Review
from evaluations.periods import calendar_of
from plans import steps
from plans.models import Agreement

from .closing import carry_over


def take_over(old: Agreement, new: Agreement, by: User) -> None:
    """Let ``new`` go on with what ``old`` has open. Raises ValidationError while a review is held."""
    _refuse_while_held(old)
    for own in ReminderSettings.objects.filter(agreement=old):
        ReminderSettings.objects.create(agreement=new, offsets=own.offsets)
    # Moved, not copied: activities point to the areas, and closed reviews have kept what they were.
    ProblemArea.objects.filter(agreement=old).update(agreement=new)
    _take_open_reviews(old, new)
    points = ActionPoint.objects.live().filter(agreement=old, done_at__isnull=True)
    points.filter(Q(review__isnull=True) | Q(review__state=ReviewState.CLOSED)).update(
        agreement=new
    )
    _take_what_was_left(old, new)


def _refuse_while_held(old: Agreement) -> None:
    held = Review.objects.filter(agreement=old, state=ReviewState.HELD).order_by("number")
    if number := held.values_list("number", flat=True).first():
        message = _(
            "Översyn %d pågår. Avsluta den innan ni förnyar, så följer det som är kvar med."
        )
        raise ValidationError(message % number)


def _take_open_reviews(old: Agreement, new: Agreement) -> None:
    """Those that somebody has called or prepared; one that was passed over stays, its days are covered."""
    before, after = calendar_of(old), calendar_of(new)
    lowest = 1 if before is None else before.first_open
    rows = Review.objects.filter(agreement=old, number__gte=lowest)
    waiting = list(rows.exclude(state=ReviewState.CLOSED).values_list("pk", flat=True))
    shift = (1 if after is None else after.first_open) - lowest
    ActionPoint.objects.filter(review__in=waiting).update(agreement=new)
    Review.objects.filter(pk__in=waiting).update(agreement=new, number=F("number") + shift)


def _take_what_was_left(old: Agreement, new: Agreement) -> None:
    """What the last review left for the next, where there was no next one any more."""
    last = Review.objects.closed().filter(agreement=old).light().order_by("-number").first()
    left = AgendaItem.objects.live().filter(review=last, is_left=True, left_to__isnull=True)
    if last is not None and left.exists() and calendar_of(new) is not None:
        carry_over(last, new, localdate())


def keep_continuous(old: Agreement, new: Agreement, by: User) -> None:
    """Count on from where the last closed review ended, when the interval alone is changed.

    The next review then begins there and lasts the new interval. Counted from the old anchor it
    could lie years ahead, or leave out numbers; whoever moves the anchor too says it otherwise.
    """
    has_moved = new.review_anchor != old.review_anchor
    if has_moved or new.review_anchor is None or new.review_interval == old.review_interval:
        return
    calendar = calendar_of(old)
    if calendar is not None and calendar.last is not None:
        new.review_anchor = calendar.start


def proposed_anchor(agreement: Agreement) -> date | None:
    """From when the agreement that renews this one best counts: from the end of what has been gone through."""
    calendar = calendar_of(agreement)
    return None if calendar is None else calendar.start


def register() -> None:
    """Do all this along with what the plans do."""
    steps.on_renewal(take_over)
    steps.on_change(keep_continuous)
