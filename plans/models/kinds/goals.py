"""Communication goals: what the audience should know, understand or do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import GoalLevel, GoalType
from plans.models.section import SectionItem
from plans.registry import Kind, register


class Goal(SectionItem):
    """A goal, for whom it is meant, and how one sees that it was reached."""

    level = models.CharField(_("nivå"), max_length=20, choices=GoalLevel, blank=True)
    type = models.CharField(_("typ"), max_length=30, choices=GoalType, blank=True)
    indicator = models.TextField(_("mått"), blank=True)
    baseline = models.TextField(_("utgångsläge"), blank=True)
    target = models.TextField(_("målvärde"), blank=True)

    class Meta(SectionItem.Meta):
        verbose_name = _("kommunikationsmål")
        verbose_name_plural = _("kommunikationsmål")


KIND = register(
    Kind(
        name="goals",
        label=_("Kommunikationsmål"),
        hint=_(
            "Vad målgrupperna ska känna till, förstå eller göra, och hur ni ser att det blev så."
        ),
        model=Goal,
        fields=("level", "type", "indicator", "baseline", "target"),
        references={"audience": ("target_groups",)},
        columns=(
            ("name", _("Mål")),
            ("indicator", _("Mått")),
            ("baseline", _("Utgångsläge")),
            ("target", _("Målvärde")),
        ),
        template="appendix/kinds/goals.html",
    )
)
