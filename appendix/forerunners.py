"""What a new plan can begin as: a template, another plan, or the usual headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.enums import MembershipRole
from plans.models import Membership, Plan, PlanVersion

from .document import read
from .document.canonical import Document
from .emptying import emptied

EXAMPLES = Path(__file__).parent / "examples"
TEMPLATES: Final[tuple[tuple[str, str | Promise, str | Promise], ...]] = (
    (
        "samverkansplan",
        _("Plan för stadsdel och polis"),
        _("Utförlig: mål per målgrupp, kontakter hos båda, checklista och frågor för utvärdering."),
    ),
    (
        "samverkansplan-kommun",
        _("Plan för kommun och polis"),
        _("Bakgrund till checklista, med kanaler och medier. Vanlig som bilaga."),
    ),
    (
        "aktivitetstabeller",
        _("Aktivitetsplan i tabeller"),
        _("Kort om syfte och målgrupper, sedan en tabell per mål: vad, när och vem."),
    ),
    (
        "kommunikationsstrategi",
        _("Strategi"),
        _("För flera år: idé, målgrupper, budskap och hur ni blir bättre på att kommunicera."),
    ),
    (
        "kommunikationspolicy",
        _("Policy"),
        _("För en organisation: idé, ansvar, intressenter och kommunikationsvägar."),
    ),
)


@dataclass(frozen=True)
class Template:
    """An example without what is local, and how it is presented."""

    name: str
    label: str | Promise
    sentence: str | Promise
    document: Document

    @property
    def headings(self) -> list[str]:
        """The headings at the top, in order."""
        return [s["heading"] for s in self.document.get("sections", []) if s.get("heading")]


@cache
def templates() -> tuple[Template, ...]:
    """Every template; read once by each process."""
    return tuple(
        Template(name, label, sentence, emptied(read((EXAMPLES / f"{name}.json").read_bytes())))
        for name, label, sentence in TEMPLATES
    )


@dataclass(frozen=True)
class Text:
    """A wording of another plan that a person may read: the version in force, or the draft."""

    plan: Plan
    version: PlanVersion | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{'gallande' if self.version else 'utkast'}:{self.plan.slug}"


def readable_texts(user: User) -> list[Text]:
    """Every wording that ``user`` may read, by title; three questions to the database."""
    reading = Membership.objects.active().filter(user=user).exclude(role=MembershipRole.READER)
    current = {
        version.plan_id: version
        for version in PlanVersion.objects.filter(plan__in=Plan.objects.visible_to(user))
        .in_force(localdate())
        .light()
    }
    plans = Plan.objects.visible_to(user).filter(
        Q(agreement__in=reading.values("agreement")) | Q(pk__in=list(current))
    )
    drafts = set(reading.values_list("agreement", flat=True))
    rows = plans.select_related("agreement").order_by("title", "pk")
    return [text for plan in rows for text in _texts(plan, current.get(plan.pk), drafts)]


def _texts(plan: Plan, current: PlanVersion | None, drafts: set[Any]) -> Iterator[Text]:
    if current is not None:
        yield Text(plan, current)
    if plan.agreement_id in drafts:
        yield Text(plan, None)
