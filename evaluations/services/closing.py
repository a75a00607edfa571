"""Closing a review: one transaction after which its minutes stand, and the next one is due."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from core.canonical import canonical_bytes
from evaluations import minutes
from evaluations.enums import AgendaKind, Attendance, ReviewState
from evaluations.models import AgendaItem, Participant, ProblemArea, ProblemAreaThen, Review
from evaluations.pack import pack_of
from evaluations.periods import Calendar
from plans.models import Agreement
from plans.permissions import agreement_abilities
from plans.services import structure

from .minutes_prints import ask_for_minutes
from .reviews import lock_open, log, require_calendar


@dataclass(frozen=True)
class Closing:
    """What closing led to: the minutes' rendering is queued, and ``next`` is the review that is due."""

    review: Review
    next: Review | None


def missing_to_close(review: Review) -> list[str]:
    """What stands in the way of closing, in words; the guard and the page ask the same."""
    if review.is_closed:
        return [_("Översynen är redan avslutad.")]
    missing = []
    if not review.is_held:
        missing.append(_("Mötet har inte börjat."))
    present = Participant.objects.live().filter(review=review, attendance=Attendance.PRESENT)
    if not present.exists():
        missing.append(_("Ange vilka som är med."))
    if review.number < require_calendar(review.agreement).first_open:
        missing.append(_("En senare översyn är redan avslutad; den här perioden ingår i den."))
    return missing


def draft(review: Review, *, by: User, at: datetime) -> minutes.Minutes:
    """The minutes as they would be if ``review`` were closed now."""
    ending = _ending(review, require_calendar(review.agreement), by, at)
    pack = pack_of(review.agreement, review.number, today=localdate(at))
    return minutes.read(minutes.build(review, pack, ending))


def _ending(review: Review, calendar: Calendar, by: User, at: datetime) -> minutes.Ending:
    last = Review.objects.closed().filter(agreement=review.agreement)
    number = last.aggregate(last=Max("minutes_number"))["last"] or 0
    return minutes.Ending(number + 1, calendar.period(review.number), at, str(by))


@transaction.atomic
def close(*, review: Review, by: User, at: datetime | None = None) -> Closing:
    """Lock the minutes, freeze the picture, ask for the PDF, carry over what is left; all or nothing.

    The mails with the minutes go out when the PDF is made; ``at`` is for a meeting that is entered
    afterwards. Raises PermissionDenied for those who do
    not hold the review, ValidationError with all that is missing.
    """
    agreement = review.agreement
    if not agreement_abilities(by, agreement).hold:
        raise PermissionDenied
    structure.lock(agreement)  # one review at a time is closed: the minutes are counted
    lock_open(review)
    if missing := missing_to_close(review):
        raise ValidationError(missing)
    now = at or timezone.now()
    absent = Participant.objects.live().filter(review=review, attendance=Attendance.INVITED)
    absent.update(attendance=Attendance.ABSENT)
    _freeze_picture(review)
    calendar = require_calendar(agreement)
    ending = _ending(review, calendar, by, now)
    pack = pack_of(agreement, review.number, today=localdate(now))
    text = canonical_bytes(minutes.build(review, pack, ending)).decode()
    _store(review, ending, text, by)
    following = carry_over(review, agreement, localdate(now))
    log(review, "closed", by, None, {"minutes_number": ending.number})
    ask_for_minutes(review=review)
    return Closing(review, following)


def _freeze_picture(review: Review) -> None:
    areas = ProblemArea.objects.live().filter(agreement=review.agreement)
    words = ("name", "description", "priority", "source", "trend")
    ProblemAreaThen.objects.bulk_create(
        ProblemAreaThen(
            review=review,
            area=area,
            position=position,
            **{name: getattr(area, name) for name in words},
        )
        for position, area in enumerate(areas.order_by("position", "pk"))
    )


def _store(review: Review, ending: minutes.Ending, text: str, by: User) -> None:
    """The last write to what belongs to the review: from here on nothing of it changes."""
    values = {
        "state": ReviewState.CLOSED,
        "closed_at": ending.at,
        "closed_by": by,
        "period_start": ending.period.start,
        "period_end": ending.period.end,
        "minutes_number": ending.number,
        "minutes": text,
        "minutes_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    Review.objects.filter(pk=review.pk).update(**values)
    review.refresh_from_db()


def carry_over(review: Review, agreement: Agreement, day: date) -> Review | None:
    """The review that ``agreement`` holds next on ``day``, with what ``review`` left for it; None where none is.

    The agreement is the review's own, or the one that renews it.
    """
    calendar = require_calendar(agreement)
    number = calendar.current(day)
    if not calendar.exists(number):
        return None
    following, _is_new = Review.objects.get_or_create(agreement=agreement, number=number)
    structure.lock(following)
    left = (
        AgendaItem.objects.live()
        .filter(review=review, is_left=True)
        .select_related("review", "activity")
        .order_by("position", "pk")
    )
    for item in left:
        _leave(item, following)
    return following


def _leave(item: AgendaItem, following: Review) -> None:
    """Put what was left on the next agenda; an activity that stands there already stays where it is."""
    rows = AgendaItem.objects.filter(review=following)
    raised = rows.filter(activity=item.activity_id) if item.activity_id else rows.none()
    if raised.exists():
        raised.update(removed_at=None)
        return
    title = item.title
    if item.kind not in {AgendaKind.ACTIVITY, AgendaKind.OWN}:
        title = _("Kvar från översyn %(number)d: %(title)s") % {
            "number": item.review.number,
            "title": title,
        }
    AgendaItem.objects.create(
        review=following,
        kind=AgendaKind.ACTIVITY if item.activity_id else AgendaKind.OWN,
        title=title[:300],
        activity=item.activity,
        left_from=item,
        position=rows.count(),
    )
