"""Fields of forms whose values are written as documents write them, and say in Swedish what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.markdown import is_link
from core.numbers import MOST_DIGITS
from plans.texts import FORBIDDEN_CHARACTERS, LONGEST_TEXT, canonical_text
from plans.typed_values import is_day

NO_CHOICE = "–"
CONTROL = "form-control"


class TextField(forms.CharField):
    """Words as they are typed: spaces and line breaks kept, control characters refused.

    A character that cannot be seen is named by where it stands, since there is nothing to look for.
    """

    def __init__(self, *, rows: int = 0, rich: bool = False, **options: Any) -> None:
        attributes: dict[str, Any] = {"class": CONTROL} | ({"rows": rows} if rows else {})
        if rich:
            attributes["data-richtext"] = True
        widget: forms.Widget = (
            forms.Textarea(attributes)
            if rows
            else forms.TextInput({**attributes, "autocomplete": "off"})
        )
        options.setdefault("max_length", LONGEST_TEXT)
        super().__init__(strip=False, widget=widget, required=False, **options)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        text = canonical_text(str(super().to_python(value) or ""))
        if found := FORBIDDEN_CHARACTERS.search(text):
            before = text[: found.start()].split()
            if not before:
                raise ValidationError(_("Det första tecknet går inte att spara. Ta bort det."))
            message = _("Efter ”%(word)s” finns ett osynligt tecken som inte går att spara.")
            raise ValidationError(message % {"word": before[-1][-40:]})
        return text


class DayField(forms.CharField):
    """A day as 2026-03-01; a browser shows its own calendar."""

    def __init__(self, **options: Any) -> None:
        limits = {"min": "1900-01-01", "max": "2199-12-31"}
        widget = forms.DateInput({"type": "date", "class": CONTROL, **limits})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> str | None:
        day: str = super().clean(value)
        if day and not is_day(day):
            raise ValidationError(_("Skriv dagen som 2026-03-01."))
        return day or None


class ClockField(forms.CharField):
    """A time of day as 13:05; a browser shows its own clock."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput({"type": "time", "class": CONTROL})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> str | None:
        text: str = super().clean(value).replace(".", ":")
        if not text:
            return None
        try:
            return time.fromisoformat(text.zfill(5)).isoformat("minutes")
        except ValueError:
            raise ValidationError(_("Skriv tiden som 13.05.")) from None


class WholeNumberField(forms.IntegerField):
    """A number of months, times …"""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput({"class": CONTROL})
        super().__init__(required=False, localize=False, widget=widget, **options)


class ChoiceField(forms.ChoiceField):
    """One of a few, or none; a value that is not offered any more is offered still where it is set."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("Det du valde finns inte längre. Välj igen.")
    }

    def __init__(self, *, choices: Any, **options: Any) -> None:
        widget = forms.Select({"class": "form-select"})
        choices = [("", NO_CHOICE), *choices]
        super().__init__(required=False, choices=choices, widget=widget, **options)


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, drawn without a template for each: a plan has many things to point at."""

    BOX = (
        '<div class="form-check"><input class="form-check-input" type="checkbox" name="{}" value="{}"'
        ' id="{}_{}"{}> <label class="form-check-label" for="{}_{}">{}</label></div>'
    )

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The boxes one after the other, those in ``value`` ticked."""
        first, ticked = (attrs or {}).get("id", name), set(value or ())
        checked = mark_safe(" checked")
        return format_html_join(
            "\n",
            self.BOX,
            (
                (name, key, first, n, checked if key in ticked else "", first, n, label)
                for n, (key, label) in enumerate(self.choices)
            ),
        )


class TicksField(forms.MultipleChoiceField):
    """Some of the plan's own items, each with a box to tick."""

    widget = Ticks
    default_error_messages = {
        "invalid_choice": gettext_lazy("Något du kryssade för finns inte längre. Kryssa igen.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class LinkField(TextField):
    """An address that a document may lead to."""

    def to_python(self, value: Any) -> str:
        link = super().to_python(value).strip()
        known = link.lower().startswith(("https://", "http://", "mailto:"))
        if link and not (known and is_link(link)):
            raise ValidationError(_("Skriv en hel adress, till exempel https://alvhamra.example."))
        return link


class LanguageField(TextField):
    """The language of a part that is not in Swedish."""

    def to_python(self, value: Any) -> str:
        language = super().to_python(value).strip()
        parts = language.split("-")
        fits = 2 <= len(parts[0]) <= 3 and parts[0].isalpha() and parts[0].islower()
        if language and not (
            fits and language.isascii() and all(p.isalnum() and 2 <= len(p) <= 8 for p in parts[1:])
        ):
            raise ValidationError(_("Skriv språkets kod, till exempel en för engelska."))
        return language


Reader = Callable[[str], Any]


def read_base(field: forms.Field, raw: str) -> Any:
    """The value that the hidden ``base-`` field of ``field`` says, as ``field`` itself would say it."""
    if isinstance(field, forms.BooleanField):
        return raw == "on"
    if isinstance(field, TicksField):
        return raw.split()
    if isinstance(field, forms.IntegerField):
        return int(raw) if raw.isdecimal() and len(raw) <= MOST_DIGITS else None
    return (
        canonical_text(raw) or None
        if isinstance(field, (DayField, ClockField))
        else canonical_text(raw)
    )


def write_base(value: Any) -> str:
    """The words of the hidden ``base-`` field for ``value``."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)
