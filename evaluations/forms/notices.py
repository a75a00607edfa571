"""Forms of reminders: a person's wish, an agreement's offsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from evaluations.enums import NoticeKind
from evaluations.offsets import FURTHEST, LIES_BEHIND, MOST

AFTER = LIES_BEHIND | {NoticeKind.ACTION}


class WishForm(forms.ModelForm[User]):
    """When one wants reminders by mail."""

    class Meta:
        model = User
        fields = ("reminders",)
        labels = {"reminders": gettext_lazy("Påminnelser med mejl")}
        widgets = {"reminders": forms.RadioSelect}


class DaysField(forms.CharField):
    """Days, as ``30, 14, 3``; empty is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        words = str(super().to_python(value)).replace(",", " ").split()
        if not all(word.isdecimal() and len(word) <= 4 for word in words):
            raise ValidationError(
                _("Skriv dagar som heltal med komma emellan, till exempel 30, 7.")
            )
        days = sorted({int(word) for word in words}, reverse=True)
        if any(day > FURTHEST for day in days) or len(days) > MOST:
            raise ValidationError(
                _("Ange högst %(most)d dagar, ingen mer än %(furthest)d dagar bort.")
                % {"most": MOST, "furthest": FURTHEST}
            )
        return days


class OffsetsForm(forms.Form):
    """Days before and after, for each kind of reminder."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offsets: Mapping[str, tuple[int, ...]]
    ) -> None:
        super().__init__(data)
        for kind in NoticeKind:
            days = offsets[kind]
            if kind not in LIES_BEHIND:
                ahead = [day for day in days if day >= 0]
                self._add(kind, "before", _("dagar före"), ahead)
            if kind in AFTER:
                past = sorted(-day for day in days if day < 0)
                self._add(kind, "after", _("dagar efter"), past)

    def _add(self, kind: NoticeKind, side: str, words: str, days: list[int]) -> None:
        label = f"{capfirst(str(kind.label))}, {words}"
        field = DaysField(label=label, initial=days)
        if kind == NoticeKind.REVIEW:
            field.required = True
            field.help_text = _(
                "0 är samma dag. En försenad översyn påminner Samråd om varje vecka."
            )
        if kind == NoticeKind.PACK:
            field.help_text = _("Skickas en gång. Tomt: bara när någon skickar det.")
        self.fields[f"{kind.value}_{side}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse what the two fields of a kind hold together."""
        given = super().clean() or {}
        if len(given.get("pack_before") or []) > 1:
            self.add_error("pack_before", _("Underlaget skickas en gång: ange ett antal dagar."))
        for kind, days in self.offsets().items():
            if len(days) > MOST:
                self.add_error(f"{kind}_before", _("Ange högst %d dagar sammanlagt.") % MOST)
        return given

    def offsets(self) -> dict[str, list[int]]:
        """What is asked for: kind → offsets, those after negative."""
        given = self.cleaned_data
        return {
            kind.value: [
                *(given.get(f"{kind.value}_before") or []),
                *(-day for day in given.get(f"{kind.value}_after") or []),
            ]
            for kind in NoticeKind
        }
