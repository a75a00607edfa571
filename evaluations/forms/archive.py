"""Forms of the archive: what is kept, on what ground it goes, and which days a gallery shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.fields import DayField, TextField


class ManyFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesForm(forms.Form):
    """Files to keep."""

    filer = forms.Field(
        label=_("Bilder, PDF eller dokument"),
        widget=ManyFiles(attrs={"class": "form-control"}),
        error_messages={"required": _("Välj minst en fil.")},
    )


class LinkForm(forms.Form):
    """An address to keep."""

    address = TextField(label=_("Länk"))
    title = TextField(label=_("Vad länken visar"), max_length=300)


class DisposalForm(forms.Form):
    """The ground on which something is disposed of."""

    ground = forms.CharField(
        label=_("På vilken grund gallras det?"),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        max_length=2000,
        error_messages={"required": _("Skriv på vilken grund materialet gallras.")},
    )


class PeriodForm(forms.Form):
    """The first and the last day of what is shown; either may be open."""

    fran = DayField(label=_("Från och med"))
    till = DayField(label=_("Till och med"))

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The two days; none where what was written is no day."""
        if not self.is_valid():
            return None, None
        first, last = (self.cleaned_data[name] for name in ("fran", "till"))
        return (
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )
