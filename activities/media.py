"""What somebody needs who is called by a journalist: who speaks, who answers, what is said.

Of one activity, or of a plan as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.markdown import to_plain
from plans.enums import SpokespersonRole, StatementType
from plans.lookup import section_in_bin
from plans.models import Message, Plan, Spokesperson, Statement
from plans.services.subjects import name_of

_NOT_DIALLED = re.compile(r"[^\d+]")


@dataclass(frozen=True)
class Contact:
    """Somebody who speaks or answers."""

    key: str
    name: str
    title: str
    party: str
    role: str
    phone: str
    email: str
    words: str

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it; empty where the words hold none."""
        number = _NOT_DIALLED.sub("", self.phone.partition("/")[0].replace("(0)", ""))
        return number if len(number) >= 3 else ""


@dataclass(frozen=True)
class Said:
    """A message: its name, and its words where there are more."""

    key: str
    name: str
    text: str
    is_main: bool


def contacts(plan: Plan, on: date, keys: Collection[str] | None = None) -> list[Contact]:
    """The plan's spokespersons who serve on ``on``, in its order; of those called ``keys`` all.

    Without ``keys`` those who only keep contact between the parties are left out.
    """
    rows = _live(Spokesperson, plan).select_related("node", "party", "section__party")
    found = []
    for row in rows:
        role = row.role or row.section.role
        wanted = role != SpokespersonRole.CONTACT if keys is None else row.node.key in keys
        serves = (row.starts_on or on) <= on <= (row.ends_on or on)
        if wanted and serves:
            found.append(_contact(row, role))
    return found


def _contact(row: Spokesperson, role: str) -> Contact:
    party = row.party or row.section.party
    return Contact(
        key=row.node.key,
        name=name_of(row),
        title=row.title,
        party=party.name if party else row.section.heading,
        role=str(SpokespersonRole(role).label) if role in SpokespersonRole.values else "",
        phone=row.phone,
        email=row.email,
        words=row.text if row.name else "",
    )


def messages(plan: Plan, keys: Collection[str] = ()) -> list[Said]:
    """The plan's main messages first, then those called ``keys``."""
    rows: Iterable[Message] = _live(Message, plan).select_related("node")
    found = [
        Said(row.node.key, name_of(row), row.text if row.name else "", row.is_main)
        for row in rows
        if row.is_main or row.node.key in keys
    ]
    return sorted(found, key=lambda said: not said.is_main)


def all_messages(plan: Plan) -> Sequence[Said]:
    """Every message of the plan, the main ones first."""
    rows = _live(Message, plan).select_related("node")
    found = [Said(r.node.key, name_of(r), r.text if r.name else "", r.is_main) for r in rows]
    return sorted(found, key=lambda said: not said.is_main)


def advice(plan: Plan) -> list[str]:
    """What the plan itself says under advice, where it says anything."""
    rows = _live(Statement, plan).select_related("section")
    kind = StatementType.ADVICE
    return [name_or_text(row) for row in rows if (row.type or row.section.type) == kind]


def name_or_text(row: Statement) -> str:
    """The whole of a statement: its words, led in by its name where it has both."""
    text = to_plain(row.text)
    return f"{row.name}: {text}" if row.name and text else row.name or text


def _live(model: type, plan: Plan):  # type: ignore[no-untyped-def]  # a queryset of whichever model
    rows = model._default_manager.filter(section__plan=plan, removed_at__isnull=True)  # type: ignore[attr-defined]
    return rows.filter(~section_in_bin()).order_by("section__position", "section", "position", "pk")
