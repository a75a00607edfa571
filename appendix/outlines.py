"""The usual headings of each kind of document: what an empty plan begins with.

A section's kind says in the editor what belongs in it. Nothing of this is printed until somebody
writes in it: empty sections are not.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from plans.enums import Numbering, PlanKind

from .document.canonical import Document

Outline = tuple[tuple[str, str | Promise], ...]

OUTLINES: Final[dict[str, Outline]] = {
    PlanKind.PLAN: (
        ("text", _("Bakgrund")),
        ("text", _("Syfte")),
        ("goals", _("Kommunikationsmål")),
        ("target_groups", _("Målgrupper")),
        ("messages", _("Budskap")),
        ("channels", _("Kanaler")),
        ("activities", _("Aktiviteter")),
        ("spokespersons", _("Talespersoner och kontakter")),
        ("checklist", _("Checklista inför en insats")),
        ("evaluation_questions", _("Uppföljning och utvärdering")),
    ),
    PlanKind.STRATEGY: (
        ("text", _("Inledning")),
        ("statements", _("Uppdrag och vision")),
        ("text", _("Nuläge")),
        ("goals", _("Mål")),
        ("target_groups", _("Målgrupper")),
        ("messages", _("Budskap")),
        ("text", _("Vägval")),
        ("channels", _("Kanaler")),
        ("evaluation_questions", _("Uppföljning")),
    ),
    PlanKind.POLICY: (
        ("text", _("Syfte")),
        ("statements", _("Principer för kommunikationen")),
        ("messages", _("Budskap")),
        ("statements", _("Ansvar för kommunikationen")),
        ("target_groups", _("Intressenter")),
        ("channels", _("Kommunikationsvägar")),
        ("evaluation_questions", _("Uppföljning")),
    ),
    PlanKind.GUIDELINE: (
        ("text", _("Syfte")),
        ("text", _("Vem riktlinjen gäller")),
        ("statements", _("Ansvar")),
        ("checklist", _("Så här gör vi")),
        ("spokespersons", _("Kontakt")),
    ),
    PlanKind.OTHER: (
        ("text", _("Bakgrund")),
        ("text", _("Syfte")),
        ("text", _("Så här gör vi")),
        ("evaluation_questions", _("Uppföljning")),
    ),
}


def outline_document(kind: str) -> Document:
    """A document with the usual headings of ``kind`` and nothing in them."""
    sections = [
        {
            "key": slugify(str(heading)),
            "kind": holds,
            "heading": str(heading),
            "numbering": Numbering.AUTOMATIC.value,
        }
        for holds, heading in OUTLINES[kind]
    ]
    return {"schema": 1, "kind": str(kind), "title": "", "sections": sections}
