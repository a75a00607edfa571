"""A version's record as labels with values, for pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.swedish import long_date
from plans.enums import Verdict
from plans.models import PlanVersion


@dataclass(frozen=True)
class Fact:
    """A label with its value."""

    label: str
    value: str


def version_facts(version: PlanVersion) -> list[Fact]:
    """Number, dates and approvals of ``version``, those that there are."""
    facts = [Fact(_("Version"), str(version.number))]
    if version.adopted_on:
        facts.append(Fact(_("Fastställd"), long_date(version.adopted_on)))
    if version.valid_from:
        facts.append(Fact(_("Gäller från och med"), long_date(version.valid_from)))
    for approval in version.approvals.all():
        approved = approval.verdict == Verdict.APPROVED
        label = _("Godkänd av %s") if approved else _("Avslagen av %s")
        who = ", ".join(filter(None, [approval.by_name, approval.by_title]))
        facts.append(
            Fact(label % approval.party_name, f"{who}, {long_date(localdate(approval.at))}")
        )
    return facts
