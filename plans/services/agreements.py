"""Agreements and their parties: made, changed, renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from core import changes
from core.slugs import free_slug
from core.templatetags.swedish import long_date
from plans import steps
from plans.enums import VersionState
from plans.models import (
    Agreement,
    Approval,
    Comment,
    Invitation,
    Membership,
    Party,
    Plan,
    PlanVersion,
)
from plans.permissions import agreement_abilities

from .members import lock

LOGGED_FIELDS = ("title", "kind", "starts_on", "ends_on", "review_anchor", "review_interval")
PARTY_FIELDS = ("registration_number", "signatory", "signatory_title")


@dataclass(frozen=True)
class Period:
    """What a renewed agreement is called, when it holds, and when the steering group meets."""

    title: str
    starts_on: date
    ends_on: date | None
    review_anchor: date | None
    review_interval: int


@transaction.atomic
def save_agreement(
    *, agreement: Agreement, by: User, parties: Sequence[Organisation] = ()
) -> Agreement:
    """Store an agreement, new or changed; a new one with ``parties`` in their order.

    Raises PermissionDenied for all but administrators, ValidationError for a wrong value.
    """
    _require_administrator(by)
    old = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    if old is None:
        agreement.slug = free_slug(Agreement, agreement.title)
    else:
        steps.changing(old, agreement, by)
    agreement.full_clean()
    agreement.save()
    before = None if old is None else _facts(old)
    _log(agreement, by, "changed" if old else "added", "agreement", agreement.slug, before)
    if old is None:
        for organisation in parties:
            add_party(agreement=agreement, organisation=organisation, by=by)
    return agreement


@transaction.atomic
def add_party(*, agreement: Agreement, organisation: Organisation, by: User) -> Party:
    """Let ``organisation`` be the last of the parties.

    Raises PermissionDenied for all but administrators, ValidationError when it is one already, or
    when what the others have said would no longer be the word of every party.
    """
    _require_administrator(by)
    _lock_with_plans(agreement)
    _refuse_while_decided(agreement)
    last = agreement.parties.order_by("-position").values_list("position", flat=True).first()
    party = Party(
        agreement=agreement,
        organisation=organisation,
        position=0 if last is None else last + 1,
    )
    party.full_clean()
    party.save()
    _log_party(party, by, "added", None, _party_facts(party))
    return party


@transaction.atomic
def change_party(*, party: Party, values: dict[str, str], by: User) -> None:
    """Store registration number and signatory of a party."""
    _require_administrator(by)
    lock(party.agreement)
    party.refresh_from_db()
    before = _party_facts(party)
    for name in PARTY_FIELDS:
        setattr(party, name, values[name])
    party.full_clean()
    party.save()
    _log_party(party, by, "changed", before, _party_facts(party))


@transaction.atomic
def move_party(*, party: Party, by: User) -> None:
    """Let the party change places with the one before it; the first stays."""
    _require_administrator(by)
    lock(party.agreement)
    parties = list(party.agreement.parties.in_order())
    index = parties.index(party)
    if index == 0:
        return
    before = [str(other) for other in parties]
    parties[index - 1], parties[index] = parties[index], parties[index - 1]
    for position, other in enumerate(parties):
        Party.objects.filter(pk=other.pk).update(position=position)
    after = [str(other) for other in parties]
    _log_party(party, by, "moved", {"parties": before}, {"parties": after})


@transaction.atomic
def remove_party(*, party: Party, by: User) -> None:
    """Take a party out of the agreement.

    Raises PermissionDenied for all but administrators, ValidationError when something that the
    parties have said hangs on it.
    """
    _require_administrator(by)
    _lock_with_plans(party.agreement)
    _refuse_while_decided(party.agreement)
    if Approval.objects.filter(party=party).exists():
        raise ValidationError(_("Parten har svarat på en version och kan därför inte tas bort."))
    facts = _party_facts(party)
    _log_party(party, by, "removed", facts, None)
    party.delete()


@transaction.atomic
def renew(*, agreement: Agreement, period: Period, by: User) -> Agreement:
    """A new agreement between the same parties, with the same people; its plans go on under it.

    Versions and what was said of them stay as they are; how long they are in force follows from the
    new agreement's last day. The old agreement stays to be read, and what the apps above keep of it
    goes along (``steps``). Reviews are counted as before, unless ``period`` says from when. Raises
    PermissionDenied for those who do not run it, ValidationError when it is renewed already, while a
    version waits for the parties (who are those of the old one), or when days would lie between the two.
    """
    if not agreement_abilities(by, agreement).run:
        raise PermissionDenied
    _lock_with_plans(agreement)
    agreement.refresh_from_db()
    _refuse_renewing(agreement, period)
    new = Agreement(
        title=period.title,
        slug=free_slug(Agreement, period.title),
        kind=agreement.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        review_anchor=period.review_anchor or agreement.review_anchor,
        review_interval=period.review_interval,
        renews=agreement,
    )
    new.full_clean()
    new.save()
    plans = list(agreement.plans.values_list("slug", flat=True))
    _take_over(agreement, new)
    steps.renewed(agreement, new, by)
    _log(new, by, "added", "agreement", new.slug, None, {"renews": agreement.slug, "plans": plans})
    _log(agreement, by, "renewed", "agreement", agreement.slug, None, {"by": new.slug})
    return new


def _take_over(old: Agreement, new: Agreement) -> None:
    parties = {}
    for party in old.parties.in_order():
        parties[party] = Party.objects.create(
            agreement=new,
            organisation_id=party.organisation_id,
            position=party.position,
            signatory=party.signatory,
            signatory_title=party.signatory_title,
        )
    Membership.objects.bulk_create(
        Membership(agreement=new, user_id=member.user_id, role=member.role)
        for member in Membership.objects.active().filter(agreement=old)
    )
    for before, after in parties.items():
        # What is said to a party is said to the one that works on with the plan.
        Comment.objects.filter(plan__agreement=old, party=before).update(party=after)
    waiting = Invitation.objects.waiting(timezone.now())
    waiting.filter(agreement=old).update(agreement=new)
    Plan.objects.filter(agreement=old).update(agreement=new)


def _refuse_renewing(agreement: Agreement, period: Period) -> None:
    if Agreement.objects.filter(renews=agreement).exists():
        raise ValidationError(_("Överenskommelsen är redan förnyad."))
    proposed = _versions(agreement).filter(state=VersionState.PROPOSED).select_related("plan")
    if titles := [version.plan.title for version in proposed]:
        message = _("Ett förslag väntar på beslut: %s. Låt parterna besluta, eller återta det.")
        raise ValidationError(message % ", ".join(titles))
    if agreement.starts_on is not None and period.starts_on <= agreement.starts_on:
        message = _("Den nya perioden ska börja efter den gamlas första dag, %s.")
        raise ValidationError({"starts_on": message % long_date(agreement.starts_on)})
    if agreement.ends_on is None or period.starts_on <= timezone.localdate():
        return
    # Until then neither agreement holds, and the plans would look as if they were in force.
    if period.starts_on > agreement.ends_on + timedelta(days=1):
        message = _(
            "Mellan %(last)s och %(first)s skulle ingen överenskommelse gälla. Låt perioderna följa på "
            "varandra, eller förnya när den nya har börjat."
        )
        days = {"last": long_date(agreement.ends_on), "first": long_date(period.starts_on)}
        raise ValidationError({"starts_on": message % days})


def parties_are_fixed(agreement: Agreement) -> bool:
    """Whether something that the parties have said, or are asked, hangs on who they are."""
    is_asked = _versions(agreement).filter(state=VersionState.PROPOSED).exists()
    return is_asked or Approval.objects.filter(party__agreement=agreement).exists()


def _refuse_while_decided(agreement: Agreement) -> None:
    if parties_are_fixed(agreement):
        raise ValidationError(
            _(
                "Parterna har redan beslutat, eller ska besluta, om en version. Då ändras de inte. "
                "Får överenskommelsen andra parter, så förnya den."
            )
        )


def _versions(agreement: Agreement) -> Any:
    return PlanVersion.objects.filter(plan__agreement=agreement).light()


def _lock_with_plans(agreement: Agreement) -> None:
    """Hold the agreement and its plans: nobody proposes a version meanwhile."""
    lock(agreement)
    plans = Plan.objects.select_for_update(of=("self",)).filter(agreement=agreement)
    list(plans.order_by("pk").values_list("pk", flat=True))


def _require_administrator(by: User) -> None:
    if not by.is_administrator:
        raise PermissionDenied


def _facts(agreement: Agreement) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in LOGGED_FIELDS}


def _party_facts(party: Party) -> dict[str, str]:
    return {"name": str(party), **{name: getattr(party, name) for name in PARTY_FIELDS}}


def _log_party(party: Party, by: User, action: str, before: Any, after: Any) -> None:
    changes.record(
        by=by,
        scope=f"agreement:{party.agreement_id}",
        action=action,
        kind="party",
        key=party.organisation.slug,
        before=before,
        after=after,
    )


def _log(
    agreement: Agreement,
    by: User,
    action: str,
    kind: str,
    key: str,
    before: Any,
    more: dict[str, Any] | None = None,
) -> None:
    changes.record(
        by=by,
        scope=f"agreement:{agreement.pk}",
        action=action,
        kind=kind,
        key=key,
        before=before,
        after={**_facts(agreement), **(more or {})},
    )
