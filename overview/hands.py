"""What an installation does not manage by itself: a value for the first page of Administration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from core.enums import MailState
from core.models import OutgoingMail
from evaluations.models import ReminderRound
from evaluations.services.minutes_prints import FailedMinutes, failed_minutes
from evaluations.services.reminders import monday_of, without_digest
from plans.enums import AgreementKind
from plans.models import Agreement
from plans.services.members import left_without_coordinator

# A server that is started again, a queue after a big day: both are over by then.
PATIENCE: Final = timedelta(hours=1)
MOST_NAMED: Final = 20
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Mails that should be gone by now; ``error`` is the newest answer of the server, if it gave any."""

    refused: int
    untried: int
    error: str


@dataclass(frozen=True, slots=True)
class Hands:
    """What somebody must look at. Lists hold no more than a page can bear.

    ``without_digest`` are people whose mail of the week should have been written a day ago.
    """

    failed: int
    waiting: Waiting
    not_reminded_since: date | None
    without_digest: int
    troubles: list[ReminderRound]
    minutes: list[FailedMinutes]
    never_reviewed: list[Agreement]
    without_coordinator: list[Agreement]


def hands_needed() -> Hands:
    """What needs a hand right now."""
    return Hands(
        failed=OutgoingMail.objects.filter(state=MailState.FAILED).count(),
        waiting=_waiting(),
        not_reminded_since=_not_reminded_since(localdate()),
        without_digest=without_digest(monday_of(localdate() - DAY)).count(),
        troubles=list(troubles()[:MOST_NAMED]),
        minutes=failed_minutes(most=MOST_NAMED),
        never_reviewed=list(_never_reviewed()[:MOST_NAMED]),
        without_coordinator=list(left_without_coordinator().order_by("title", "pk")[:MOST_NAMED]),
    )


def troubles() -> QuerySet[ReminderRound]:
    """The agreements some of whose reminders could not be written, and which."""
    rounds = ReminderRound.objects.exclude(trouble="").select_related("agreement")
    return rounds.order_by("agreement__title", "pk")


def _not_reminded_since(today: date) -> date | None:
    """The last day on which some agreement's reminders were written; None where that was yesterday or today."""
    late = ReminderRound.objects.filter(done_on__lt=today - DAY)
    return late.order_by("done_on").values_list("done_on", flat=True).first()


def _waiting() -> Waiting:
    """Without a mail server nothing waits: what is written is only kept."""
    if not settings.MAIL_IS_SENT:
        return Waiting(0, 0, "")
    before = timezone.now() - PATIENCE
    queued = OutgoingMail.objects.filter(state=MailState.QUEUED, queued_at__lt=before)
    errors = queued.exclude(last_error="").order_by("-pk")
    return Waiting(
        refused=errors.count(),
        untried=queued.filter(last_error="", next_attempt_at__lt=before).count(),
        error=errors.values_list("last_error", flat=True).first() or "",
    )


def _never_reviewed() -> QuerySet[Agreement]:
    """Agreements without a day to count reviews from: nobody is reminded of any.

    Where somebody only keeps documents of their own, there is nothing to review.
    """
    goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=localdate())
    rows = Agreement.objects.filter(goes_on, review_anchor__isnull=True, renewed_by__isnull=True)
    return rows.exclude(kind=AgreementKind.NONE).order_by("title", "pk")
