"""What an agreement sets about its reminders, and what a person wishes for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import MailWish
from accounts.models import User
from core import changes
from evaluations.enums import NoticeKind
from evaluations.models import ReminderSettings
from evaluations.offsets import USUAL, valid_offsets
from plans.models import Agreement
from plans.permissions import agreement_abilities
from plans.services.members import lock


def offsets_of(agreement: Agreement) -> dict[str, tuple[int, ...]]:
    """Every kind's offsets here: the agreement's own, or the usual ones."""
    own = _own(agreement)
    return {
        kind: tuple(own[kind]) if kind in own else USUAL[kind].offsets for kind in NoticeKind.values
    }


def _own(agreement: Agreement) -> dict[str, list[int]]:
    row = ReminderSettings.objects.filter(agreement=agreement).first()
    return {} if row is None else dict(row.offsets)


@transaction.atomic
def set_offsets(
    *, agreement: Agreement, offsets: Mapping[str, Sequence[int]], by: User
) -> dict[str, list[int]]:
    """Set the agreement's offsets; what is as usual is not stored, so that it follows what is usual.

    Raises PermissionDenied for those who do not run the agreement, ValidationError for what cannot be.
    """
    if not agreement_abilities(by, agreement).run:
        raise PermissionDenied
    lock(agreement)
    wanted = {}
    for kind, days in offsets.items():
        checked = _checked(kind, days)
        if checked != USUAL[kind].offsets:
            wanted[kind] = list(checked)
    before = _own(agreement)
    if wanted == before:
        return wanted
    ReminderSettings.objects.update_or_create(agreement=agreement, defaults={"offsets": wanted})
    changes.record(
        by=by,
        scope=f"agreement:{agreement.pk}",
        action="changed",
        kind="reminder_settings",
        key="",
        before=before,
        after=wanted,
    )
    return wanted


def _checked(kind: str, days: Sequence[int]) -> tuple[int, ...]:
    try:
        return valid_offsets(NoticeKind(kind), list(days))
    except ValueError:
        raise ValidationError(
            _("Ange högst tio dagar för varje sak, ingen mer än 400 dagar bort.")
        ) from None


def set_wish(*, user: User, wish: str) -> None:
    """Choose when ``user`` wants reminders by mail. Raises ValueError for an unknown wish."""
    user.reminders = MailWish(wish)
    user.save(update_fields=["reminders"])
