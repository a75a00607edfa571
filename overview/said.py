"""What a list says of agreements and their plans, as values: drawn anew only when it says something new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.permissions import Abilities

from .lists import AgreementCard, PlanLine


@dataclass(frozen=True)
class SaidParty:
    """A party by its name."""

    name: str


@dataclass(frozen=True)
class SaidPlan:
    """A plan in a list, as one person may see it."""

    slug: str
    url: str
    title: str
    kind: str
    state: str
    is_proposed: bool
    number: int | None
    first_day: date | None
    last_day: date | None
    years: tuple[int, ...]
    shows_draft: bool
    may_begin_a_year: bool


@dataclass(frozen=True)
class SaidAgreement:
    """An agreement in a list, as one person may see it."""

    slug: str
    url: str
    title: str
    kind: str
    parties: tuple[SaidParty, ...]
    starts_on: date | None
    ends_on: date | None
    is_expired: bool
    is_renewed: bool
    roles: tuple[str, ...]
    may_write: bool
    plans: tuple[SaidPlan, ...]


def said_of(card: AgreementCard) -> SaidAgreement:
    """What a list says of ``card``."""
    agreement = card.agreement
    return SaidAgreement(
        slug=agreement.slug,
        url=agreement.get_absolute_url(),
        title=agreement.title,
        kind=str(agreement.get_kind_display()),
        parties=tuple(SaidParty(party.name) for party in card.parties),
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        is_expired=card.is_expired,
        is_renewed=card.is_renewed,
        roles=tuple(str(membership.get_role_display()) for membership in card.roles),
        may_write=card.abilities.work,
        plans=said_of_plans(card.plans, card.abilities),
    )


def said_of_plans(lines: Sequence[PlanLine], abilities: Abilities) -> tuple[SaidPlan, ...]:
    """What a list says of each plan to somebody with ``abilities``."""
    return tuple(
        SaidPlan(
            slug=line.plan.slug,
            url=line.plan.get_absolute_url(),
            title=line.plan.title,
            kind=str(line.plan.get_kind_display()),
            state=line.state,
            is_proposed=line.proposed is not None and abilities.read_draft,
            number=line.current.number if line.current else None,
            first_day=line.current.valid_from if line.current else None,
            last_day=line.current.valid_to if line.current else None,
            years=tuple(line.years),
            shows_draft=abilities.read_draft,
            may_begin_a_year=abilities.work,
        )
        for line in lines
    )
