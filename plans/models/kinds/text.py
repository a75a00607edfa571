"""Running text: a section that holds no items."""

from django.utils.translation import gettext_lazy as _

from plans.registry import Kind, register

KIND = register(
    Kind(
        name="text",
        label=_("Text"),
        hint=_("Löpande text, till exempel bakgrund, syfte eller hur ni arbetar tillsammans."),
    )
)
