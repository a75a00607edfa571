"""All that a person may do in an agreement and with its plans; views and templates ask here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User

from .enums import MembershipRole
from .models import Agreement, Membership, Plan


@dataclass(frozen=True)
class Abilities:
    """What one person may do with the plans of one agreement (docs/glossary.md).

    ``read`` is the plan in force; ``read_draft`` the working text; ``work`` edits it; ``run``
    manages members, sections and proposals; ``decide`` approves for the own party; ``hold`` leads
    a review and takes the minutes.
    """

    roles: frozenset[str]

    @property
    def read(self) -> bool:
        return bool(self.roles)

    @property
    def read_draft(self) -> bool:
        return bool(self.roles - {MembershipRole.READER})

    @property
    def only_reads(self) -> bool:
        """Whether the working text is open to them, but not to their hands."""
        return self.read_draft and not self.work

    @property
    def work(self) -> bool:
        return bool(self.roles & {MembershipRole.COMMUNICATOR, MembershipRole.COORDINATOR})

    @property
    def run(self) -> bool:
        return MembershipRole.COORDINATOR in self.roles

    @property
    def decide(self) -> bool:
        return MembershipRole.STEERING in self.roles

    @property
    def hold(self) -> bool:
        return self.run or self.decide


def agreement_abilities(user: User, agreement: Agreement) -> Abilities:
    """What ``user`` may do in ``agreement``; one question to the database."""
    roles = Membership.objects.active().filter(agreement=agreement, user=user)
    return Abilities(frozenset(roles.values_list("role", flat=True)))


def plan_abilities(user: User, plan: Plan) -> Abilities:
    """What ``user`` may do with ``plan``: what the agreement's roles say."""
    return agreement_abilities(user, plan.agreement)


def approvers_of(agreement: Agreement) -> QuerySet[User]:
    """The people who may decide on versions, each for the party they belong to."""
    seats = Membership.objects.active().filter(agreement=agreement, role=MembershipRole.STEERING)
    return (
        User.objects.active()
        .filter(
            pk__in=seats.values("user"),
            organisation__in=agreement.parties.values("organisation"),
        )
        .select_related("organisation")
    )
