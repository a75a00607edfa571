"""Channels: the ways in which an audience is reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import Scope
from plans.models.section import SectionItem
from plans.registry import Kind, register


class Channel(SectionItem):
    """A meeting, a letter, a site, a board: something through which the parties communicate."""

    scope = models.CharField(_("internt/externt"), max_length=20, choices=Scope, blank=True)
    category = models.TextField(_("kategori"), blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("kanal")
        verbose_name_plural = _("kanaler")


KIND = register(
    Kind(
        name="channels",
        label=_("Kanaler"),
        hint=_("Vägarna fram till målgrupperna: möten, webbplatser, annonser, sociala medier."),
        model=Channel,
        fields=("scope", "category"),
        columns=(("name", _("Kanal")), ("category", _("Kategori"))),
    )
)
