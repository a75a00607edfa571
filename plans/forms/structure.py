"""Forms of what changes the order of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import registry
from plans.models.node import KEY_LENGTH
from plans.services.structure import Direction

from .fields import TextField


class NewSectionForm(forms.Form):
    """A heading, what stands under it, and where."""

    heading = TextField(label=gettext_lazy("Rubrik"), max_length=500)
    kind = forms.ChoiceField(
        label=gettext_lazy("Innehåll"),
        error_messages={"invalid_choice": gettext_lazy("Välj vad avsnittet ska innehålla.")},
    )
    place = forms.ChoiceField(choices=[("after", ""), ("in", "")], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind.name, capfirst(str(kind.label))) for kind in registry.kinds()]
        self.fields["kind"] = forms.ChoiceField(
            choices=kinds,
            error_messages={"invalid_choice": _("Välj vad avsnittet ska innehålla.")},
        )


class MoveForm(forms.Form):
    """``direction`` up, down, in or out; or ``after``, the key of the row to stand after ("" = first).

    ``shown`` is the section that stays open meanwhile.
    """

    direction = forms.CharField(required=False, max_length=10)
    after = forms.CharField(required=False, max_length=KEY_LENGTH)
    shown = forms.SlugField(required=False, max_length=KEY_LENGTH)

    def step(self) -> str | None:
        """The direction; None for a move after another row. Raises ValidationError for neither."""
        if not self.is_valid():
            raise ValidationError(_("Dit går det inte att flytta."))
        direction = self.cleaned_data["direction"]
        if direction in set(Direction):
            return str(direction)
        if direction or "after" not in self.data:
            raise ValidationError(_("Dit går det inte att flytta."))
        return None

    @property
    def target(self) -> str:
        """The key of the row to stand after."""
        return str(self.cleaned_data.get("after", ""))

    @property
    def open_key(self) -> str:
        """The key of the section that is open."""
        return str(getattr(self, "cleaned_data", {}).get("shown", ""))
