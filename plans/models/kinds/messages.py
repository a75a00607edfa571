"""The main message and the messages that support it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.section import SectionItem
from plans.registry import Kind, register


class Message(SectionItem):
    """What is said, to whom, and what it should lead to."""

    is_main = models.BooleanField(_("huvudbudskap"), default=False)
    effect = models.TextField(_("avsedd effekt"), blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("budskap")
        verbose_name_plural = _("budskap")


KIND = register(
    Kind(
        name="messages",
        label=_("Budskap"),
        hint=_("Det ni säger gemensamt. Huvudbudskapet ska kännas igen i all kommunikation."),
        layout="paragraphs",
        model=Message,
        fields=("is_main", "effect"),
        references={"audience": ("target_groups",)},
        columns=(("name", _("Budskap")), ("effect", _("Avsedd effekt"))),
        template="appendix/kinds/messages.html",
    )
)
