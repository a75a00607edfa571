"""The tree of sections, and what every item in it has in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.enums import Layout, Numbering, Phase, Priority, Scope, SpokespersonRole

from .node import Node
from .plan import OrderedRow, Plan, PlanOrganisation

MOST_CELLS = 40


class Section(OrderedRow):
    """A part of a plan: number and heading, text, items of one kind, sub-sections; all may be empty.

    One without a heading is the next piece of its parent. A typed value set here holds for all
    below that set none (docs/glossary.md, rule 9).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    node = models.OneToOneField(Node, models.CASCADE, related_name="section")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("innehåll"), max_length=30, default="text")
    heading = models.TextField(_("rubrik"), blank=True)
    text = models.TextField(_("text"), blank=True)
    layout = models.CharField(_("utformning"), max_length=20, choices=Layout, blank=True)
    numbering = models.CharField(_("numrering"), max_length=20, choices=Numbering, blank=True)
    number = models.CharField(_("egen beteckning"), max_length=20, blank=True)
    columns = models.JSONField(_("kolumner"), default=list, blank=True)
    not_in_contents = models.BooleanField(_("utelämnas ur innehållsförteckningen"), default=False)
    new_page = models.BooleanField(_("börjar på ny sida"), default=False)
    keep_when_empty = models.BooleanField(_("skrivs ut även tomt"), default=False)
    language = models.CharField(_("språk"), max_length=20, blank=True)

    scope = models.CharField(_("internt/externt"), max_length=20, choices=Scope, blank=True)
    priority = models.CharField(_("prioritet"), max_length=20, choices=Priority, blank=True)
    party = models.ForeignKey(
        PlanOrganisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(_("uppgift"), max_length=20, choices=SpokespersonRole, blank=True)
    category = models.TextField(_("kategori"), blank=True)
    phase = models.CharField(_("skede"), max_length=20, choices=Phase, blank=True)
    type = models.CharField(_("typ"), max_length=30, blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("avsnitt")
        verbose_name_plural = _("avsnitt")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")),
                name="section_not_its_own_parent",
                violation_error_message=_("Ett avsnitt kan inte ligga i sig självt."),
            ),
            models.CheckConstraint(
                condition=Q(numbering=Numbering.OWN) | Q(number=""),
                name="section_number_belongs_to_own_numbering",
                violation_error_message=_("Egen beteckning hör ihop med numreringen ”egen”."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or str(self.node)


class SectionItem(OrderedRow):
    """What stands in a section; any item may nest.

    ``text`` is printed as written; where it is empty the print composes ``name`` and the fields.
    ``name`` is what lists and links say. ``cells`` are the words of a table's free columns.
    """

    node = models.OneToOneField(Node, models.CASCADE, related_name="%(class)s")
    section = models.ForeignKey(Section, models.CASCADE, related_name="%(class)s_items")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.TextField(_("namn"), blank=True)
    text = models.TextField(_("text"), blank=True)
    cells = models.JSONField(_("celler"), default=list, blank=True)
    language = models.CharField(_("språk"), max_length=20, blank=True)

    class Meta(OrderedRow.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")),
                name="%(class)s_not_its_own_parent",
                violation_error_message=_("En rad kan inte ligga i sig själv."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.text

    def clean(self) -> None:
        """Refuse cells that are not words, and a parent in another section."""
        errors: dict[str, Any] = {}
        if not _is_row_of_words(self.cells):
            errors["cells"] = _("En tabellrad består av högst 40 celler med text.")
        if self.parent is not None and self.parent.section_id != self.section_id:
            errors["parent"] = _("Raden den ligger i finns i ett annat avsnitt.")
        if errors:
            raise ValidationError(errors)


def _is_row_of_words(cells: object) -> bool:
    return (
        isinstance(cells, list)
        and len(cells) <= MOST_CELLS
        and all(isinstance(cell, str) for cell in cells)
    )
