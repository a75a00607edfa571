"""Figures: images with an alternative text and a caption."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.image import Image
from plans.models.section import SectionItem
from plans.registry import Kind, register


class Figure(SectionItem):
    """An image in the plan; ``name`` is its caption's short form, ``caption`` is printed."""

    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    alt = models.TextField(_("alternativtext"), blank=True)
    caption = models.TextField(_("bildtext"), blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("figur")
        verbose_name_plural = _("figurer")


KIND = register(
    Kind(
        name="figure",
        label=_("Figur"),
        hint=_("En bild med alternativtext och bildtext."),
        layout="paragraphs",
        model=Figure,
        fields=("image", "alt", "caption"),
        template="appendix/kinds/figure.html",
    )
)
