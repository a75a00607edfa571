"""Forms of the situational picture: a problem area, two states to compare, what an activity points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy

from core.numbers import number_of
from plans.forms.fields import ChoiceField, TextField

from .evaluation import OwnRowForm

NOW = "nu"
IN_ORDER = ("name", "priority", "trend", "description", "source")
LABELS = {
    "name": gettext_lazy("Problemområde"),
    "priority": gettext_lazy("Prioritet"),
    "trend": gettext_lazy("Utveckling"),
    "description": gettext_lazy("Beskrivning"),
    "source": gettext_lazy("Källa"),
}
ROWS = {"description": 3, "source": 1}


class AreaForm(OwnRowForm):
    """What is said of a problem area."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = str(LABELS[name])

    def _made(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        """A priority and a trend are always one of a few: there is no choice of none."""
        pairs = self._choices(name, model_field)
        if not pairs:
            return super()._made(name, model_field, options)
        widget = forms.Select({"class": "form-select"})
        return forms.ChoiceField(choices=pairs, widget=widget, required=False, **options)

    def _names(self) -> Iterator[str]:
        yield from IN_ORDER

    def _words(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if isinstance(model_field, models.CharField):
            options["max_length"] = model_field.max_length
        return TextField(rows=ROWS.get(name, 0), **options)


class StatesForm(forms.Form):
    """Two states of the picture: that of a closed review, or that of now."""

    fran = ChoiceField(choices=(), label=gettext_lazy("Från"))
    till = ChoiceField(choices=(), label=gettext_lazy("Till"))

    def __init__(self, data: Any = None, *, states: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, label_suffix="")
        for field in self.fields.values():
            if isinstance(field, ChoiceField):
                field.choices = list(states)


def ticked(posted: Any, name: str) -> set[int]:
    """The primary keys that were posted under ``name``, in several fields or in one."""
    words = " ".join(posted.getlist(name)).split()
    return {number_of(word) for word in words} - {0}
