"""Free tables: labelled columns of words."""

from django.utils.translation import gettext_lazy as _

from plans.models.section import SectionItem
from plans.registry import Kind, register


class TableRow(SectionItem):
    """A row of a free table; its words are its cells."""

    class Meta(SectionItem.Meta):
        verbose_name = _("tabellrad")
        verbose_name_plural = _("tabellrader")


KIND = register(
    Kind(
        name="table",
        label=_("Tabell"),
        hint=_("En tabell med egna kolumner."),
        layout="table",
        model=TableRow,
    )
)
