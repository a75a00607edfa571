"""Forms of the year's table: one row of it, a new activity, a new year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.enums import Status, TimingKind
from activities.models import Activity
from activities.models.year import FIRST_YEAR, LAST_YEAR
from plans.directory import Directory
from plans.forms.fields import ChoiceField, DayField, TextField
from plans.forms.rows import Group, RowForm
from plans.services.subjects import Values, subject_of, written

FIELDS = ("name", "goal", "effect", "timing", "responsible", "status")
# What the table shows where these words are empty.
HELPS = {
    "goal": gettext_lazy("Med egna ord. Tomt: de mål i planen som insatsen har."),
    "timing": gettext_lazy("Med egna ord. Tomt: den tid som är vald."),
    "responsible": gettext_lazy("Med egna ord. Tomt: de roller och personer som är valda."),
}
STATUSES = [(value, capfirst(str(label))) for value, label in Status.choices]


class LineForm(RowForm):
    """A row of the table: what the printed table shows, and the status."""

    def _names(self) -> Iterator[str]:
        yield from FIELDS

    def _field(self, name: str) -> forms.Field:
        if name == "status":
            return _status_field()
        field = super()._field(name)
        field.help_text = HELPS.get(name, "")
        return field

    @property
    def groups(self) -> Iterator[Group]:
        """All fields together."""
        yield Group("", tuple(self[name] for name in self.fields))

    def clean(self) -> Values:
        """See that the activity is called something, and that its status is one."""
        cleaned = super().clean()
        for name, problem in (
            ("name", _("Skriv vad ni ska göra.")),
            ("status", _("Välj en status i listan.")),
        ):
            if name in self.posted and name not in self.errors and not cleaned[name].strip():
                self.add_error(name, problem)
        return cleaned


def line_form(activity: Activity, data: Any = None) -> LineForm:
    """The form of ``activity``, filled in or as posted."""
    subject = subject_of(activity)
    return LineForm(data, subject=subject, values=written(subject), directory=Directory())


def _status_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,  # a form may post some of its fields only
        choices=STATUSES,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": gettext_lazy("Välj en status i listan.")},
    )


class NewActivityForm(forms.Form):
    """The least that one needs to know: what, and perhaps when and for whom."""

    name = TextField(label=gettext_lazy("Vad ska ni göra?"))
    starts_on = DayField(
        label=gettext_lazy("Dag"),
        help_text=gettext_lazy("Om den är bestämd. Andra sorters tid väljer du sedan."),
    )
    status = ChoiceField(label=gettext_lazy("Status"), choices=STATUSES)

    def __init__(self, data: Any = None) -> None:
        start = {"status": Status.IDEA}
        super().__init__(data, initial=start, auto_id="id_ny_%s", label_suffix="")

    def clean_name(self) -> str:
        """What it is called."""
        name: str = self.cleaned_data["name"].strip()
        if not name:
            raise forms.ValidationError(_("Skriv vad ni ska göra."))
        return name

    @property
    def values(self) -> Values:
        """What is to be stored, as documents write it; only for a valid form."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return found | ({"timing_kind": TimingKind.DATE} if "starts_on" in found else {})


class NewYearForm(forms.Form):
    """Which year to plan."""

    year = forms.IntegerField(
        label=gettext_lazy("År"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        widget=forms.NumberInput({"class": "form-control"}),
        error_messages={
            name: gettext_lazy("Skriv ett årtal mellan 1990 och 2200.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )
