"""Anchoring: asking a person, their answer, an answer noted; and the list of roles to anchor with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from activities import emails
from activities.enums import AnchoringAnswer
from activities.models import Activity, Anchoring, AnchoringRole
from core import changes
from plans.models import Membership, Plan
from plans.services import structure
from plans.services.subjects import name_of, subject_of

LONGEST_WORDS = 2_000


@transaction.atomic
def ask(*, activity: Activity, role: AnchoringRole, person: User, by: User) -> Anchoring:
    """Ask ``person``, in the capacity of ``role``, whether the activity is anchored; they get a mail.

    Raises ValidationError when they have no role in the agreement, or are asked already.
    """
    _check(activity, role)
    members = Membership.objects.active().filter(agreement=activity.node.plan.agreement_id)
    if not person.is_active or not members.filter(user=person).exists():
        raise ValidationError({"person": _("Välj någon som har en roll i överenskommelsen.")})
    structure.lock(activity.node.plan)
    if activity.anchorings.waiting().filter(role=role, asked=person).exists():
        raise ValidationError({"person": _("%s är redan tillfrågad.") % person})
    anchoring = Anchoring.objects.create(activity=activity, role=role, asked=person, asked_by=by)
    _log(anchoring, "asked", by, role=str(role), asked=str(person))
    if person != by:
        emails.anchoring_asked(anchoring, by=by)
    return anchoring


@transaction.atomic
def answer(*, anchoring: Anchoring, verdict: str, words: str, by: User) -> Anchoring:
    """Answer for oneself, once; whoever asked gets a mail.

    Raises PermissionDenied for anybody but the one asked, ValidationError when it is answered
    already or the answer is none.
    """
    if anchoring.asked_id != by.pk:
        raise PermissionDenied
    verdict, words = _checked(verdict, words)
    waiting = Anchoring.objects.waiting().filter(pk=anchoring.pk)
    now = timezone.now()
    if not waiting.update(answer=verdict, words=words, answered_by=by, answered_at=now):
        raise ValidationError(_("Frågan är redan besvarad."))
    anchoring.refresh_from_db()
    _log(anchoring, "anchored", by, role=str(anchoring.role), answer=verdict, words=words)
    if anchoring.asked_by is not None and anchoring.asked_by != by:
        emails.anchoring_answered(anchoring, by=by)
    return anchoring


@transaction.atomic
def note(
    *, activity: Activity, role: AnchoringRole, verdict: str, words: str, by: User
) -> Anchoring:
    """Note an answer that was given by word of mouth; ``words`` may say by whom.

    Raises ValidationError when the answer is none.
    """
    _check(activity, role)
    verdict, words = _checked(verdict, words)
    anchoring = Anchoring.objects.create(
        activity=activity,
        role=role,
        asked_by=by,
        answer=verdict,
        words=words,
        answered_by=by,
        answered_at=timezone.now(),
    )
    _log(anchoring, "anchored", by, role=str(role), answer=verdict, words=words)
    return anchoring


def _check(activity: Activity, role: AnchoringRole) -> None:
    if role.plan_id != activity.node.plan_id or role.removed_at is not None:
        raise ValidationError({"role": _("Rollen finns inte längre i planens lista.")})


def _checked(verdict: str, words: str) -> tuple[str, str]:
    if verdict not in AnchoringAnswer.values:
        raise ValidationError({"answer": _("Välj ett av svaren.")})
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"words": _("Skriv högst %s tecken.") % LONGEST_WORDS})
    return verdict, words


def _log(anchoring: Anchoring, action: str, by: User, **said: str) -> None:
    subject = subject_of(anchoring.activity)
    changes.record(
        by=by,
        scope=subject.scope,
        action=action,
        kind="anchoring",
        key=f"{subject.key}:{anchoring.pk}",
        after={"name": name_of(anchoring.activity)} | {k: v for k, v in said.items() if v},
    )


# --- the plan's list ------------------------------------------------------------------------------


@transaction.atomic
def add_role(
    *, plan: Plan, name: str, organisation: Organisation | None = None, by: User
) -> AnchoringRole:
    """A new role that activities are anchored with, last in the list.

    Raises ValidationError for an empty name, or an organisation that is no party.
    """
    structure.lock(plan)
    if organisation and not plan.agreement.parties.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("Välj en av parterna.")})
    role = AnchoringRole(plan=plan, name=" ".join(name.split()), organisation=organisation)
    role.full_clean(exclude=["plan"])
    structure.append(role, None)
    structure.added(subject_of(role), by)
    return role
