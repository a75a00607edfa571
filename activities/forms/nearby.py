"""The form that asks what happens around other days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.calendar.span import Span
from activities.models.year import FIRST_YEAR, LAST_YEAR
from plans.forms.fields import DayField

LONGEST = 366


class DaysForm(forms.Form):
    """From the first day to the last; one day where there is no last."""

    fran = DayField(label=gettext_lazy("Från och med"))
    till = DayField(label=gettext_lazy("Till och med"))

    def clean(self) -> dict[str, Any]:
        """Refuse days that are too many, too far away or in the wrong order."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("fran"), found.get("till")
        if last and not first and not self.errors:
            raise ValidationError({"fran": _("Ange den första dagen.")})
        for name in ("fran", "till"):
            day = found.get(name)
            if day and not FIRST_YEAR <= int(day[:4]) < LAST_YEAR:
                raise ValidationError({name: _("Ange en dag mellan 1990 och 2199.")})
        if first and last and last < first:
            raise ValidationError({"till": _("Sista dagen kan inte ligga före den första.")})
        span = self._span(first, last)
        if span and (span.end - span.start).days > LONGEST:
            raise ValidationError({"till": _("Välj högst ett år åt gången.")})
        return found

    def span(self) -> Span | None:
        """What was asked for; None where nothing was."""
        return self._span(self.cleaned_data.get("fran"), self.cleaned_data.get("till"))

    @staticmethod
    def _span(first: str | None, last: str | None) -> Span | None:
        if not first:
            return None
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if last else start
        return Span.through(start, max(start, end))
