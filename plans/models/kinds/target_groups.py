"""Target groups and stakeholders, inside and outside the parties' organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import Priority, Scope
from plans.models.section import SectionItem
from plans.registry import Kind, register


class TargetGroup(SectionItem):
    """Somebody whom the parties want to reach."""

    scope = models.CharField(_("internt/externt"), max_length=20, choices=Scope, blank=True)
    priority = models.CharField(_("prioritet"), max_length=20, choices=Priority, blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("målgrupp")
        verbose_name_plural = _("målgrupper")


KIND = register(
    Kind(
        name="target_groups",
        label=_("Målgrupper"),
        hint=_("De som ni vill nå, inom och utanför era egna organisationer."),
        model=TargetGroup,
        fields=("scope", "priority"),
        columns=(("name", _("Målgrupp")), ("scope", _("Internt/externt"))),
    )
)
