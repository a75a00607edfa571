"""From a proposal to a version in force: propose, approve, reject, withdraw.

Each transition locks the version first, so that two approvers at once are answered one after the
other. Nobody approves for the other party: ability, service and constraint say so.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from core.templatetags.swedish import long_date
from plans import emails
from plans.checks.proposing import missing_to_propose
from plans.enums import MembershipRole, Verdict, VersionState
from plans.models import Approval, Membership, Party, Plan, PlanVersion
from plans.permissions import approvers_of, plan_abilities

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

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document value that the bytes say."""
        content: dict[str, Any] = json.loads(self.data)
        return content


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

    ``wished_from`` is the first day wished for; a version adopted later begins when it is adopted.
    ``at`` is the time of the step (now unless told), here and in the other steps: what was decided
    on paper is entered with the day on which it was decided, and no mail tells of it.

    Raises PermissionDenied for those who do not run the agreement, and ValidationError with all
    that is missing (``missing_to_propose``), or when the first day lies after the last.
    """
    if not plan_abilities(by, plan).run:
        raise PermissionDenied
    plan = Plan.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=plan.pk)
    today = timezone.localdate(at)
    if missing := missing_to_propose(plan, document.content, sha256=document.sha256, on=today):
        raise ValidationError([one.sentence for one in missing])
    if wished_from is not None:
        _refuse_late(wished_from, document.valid_to, plan)
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
    if at is None:
        emails.version_proposed(version, to=approvers_of(plan.agreement))
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
    may not decide for a party, and ValidationError when it is decided, another document, or one
    that would never be in force (``never_in_force``).
    """
    version, party = _locked(version, by)
    _refuse_another(version, sha256)
    when = at or timezone.now()
    if refusal := never_in_force(version, adopted_on=timezone.localdate(when)):
        raise ValidationError(refusal)
    _answer(version, party, by, Verdict.APPROVED, comment, when)
    if _everyone_has_approved(version):
        version.adopted_on = timezone.localdate(when)
        version.valid_from = version.first_day(version.adopted_on)
        _decide(version, VersionState.ADOPTED, by, when)
        if at is None:
            emails.version_adopted(version, to=_those_who_care(version))
    return version


@transaction.atomic
def reject_version(
    *, version: PlanVersion, by: User, comment: str, sha256: str | None = None
) -> PlanVersion:
    """Reject the version for the party that ``by`` belongs to; ``comment`` says why.

    The proposer and those who had approved are told. ``sha256``, if given, is that of what was
    read. Raises as ``approve_version`` does, and ValidationError without a comment.
    """
    version, party = _locked(version, by)
    if sha256 is not None:
        _refuse_another(version, sha256)
    if not comment.strip():
        raise ValidationError(_("Skriv varför versionen avslås."))
    at = timezone.now()
    rejection = _answer(version, party, by, Verdict.REJECTED, comment, at)
    _decide(version, VersionState.REJECTED, by, at)
    told = {user for user in (version.proposed_by, *_those_who_approved(version)) if user}
    emails.version_rejected(version, rejection, to=_active(told))
    return version


@transaction.atomic
def withdraw_version(*, version: PlanVersion, by: User) -> PlanVersion:
    """Take a proposal back; the draft is untouched. Those who were asked to decide are told.

    Raises PermissionDenied for those who do not run the agreement, ValidationError when decided.
    """
    if not plan_abilities(by, version.plan).run:
        raise PermissionDenied
    version = _proposed(version)
    _decide(version, VersionState.WITHDRAWN, by, timezone.now())
    emails.version_withdrawn(version, by, to=approvers_of(version.plan.agreement))
    return version


def party_of(user: User, plan: Plan) -> Party | None:
    """The party for which ``user`` may decide on versions of ``plan``; None when for none."""
    seat = Membership.objects.active().filter(
        agreement=plan.agreement, user=user, role=MembershipRole.STEERING
    )
    if user.organisation_id is None or not seat.exists():
        return None
    return Party.objects.filter(agreement=plan.agreement, organisation=user.organisation_id).first()


def never_in_force(version: PlanVersion, *, adopted_on: date) -> str | None:
    """Why ``version`` would be expired from the start if it were adopted then; None when it would not."""
    first, agreement = version.first_day(adopted_on), version.plan.agreement
    if agreement.has_expired(first):
        words = _(
            "Versionen skulle gälla från och med %(first)s, men överenskommelsens sista dag är %(last)s."
            " Förläng eller förnya överenskommelsen, eller avslå versionen."
        )
        return words % {"first": long_date(first), "last": long_date(agreement.ends_on)}
    if version.valid_to is not None and version.valid_to < first:
        words = _(
            "Versionen skulle gälla från och med %(first)s, men planens sista dag är %(last)s."
            " Avslå versionen och ändra sista dagen i utkastet."
        )
        return words % {"first": long_date(first), "last": long_date(version.valid_to)}
    return None


def _refuse_late(first: date, last: date | None, plan: Plan) -> None:
    """Raises ValidationError when a version that begins on ``first`` would never be in force."""
    if last is not None and last < first:
        message = _("Första dagen ligger efter planens sista dag, %s.")
        raise ValidationError({"wished_from": message % long_date(last)})
    if plan.agreement.has_expired(first):
        message = _("Första dagen ligger efter överenskommelsens sista dag, %s.")
        raise ValidationError({"wished_from": message % long_date(plan.agreement.ends_on)})


def _refuse_another(version: PlanVersion, sha256: str) -> None:
    if sha256 != version.sha256 or not version.is_intact():
        raise ValidationError(_("Det du läste är inte det som är föreslaget. Läs om sidan."))


def _those_who_approved(version: PlanVersion) -> list[User]:
    approvals = version.approvals.filter(verdict=Verdict.APPROVED).select_related("by")
    return [approval.by for approval in approvals if approval.by]


def _those_who_care(version: PlanVersion) -> list[User]:
    """Who is told that a version is adopted: proposer, approvers and coordinators, each once."""
    coordinators = Membership.objects.active().filter(
        agreement=version.plan.agreement, role=MembershipRole.COORDINATOR
    )
    people = {membership.user for membership in coordinators.select_related("user")}
    return _active(people | {u for u in (version.proposed_by, *_those_who_approved(version)) if u})


def _active(people: set[User]) -> list[User]:
    return sorted((user for user in people if user.is_active), key=lambda user: user.pk)


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
) -> Approval:
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
    return approval


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
