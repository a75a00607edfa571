"""Checklists: questions before an activity, reminders and routines (rule 6 of the glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import AnsweredBy, ChecklistUse
from plans.models.section import SectionItem
from plans.registry import Kind, register


class ChecklistItem(SectionItem):
    """A question or a reminder; ``answered_by`` names the field of an activity that answers it."""

    type = models.CharField(_("användning"), max_length=30, choices=ChecklistUse, blank=True)
    answered_by = models.CharField(_("besvaras av"), max_length=20, choices=AnsweredBy, blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("punkt i checklista")
        verbose_name_plural = _("punkter i checklista")


KIND = register(
    Kind(
        name="checklist",
        label=_("Checklista"),
        hint=_("Frågor att tänka igenom inför en insats, sådant att minnas, och rutiner."),
        model=ChecklistItem,
        fields=("type", "answered_by"),
        references={"roles": ("role",)},
        columns=(("name", _("Fråga")),),
    )
)
