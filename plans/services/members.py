"""Who works under an agreement, as what: roles given and ended, each with its row in the log."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans.enums import MembershipRole
from plans.models import Agreement, Membership
from plans.permissions import agreement_abilities


def lock(agreement: Agreement) -> Agreement:
    """The agreement's row, held until the transaction ends: those who change it come one by one."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


@transaction.atomic
def set_roles(*, agreement: Agreement, user: User, roles: Collection[str], by: User) -> None:
    """Let ``user`` have exactly ``roles`` in ``agreement``; none ends the membership.

    Only somebody who works there already: others are invited. Raises PermissionDenied for those who
    do not run the agreement, ValidationError when nobody would be left to run it.
    """
    if not agreement_abilities(by, agreement).run:
        raise PermissionDenied
    lock(agreement)
    held = list(Membership.objects.active().filter(agreement=agreement, user=user))
    if not held:
        raise ValidationError(
            _("Personen arbetar inte längre i överenskommelsen. Bjud in på nytt.")
        )
    ended = [membership for membership in held if membership.role not in roles]
    _refuse_leaving_nobody(agreement, ended)
    for membership in ended:
        end(membership=membership, by=by)
    for role in set(roles) - {membership.role for membership in held}:
        give(agreement=agreement, user=user, role=role, by=by)


@transaction.atomic
def appoint_coordinator(*, agreement: Agreement, user: User, by: User) -> None:
    """Let ``user`` run ``agreement``: what an administrator does for one that nobody runs yet.

    Raises PermissionDenied for others, ValidationError when the person cannot sign in.
    """
    if not by.is_administrator:
        raise PermissionDenied
    if not user.is_active:
        raise ValidationError(_("Kontot är avstängt. Öppna det först, under Personer."))
    lock(agreement)
    give(agreement=agreement, user=user, role=MembershipRole.COORDINATOR, by=by)


def give(*, agreement: Agreement, user: User, role: str, by: User) -> None:
    """Add one role, unless the person has it; with the agreement locked."""
    _membership, is_new = Membership.objects.get_or_create(
        agreement=agreement, user=user, role=role, ended_at=None
    )
    if is_new:
        _log(agreement, user, by, "added", None, {"name": str(user), "role": role})


def end(*, membership: Membership, by: User) -> None:
    """End one role; the row stays, as a memory."""
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    user = membership.user
    before = {"name": str(user), "role": membership.role}
    _log(membership.agreement, user, by, "removed", before, None)


def _refuse_leaving_nobody(agreement: Agreement, ended: Collection[Membership]) -> None:
    """Raises ValidationError when ``ended`` are the last who run the agreement and can sign in."""
    running = Membership.objects.active().filter(
        agreement=agreement, role=MembershipRole.COORDINATOR, user__is_active=True
    )
    leaving = [m.pk for m in ended if m.role == MembershipRole.COORDINATOR]
    if leaving and not running.exclude(pk__in=leaving).exists():
        raise ValidationError(
            _("Överenskommelsen behöver en samordnare. Gör någon annan till samordnare först.")
        )


def _log(
    agreement: Agreement, user: User, by: User, action: str, before: object, after: object
) -> None:
    changes.record(
        by=by,
        scope=f"agreement:{agreement.pk}",
        action=action,
        kind="membership",
        key=user.email,
        before=before,
        after=after,
    )


def left_without_coordinator() -> QuerySet[Agreement]:
    """The agreements that nobody runs who can sign in; those that have been renewed need nobody."""
    running = Membership.objects.active().filter(
        agreement=OuterRef("pk"), role=MembershipRole.COORDINATOR, user__is_active=True
    )
    return Agreement.objects.filter(~Exists(running), renewed_by__isnull=True)
