"""The form of a table's columns: their headings, and one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plans.services.columns import Column

from .fields import TextField

LONGEST_LABEL = 500


class ColumnsForm(forms.Form):
    """A heading for each column."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, columns: Sequence[Column]) -> None:
        super().__init__(data, auto_id="id_%s", label_suffix="")
        for index, column in enumerate(columns):
            label = _("Rubrik på kolumn %s") % (index + 1)
            self.fields[f"label-{index}"] = TextField(
                label=label, max_length=LONGEST_LABEL, initial=column.get("label", "")
            )

    @property
    def labels(self) -> list[str]:
        """The headings as posted."""
        return [self.cleaned_data[name] for name in self.fields]

    @property
    def base(self) -> list[str]:
        """The headings when the form was drawn."""
        return [str(self.data.get(f"base-{name}", "")) for name in self.fields]


class NewColumnForm(forms.Form):
    """One more column: what it shows, and its heading."""

    label = TextField(max_length=LONGEST_LABEL)
    field = forms.ChoiceField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, fields: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="id_new_%s", label_suffix="")
        self.fields["label"].label = _("Rubrik")
        choices = [("", _("Egen text"))] + [(n, capfirst(words)) for n, words in fields.items()]
        self.fields["field"] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=_("Vad kolumnen visar"),
            widget=forms.Select({"class": "form-select"}),
            error_messages={"invalid_choice": _("Välj vad kolumnen ska visa.")},
        )
