"""Sending a review's pack to those who have a seat: by somebody's hand, or by itself some days before."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from core.mail import MailAttachment
from evaluations import emails
from evaluations.due import Due, standing_of
from evaluations.models import Notice, Review
from evaluations.pack import NoReviewError, pack_of
from evaluations.pack_matters import pack_matter
from plans.models import Agreement
from plans.permissions import Abilities, agreement_abilities
from plans.services import structure

from .pack import ask_for_pack

logger = logging.getLogger(__name__)


def sends_packs(abilities: Abilities) -> bool:
    """Whether somebody sends a pack by hand: who runs the agreement or sits in the steering group."""
    return abilities.run or abilities.decide


@transaction.atomic
def send_pack(*, agreement: Agreement, number: int, by: User, now: datetime) -> int:
    """Send the pack of a review to all with a seat who have not got it for this day; how many.

    What is sent by hand is not sent again by itself, unless the meeting is moved. Raises
    ValidationError for a review that is closed or is none.
    """
    if not sends_packs(agreement_abilities(by, agreement)):
        raise PermissionDenied
    structure.lock(agreement)
    today = timezone.localdate(now)
    matter = pack_matter(standing_of(agreement, today), number)
    if matter is None:
        raise ValidationError(_("Översynen är avslutad eller finns inte."))
    offset = (matter.day - today).days
    dues = [Due(matter, offset, person) for person in matter.people]
    keys = [due.key for due in dues]
    told = set(Notice.objects.filter(unique_key__in=keys).values_list("unique_key", flat=True))
    new = [due for due in dues if due.key not in told]
    pdf = emails.pack_file(agreement, today, number) if new else None
    for due in new:
        store_notice(due, agreement, now, pdf)
    if new:
        stamp_sent(agreement, number, now)
        print_sent(agreement, number, now)
        changes.record(
            by=by,
            scope=f"agreement:{agreement.pk}",
            action="sent",
            kind="review_pack",
            key=str(number),
            after={"number": number, "people": [str(due.person) for due in new]},
        )
    return len(new)


def store_notice(due: Due, agreement: Agreement, now: datetime, pdf: MailAttachment | None) -> None:
    """The notice and the mail of one pack to one person: it always comes at once, like a review's."""
    matter = due.matter
    Notice.objects.create(
        unique_key=due.key,
        kind=matter.kind,
        user=due.person,
        agreement=agreement,
        due_on=matter.day,
        told_on=timezone.localdate(now),
        reason=due.reason[:300],
        subject=matter.subject[:255],
        text=matter.text,
        link=matter.link,
        mail=emails.pack_sent(due, agreement, pdf),
    )


def stamp_sent(agreement: Agreement, number: int, now: datetime) -> None:
    """Say on the review that its pack was sent."""
    Review.objects.get_or_create(agreement=agreement, number=number)
    Review.objects.filter(agreement=agreement, number=number).update(pack_sent_at=now)


def print_sent(agreement: Agreement, number: int, now: datetime) -> None:
    """Ask for the pack in print, so that the link in the mail leads to one."""
    try:
        value = pack_of(agreement, number, today=timezone.localdate(now))
    except NoReviewError:
        logger.exception("No pack of review %s in agreement %s", number, agreement.pk)
    else:
        ask_for_pack(agreement=agreement, value=value)
