"""Queuing what is due: each notice once, however often this runs, wherever it is killed.

The keys of notices and mails are what makes it once. An agreement is one transaction, begun by
claiming its round for the day: of two workers one writes, and one that dies leaves nothing half
done. A notice, a kind or an agreement that breaks holds up none of the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.enums import MailWish
from accounts.models import User
from core.mail import MailAttachment
from evaluations import emails
from evaluations.due import Due, Found, find_due, standing_of
from evaluations.enums import NoticeKind
from evaluations.matters import SOURCES
from evaluations.models import Notice, ReminderRound
from plans.models import Agreement, Membership

from .pack_sending import print_sent, stamp_sent, store_notice

logger = logging.getLogger(__name__)

# Nobody is to be woken by a telephone; in Stockholm this hour exists every day of the year.
FIRST_HOUR: Final = 6
RETRY_AFTER: Final = timedelta(hours=1)
# A round ends before Celery would end it; the next minute goes on where it stopped.
ROUND_SECONDS: Final = 180
KEYS_AT_ONCE: Final = 500
ALWAYS: Final = frozenset({NoticeKind.REVIEW, NoticeKind.PACK})


@dataclass
class Tally:
    """What a round did, in notices; ``troubles`` tells what could not be queued."""

    queued: int = 0
    troubles: list[str] = field(default_factory=list)


def queue_what_is_due(*, now: datetime) -> Tally:
    """Queue the notices of the day in the agreements that have not had their round yet; every minute."""
    tally = Tally()
    here = timezone.localtime(now)
    if here.hour < FIRST_HOUR:
        return tally
    end = time.monotonic() + ROUND_SECONDS
    for agreement in to_remind().exclude(Exists(_rounds_done(now))):
        if time.monotonic() > end:
            return tally
        queue_of_agreement(agreement=agreement, now=now, tally=tally)
    queue_digests(today=here.date())
    return tally


def to_remind() -> QuerySet[Agreement]:
    """The agreements, with what is asked of each; every one has a round to claim afterwards."""
    without = Agreement.objects.exclude(
        Exists(ReminderRound.objects.filter(agreement=OuterRef("pk")))
    )
    rounds = [ReminderRound(agreement=agreement) for agreement in without]
    ReminderRound.objects.bulk_create(rounds, ignore_conflicts=True)
    return Agreement.objects.select_related("reminder_settings", "renewed_by").order_by("pk")


def _rounds_done(now: datetime) -> QuerySet[ReminderRound]:
    """The round of an agreement that nothing is left of on the day of ``now``."""
    return ReminderRound.objects.filter(agreement=OuterRef("pk")).exclude(_waits(now))


def _waits(now: datetime) -> Q:
    """Rounds to be made: not done on the day, or failed a while ago."""
    today = timezone.localdate(now)
    failed = Q(failed_at__lte=now - RETRY_AFTER)
    return Q(done_on__isnull=True) | Q(done_on__lt=today) | failed


def queue_of_agreement(
    *, agreement: Agreement, now: datetime, tally: Tally, again: bool = False
) -> None:
    """One agreement's notices (of ``to_remind``) in one transaction; with ``again`` also if its round is done.

    What is due is read before it, so that nobody who writes waits for that.
    """
    today = timezone.localdate(now)
    own = ReminderRound.objects.filter(agreement=agreement)
    try:
        found = find_due(standing_of(agreement, today), SOURCES)
        with transaction.atomic():
            # Whoever changes the row first has it until the end; the others find it done.
            waiting = own if again else own.filter(_waits(now))
            if not waiting.update(done_on=today, failed_at=None, trouble=""):
                return
            queued, troubles = _queue(found, agreement, now)
            if troubles:
                own.update(failed_at=now, trouble="\n".join(troubles))
    except Exception as error:
        # Nothing of it was written. The other agreements are to have their round all the same.
        logger.exception("No notices in agreement %s", agreement.pk)
        queued, troubles = 0, [f"{type(error).__name__}: {error}"[:500]]
        own.update(done_on=today, failed_at=now, trouble=troubles[0])
    tally.queued += queued
    tally.troubles += [f"{agreement.title}: {trouble}" for trouble in troubles]


def _queue(found: Found, agreement: Agreement, now: datetime) -> tuple[int, list[str]]:
    """How many notices were queued, and what could not be."""
    troubles, queued = list(found.broken), 0
    packs: dict[int, str] = {}
    pack_file = cache(partial(emails.pack_file, agreement, timezone.localdate(now)))
    for due in untold(found.due):
        subject = due.matter.subject
        trouble = _trouble(subject, partial(_queue_one, due, agreement, now, pack_file))
        troubles += trouble
        queued += not trouble
        if due.matter.pack and not trouble:
            packs[due.matter.pack] = subject
    for number, subject in packs.items():
        for act in (stamp_sent, print_sent):
            troubles += _trouble(subject, partial(act, agreement, number, now))
    return queued, troubles


def _trouble(subject: str, act: Callable[[], None]) -> list[str]:
    """Do it whole or not at all; what went wrong where anything did, so that it holds up none of the rest."""
    try:
        with transaction.atomic():
            act()
    except Exception as error:
        logger.exception("Could not be queued: %s", subject)
        return [f"{subject}: {type(error).__name__}"[:500]]
    return []


def untold(found: Iterable[Due]) -> Iterator[Due]:
    """Those of ``found`` that there is no notice of yet."""
    by_key = {due.key: due for due in found}
    keys = list(by_key)
    for start in range(0, len(keys), KEYS_AT_ONCE):
        asked = keys[start : start + KEYS_AT_ONCE]
        known = set(
            Notice.objects.filter(unique_key__in=asked).values_list("unique_key", flat=True)
        )
        yield from (by_key[key] for key in asked if key not in known)


def comes_at_once(kind: str, wish: str) -> bool:
    """Whether a notice is mailed when it is due: those of a review, and its pack, always are."""
    return kind in ALWAYS or wish == MailWish.AT_ONCE


def _queue_one(
    due: Due,
    agreement: Agreement,
    now: datetime,
    pack_file: Callable[[int], MailAttachment | None],
) -> None:
    matter, person = due.matter, due.person
    if matter.pack:
        store_notice(due, agreement, now, pack_file(matter.pack))
        return
    at_once = comes_at_once(matter.kind, person.reminders)
    Notice.objects.create(
        unique_key=due.key,
        kind=matter.kind,
        user=person,
        agreement=agreement,
        due_on=matter.day,
        told_on=timezone.localdate(now),
        reason=due.reason[:300],
        subject=matter.subject[:255],
        text=matter.text,
        link=matter.link,
        waits_for_digest=not at_once and person.reminders == MailWish.WEEKLY,
        mail=emails.reminder(due) if at_once else None,
    )


def queue_digests(*, today: date) -> int:
    """The week's mail to each who wishes for one, once from Monday on; how many were queued.

    It holds what was told before this week's Monday, so that nothing can come to it later.
    """
    monday = monday_of(today)
    return sum(_queue_digest(person, monday) for person in without_digest(monday).order_by("pk"))


def monday_of(day: date) -> date:
    """The first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def without_digest(monday: date) -> QuerySet[User]:
    """Those who are to have a week's mail on ``monday``, and have not got it."""
    return User.objects.active().filter(pk__in=_waiting(monday).values("user"))


def _waiting(monday: date) -> QuerySet[Notice]:
    return Notice.objects.filter(waits_for_digest=True, told_on__lt=monday)


def _queue_digest(person: User, monday: date) -> bool:
    waiting = _waiting(monday).filter(user=person)
    try:
        with transaction.atomic():
            rows = list(waiting.select_for_update().order_by("told_on", "pk"))
            if not rows:
                return False
            key = f"digest:{person.pk}:{monday.isoformat()}"
            _of(rows).update(waits_for_digest=False)
            if not (own := _of_own_agreements(person, rows)):
                return False
            mail = emails.digest(person, own, unique_key=key)
            _of(own).update(mail=mail)
    except Exception:
        # It waits for the next minute, and the others get theirs.
        logger.exception("No digest for person %s", person.pk)
        return False
    return True


def _of(rows: Iterable[Notice]) -> QuerySet[Notice]:
    return Notice.objects.filter(pk__in=[row.pk for row in rows])


def _of_own_agreements(person: User, rows: Iterable[Notice]) -> list[Notice]:
    """Those of ``rows`` whose agreement the person has not left meanwhile."""
    seats = Membership.objects.active().filter(user=person)
    own = set(seats.values_list("agreement", flat=True))
    return [row for row in rows if row.agreement_id in own]
