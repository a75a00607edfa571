"""Statements: labelled text in a list, such as preconditions, guiding words, responsibilities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import StatementType
from plans.models.section import SectionItem
from plans.registry import Kind, register


class Statement(SectionItem):
    """Something that the parties state, of a type that can be asked for."""

    type = models.CharField(_("typ"), max_length=30, choices=StatementType, blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("ståndpunkt")
        verbose_name_plural = _("ståndpunkter")


KIND = register(
    Kind(
        name="statements",
        label=_("Ståndpunkter"),
        hint=_(
            "Förutsättningar, värdeord, ansvar, risker, avgränsningar: punkter med var sin text."
        ),
        model=Statement,
        fields=("type",),
        references={"roles": ("role",)},
        columns=(("name", _("Punkt")), ("type", _("Typ"))),
    )
)
