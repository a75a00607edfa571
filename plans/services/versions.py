"""From a proposal to a version in force: propose, approve, reject, withdraw.

Each transition locks the version first, so that two approvers at once are answered one after the
other. Nobody approves for the other party: ability, service and constraint say so.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans.enums import MembershipRole, Verdict, VersionState
from plans.models import Approval, Membership, Party, Plan, PlanVersion
from plans.permissions import plan_abilities

# Letters and digits that cannot be taken for one another when read from paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


@dataclass(frozen=True)
class FrozenDocument:
    """The bytes to propose and what the record needs to know of them."""

    data: bytes
    schema: int
    valid_to: date | None
    image_sha256s: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@transaction.atomic
def propose_version(
    *,
    plan: Plan,
    document: FrozenDocument,
    by: User,
    wished_from: date | None = None,
    at: datetime | None = None,
) -> PlanVersion:
    """Freeze ``document`` as the next version of ``plan`` for the parties to decide on.

    ``at`` is the time of the step (now unless told), here and in the other steps: what was decided
    on paper is entered with the day on which it was decided.

    Raises PermissionDenied for those who do not run the agreement, and ValidationError when the
    agreement has no parties or another version is being decided on.
    """
    if not plan_abilities(by, plan).run:
        raise PermissionDenied
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.agreement.parties.exists():
        raise ValidationError(_("Överenskommelsen har inga parter som kan godkänna."))
    if plan.versions.filter(state=VersionState.PROPOSED).exists():
        raise ValidationError(_("En version av planen är redan föreslagen."))
    last = plan.versions.order_by("-number").values_list("number", flat=True).first()
    version = PlanVersion.objects.create(
        plan=plan,
        number=(last or 0) + 1,
        document=document.data.decode(),
        schema=document.schema,
        sha256=document.sha256,
        image_sha256s=list(document.image_sha256s),
        proposed_at=at or timezone.now(),
        proposed_by=by,
        proposed_by_name=str(by),
        wished_from=wished_from,
        valid_to=document.valid_to,
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
    )
    _log(version, by, "proposed", None, _state(version))
    return version


@transaction.atomic
def approve_version(
    *,
    version: PlanVersion,
    by: User,
    sha256: str,
    comment: str = "",
    at: datetime | None = None,
) -> PlanVersion:
    """Approve exactly the document with ``sha256`` for the party that ``by`` belongs to.

    When every party has approved, the version is adopted. Raises PermissionDenied for those who
    may not decide for a party, and ValidationError when it is decided or another document.
    """
    version, party = _locked(version, by)
    if sha256 != version.sha256 or not version.is_intact():
        raise ValidationError(_("Det du läste är inte det som är föreslaget. Läs om sidan."))
    at = at or timezone.now()
    _answer(version, party, by, Verdict.APPROVED, comment, at)
    if _everyone_has_approved(version):
        version.adopted_on = timezone.localdate(at)
        version.valid_from = version.wished_from or version.adopted_on
        _decide(version, VersionState.ADOPTED, by, at)
    return version


@transaction.atomic
def reject_version(*, version: PlanVersion, by: User, comment: str) -> PlanVersion:
    """Reject the version for the party that ``by`` belongs to; ``comment`` says why.

    Raises as ``approve_version`` does, and ValidationError without a comment.
    """
    version, party = _locked(version, by)
    if not comment.strip():
        raise ValidationError(_("Skriv varför versionen avslås."))
    at = timezone.now()
    _answer(version, party, by, Verdict.REJECTED, comment, at)
    _decide(version, VersionState.REJECTED, by, at)
    return version


@transaction.atomic
def withdraw_version(*, version: PlanVersion, by: User) -> PlanVersion:
    """Take a proposal back; the draft is untouched.

    Raises PermissionDenied for those who do not run the agreement, ValidationError when decided.
    """
    if not plan_abilities(by, version.plan).run:
        raise PermissionDenied
    version = _proposed(version)
    _decide(version, VersionState.WITHDRAWN, by, timezone.now())
    return version


def party_of(user: User, plan: Plan) -> Party | None:
    """The party for which ``user`` may decide on versions of ``plan``; None when for none."""
    seat = Membership.objects.active().filter(
        agreement=plan.agreement, user=user, role=MembershipRole.STEERING
    )
    if user.organisation_id is None or not seat.exists():
        return None
    return Party.objects.filter(agreement=plan.agreement, organisation=user.organisation_id).first()


def _proposed(version: PlanVersion) -> PlanVersion:
    locked = (
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("plan__agreement")
        .get(pk=version.pk)
    )
    if locked.state != VersionState.PROPOSED:
        raise ValidationError(_("Versionen är redan %s.") % locked.get_state_display())
    return locked


def _locked(version: PlanVersion, by: User) -> tuple[PlanVersion, Party]:
    party = party_of(by, version.plan)
    if party is None:
        raise PermissionDenied
    return _proposed(version), party


def _answer(
    version: PlanVersion, party: Party, by: User, verdict: Verdict, comment: str, at: datetime
) -> None:
    approval = Approval(
        version=version,
        party=party,
        party_name=str(party),
        by=by,
        by_name=by.full_name,
        by_title=by.title,
        verdict=verdict,
        sha256=version.sha256,
        comment=comment.strip(),
        at=at,
    )
    approval.full_clean()
    approval.save()
    _log(version, by, verdict, None, {"party": str(party), "comment": approval.comment})


def _everyone_has_approved(version: PlanVersion) -> bool:
    missing = version.plan.agreement.parties.exclude(
        pk__in=version.approvals.filter(verdict=Verdict.APPROVED, sha256=version.sha256).values(
            "party"
        )
    )
    return not missing.exists()


def _decide(version: PlanVersion, state: VersionState, by: User, at: datetime) -> None:
    before = _state(version)
    version.state = state
    version.decided_at = at
    version.save(update_fields=["state", "decided_at", "adopted_on", "valid_from"])
    _log(version, by, state, before, _state(version))


def _state(version: PlanVersion) -> dict[str, Any]:
    return {"state": version.state, "sha256": version.sha256}


def _log(version: PlanVersion, by: User, action: str, before: Any, after: Any) -> None:
    changes.record(
        by=by,
        scope=f"plan:{version.plan_id}",
        action=action,
        kind="version",
        key=str(version.number),
        before=before,
        after=after,
    )
