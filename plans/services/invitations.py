"""Invitations to work under an agreement: a link to one address, once, for 14 days.

The secret of the link stands nowhere but in the mail: the row has its SHA-256, and the stored mail a
placeholder. Each step locks the row first, so that two who accept at once are answered one by one.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.services import belong_to, join
from core import changes
from plans import emails
from plans.enums import InvitationState, MembershipRole
from plans.models import Agreement, Invitation, Membership
from plans.models.invitation import VALID_FOR
from plans.permissions import agreement_abilities

from .members import give, lock


def digest(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> Invitation | None:
    """The invitation whose link has ``secret``; None when there is none."""
    known = Invitation.objects.select_related("agreement", "organisation")
    return known.filter(secret_sha256=digest(secret)).first()


@transaction.atomic
def invite(
    *, agreement: Agreement, email: str, organisation: Organisation, role: str, by: User
) -> Invitation:
    """Invite whoever reads mail to ``email``.

    Raises PermissionDenied for those who do not run the agreement (an administrator may invite
    somebody to run it), ValidationError when there is nothing to invite to.
    """
    _refuse_others(agreement, role, by)
    agreement = lock(agreement)
    invitation = Invitation(
        agreement=agreement, email=email, organisation=organisation, role=role, invited_by=by
    )
    secret = _renew(invitation)
    invitation.full_clean(validate_unique=False)
    _refuse_needless(invitation)
    invitation.save()
    _log(invitation, by, "added", None, _facts(invitation))
    emails.invited(invitation, secret=secret)
    return invitation


@transaction.atomic
def send_anew(*, invitation: Invitation, by: User) -> Invitation:
    """Send another link, good for 14 more days; the one before stops working.

    Raises as ``invite`` does, and ValidationError when it is accepted or withdrawn.
    """
    _refuse_others(invitation.agreement, invitation.role, by)
    invitation = _open(invitation)
    before = _facts(invitation)
    secret = _renew(invitation)
    invitation.save(update_fields=["secret_sha256", "expires_at"])
    _log(invitation, by, "sent_anew", before, _facts(invitation))
    emails.invited(invitation, secret=secret)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Let the link stop working. Raises as ``send_anew`` does."""
    _refuse_others(invitation.agreement, invitation.role, by)
    invitation = _open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _log(invitation, by, "withdrawn", _facts(invitation), None)


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> None:
    """Give ``user`` the role they are invited to. An organisation they have is theirs to keep.

    Raises PermissionDenied for somebody else than the one invited, ValidationError when the
    invitation is used, withdrawn or too old.
    """
    agreement = lock(invitation.agreement)
    invitation = _waiting(invitation)
    if user.email != invitation.email or not user.is_active:
        raise PermissionDenied
    belong_to(user=user, organisation=invitation.organisation, by=user)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _log(invitation, user, "accepted", None, _facts(invitation))
    give(agreement=agreement, user=user, role=invitation.role, by=user)


@transaction.atomic
def accept_as_new(*, invitation: Invitation, full_name: str, title: str, password: str) -> User:
    """Make the account of somebody who is invited, with the role.

    The link came to their address: nobody else has it. Raises ValidationError as ``accept`` does,
    and when there is an account with the address.
    """
    lock(invitation.agreement)
    invitation = _waiting(invitation)
    user = join(
        email=invitation.email,
        full_name=full_name,
        title=title,
        organisation=invitation.organisation,
        password=password,
    )
    accept(invitation=invitation, user=user)
    return user


def _refuse_others(agreement: Agreement, role: str, by: User) -> None:
    appoints = by.is_administrator and role == MembershipRole.COORDINATOR
    if not appoints and not agreement_abilities(by, agreement).run:
        raise PermissionDenied


def _refuse_needless(invitation: Invitation) -> None:
    """Raises ValidationError when the person is there already, invited already, or shut out."""
    agreement = invitation.agreement
    if Agreement.objects.filter(renews=agreement).exists():
        raise ValidationError(_("Överenskommelsen är förnyad. Bjud in till den nya i stället."))
    same = {"agreement": agreement, "role": invitation.role}
    held = Membership.objects.active().filter(user__email=invitation.email, **same)
    if held.exists():
        raise ValidationError({"email": _("Personen har redan den rollen i överenskommelsen.")})
    waiting = Invitation.objects.waiting(timezone.now())
    if waiting.filter(email=invitation.email, **same).exists():
        message = _("Det finns redan en inbjudan till den rollen. Skicka den på nytt i stället.")
        raise ValidationError({"email": message})
    if User.objects.filter(email=invitation.email, is_active=False).exists():
        message = _("Kontot med den adressen är avstängt. Kontakta en administratör.")
        raise ValidationError({"email": message})


def _renew(invitation: Invitation) -> str:
    """Give the invitation a new secret and 14 days; only the mail gets to know it."""
    secret = secrets.token_urlsafe(32)
    invitation.secret_sha256 = digest(secret)
    invitation.expires_at = timezone.now() + VALID_FOR
    return secret


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("agreement", "organisation").get(pk=invitation.pk)


def _open(invitation: Invitation) -> Invitation:
    """The row, locked; ValidationError when it is accepted or withdrawn."""
    invitation = _locked(invitation)
    if invitation.accepted_at is not None:
        raise ValidationError(_("Inbjudan är redan antagen."))
    if invitation.withdrawn_at is not None:
        raise ValidationError(_("Inbjudan är redan återtagen."))
    return invitation


def _waiting(invitation: Invitation) -> Invitation:
    locked = _locked(invitation)
    # The secret that was shown may have been replaced since.
    is_same = locked.secret_sha256 == invitation.secret_sha256
    if not is_same or locked.state(timezone.now()) != InvitationState.WAITING:
        raise ValidationError(_("Länken gäller inte längre."))
    return locked


def _facts(invitation: Invitation) -> dict[str, str]:
    return {
        "name": invitation.email,
        "role": invitation.role,
        "organisation": str(invitation.organisation),
        "expires_at": invitation.expires_at.isoformat(),
    }


def _log(invitation: Invitation, by: User, action: str, before: object, after: object) -> None:
    changes.record(
        by=by,
        scope=f"agreement:{invitation.agreement_id}",
        action=action,
        kind="invitation",
        key=invitation.email,
        before=before,
        after=after,
    )
