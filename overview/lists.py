"""Agreements with their plans and where these stand, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from accounts.models import Organisation, User
from activities.models import ActivityPlan
from plans.enums import Validity, VersionState
from plans.models import Agreement, Membership, Party, Plan, PlanVersion
from plans.permissions import Abilities


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list: the version that counts, and a proposal if one is being decided on.

    ``years`` are those of its activity plans from this year on, or the last one there was.
    """

    plan: Plan
    current: PlanVersion | None
    proposed: PlanVersion | None
    state: str
    years: Sequence[int] = ()

    @property
    def is_only_draft(self) -> bool:
        return self.current is None


@dataclass(frozen=True)
class AgreementCard:
    """An agreement in a list, with what the person may do in it."""

    agreement: Agreement
    parties: Sequence[Organisation]
    roles: Sequence[Membership]
    abilities: Abilities
    plans: Sequence[PlanLine]
    is_expired: bool
    is_renewed: bool


def cards_for(user: User, agreements: Sequence[Agreement], on: date) -> list[AgreementCard]:
    """Cards for ``agreements``; five questions to the database however many there are."""
    parties = Party.objects.in_order().select_related("organisation")
    prefetch_related_objects(agreements, Prefetch("parties", parties))
    roles = _by_agreement(
        Membership.objects.active().filter(user=user, agreement__in=agreements).order_by("pk")
    )
    lines = _plan_lines(agreements, on)
    cards = []
    for agreement in agreements:
        own = roles.get(agreement.pk, [])
        abilities = Abilities(frozenset(membership.role for membership in own))
        shown = [
            line
            for line in lines.get(agreement.pk, [])
            if abilities.read_draft or not line.is_only_draft
        ]
        bodies = [party.organisation for party in agreement.parties.all()]
        cards.append(
            AgreementCard(
                agreement,
                bodies,
                own,
                abilities,
                shown,
                agreement.has_expired(on),
                hasattr(agreement, "renewed_by"),
            )
        )
    return cards


def _by_agreement(memberships: QuerySet[Membership]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.agreement_id, []).append(membership)
    return found


def _plan_lines(agreements: Sequence[Agreement], on: date) -> dict[int, list[PlanLine]]:
    by_id = {agreement.pk: agreement for agreement in agreements}
    plans = list(Plan.objects.filter(agreement__in=agreements).order_by("title", "pk"))
    versions = list(PlanVersion.objects.filter(plan__in=plans).counting(on).light())
    proposed = {one.plan_id: one for one in versions if one.state == VersionState.PROPOSED}
    current = {one.plan_id: one for one in versions if one.state == VersionState.ADOPTED}
    years = _years(plans, on)
    lines: dict[int, list[PlanLine]] = {}
    for plan in plans:
        plan.agreement = by_id[plan.agreement_id]
        version = current.get(plan.pk)
        if version is not None:
            version.plan = plan
        line = PlanLine(
            plan, version, proposed.get(plan.pk), _state(version, on), years.get(plan.pk, ())
        )
        lines.setdefault(plan.agreement_id, []).append(line)
    return lines


def _years(plans: Sequence[Plan], on: date) -> dict[int, list[int]]:
    """The years to lead to, by primary key of the plan."""
    found: dict[int, list[int]] = {}
    rows = ActivityPlan.objects.filter(plan__in=plans).order_by("year")
    for plan, year in rows.values_list("plan", "year"):
        found.setdefault(plan, []).append(year)
    return {
        plan: [year for year in years if year >= on.year] or years[-1:]
        for plan, years in found.items()
    }


def _state(version: PlanVersion | None, on: date) -> str:
    if version is None:
        return "draft"
    return version.validity(on, current=version) or Validity.EXPIRED
