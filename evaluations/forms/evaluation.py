"""Forms of an evaluation, its figures and what is kept: rows saved like those of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.activity import PartForm
from core.templatetags.swedish import figure
from evaluations.enums import Measure
from evaluations.questions import Asked
from plans.forms.fields import ChoiceField, DayField, LinkField, TextField
from plans.services.subjects import Values

LARGEST = Decimal(10) ** 12
LABELS = {
    "goal_reached": gettext_lazy("Nådde ni målet med insatsen?"),
    "went_well": gettext_lazy("Vad gick bra?"),
    "went_less_well": gettext_lazy("Vad gick mindre bra?"),
    "again": gettext_lazy("Finns det anledning att kommunicera igen? Varför?"),
    "captured_on": gettext_lazy("Tagen eller sparad den dag"),
    "captured_time": gettext_lazy("Klockan"),
    "captured_by": gettext_lazy("Tagen eller sparad av"),
    "alt": gettext_lazy("Vad visar bilden? (för den som inte ser den)"),
    "rights": gettext_lazy("Rättigheter: vem har gjort den, och hur får den användas?"),
    "label": gettext_lazy("Eget namn"),
}


class NumberField(TextField):
    """A number with at most two decimals, written with a point or a comma; its value has a point."""

    def prepare_value(self, value: Any) -> Any:
        """As it is typed in Swedish; what is no number as somebody typed it."""
        is_number = isinstance(value, str) and _number(value) is not None
        return value.replace(".", ",") if is_number else value

    def in_words(self, value: Any) -> str:
        """What two who wrote at once are shown of it."""
        return figure(value) or _("inget")

    def to_python(self, value: Any) -> str:
        text = "".join(super().to_python(value).split()).replace(",", ".")
        if not text:
            return ""
        number = _number(text)
        if number is None:
            raise ValidationError(_("Skriv ett tal med högst två decimaler, till exempel 12,5."))
        return format(number.normalize(), "f") if number else "0"


def _number(text: str) -> Decimal | None:
    """The number, if it is one that can be stored."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    fits = number.is_finite() and abs(number) < LARGEST
    return number if fits and number == round(number, 2) else None


class WebField(LinkField):
    """The address of a page."""

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        if address and not address.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Skriv en hel adress, till exempel https://alvhamra.example."))
        return address


class OwnRowForm(PartForm):
    """A row of this app, with its own words for the fields."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = str(LABELS.get(name, field.label or ""))

    def _made(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if isinstance(model_field, models.DecimalField):
            return NumberField(**options)
        if name == "address":
            return WebField(**options)
        return super()._made(name, model_field, options)


class OutcomeForm(OwnRowForm):
    """A figure; one of an own measure has a name."""

    def clean(self) -> Values:
        """See that there is a measure, a value, and a name where the measure has none."""
        cleaned = super().clean()
        if not cleaned.get("measure"):
            self.add_error("measure", _("Välj vad siffran mäter."))
        if not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", _("Skriv ett tal."))
        if cleaned.get("measure") == Measure.OWN and not str(cleaned.get("label") or "").strip():
            self.add_error("label", _("Ge ditt eget mått ett namn."))
        return cleaned


class AnswerForm(OwnRowForm):
    """The answer to one of the plan's own questions, chosen where it asks for that."""

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        self.asked = asked
        super().__init__(*args, **options)

    def _names(self) -> Iterator[str]:
        if self.asked.choices:
            yield "choice"
        yield "text"

    def _field(self, name: str) -> forms.Field:
        if name == "choice":
            return ChoiceField(choices=self.asked.choices, label=_("Svar"))
        label = _("Med egna ord") if self.asked.choices else _("Svar")
        return TextField(rows=2, label=label)


class FollowUpForm(forms.Form):
    """A new activity that takes up what there is reason to communicate again."""

    name = forms.CharField(label=gettext_lazy("Vad ska insatsen heta?"), max_length=300)
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int)

    def __init__(self, data: Any = None, *, years: list[int], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["year"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(year, str(year)) for year in years]


class IndicatorForm(forms.Form):
    """A measured value of a goal."""

    measured_on = DayField(label=gettext_lazy("Mätt den dag"))
    value = NumberField(label=gettext_lazy("Värde"))
    source = TextField(label=gettext_lazy("Källa"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """See that the day and the value are there."""
        cleaned: dict[str, Any] = self.cleaned_data
        for name, message in (
            ("measured_on", _("Ange vilken dag.")),
            ("value", _("Skriv ett tal.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        return cleaned
