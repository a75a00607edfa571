"""Forms of the steps of a version."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_COMMENT = 5_000


class ProposeForm(forms.Form):
    """From which day a version is wished to be in force, and what the proposer looked at."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    wished_from = forms.DateField(
        label=gettext_lazy("Första dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "Lämna tomt om versionen ska gälla så snart alla parter har godkänt den. "
            "Godkänns den senare än så gäller den från den dagen."
        ),
    )

    def clean_wished_from(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["wished_from"]
        if day is not None and day < localdate():
            raise ValidationError(_("Välj i dag eller en senare dag."))
        return day


class DecisionForm(forms.Form):
    """What an approver says of a version, and the SHA-256 of what was read."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=gettext_lazy("Kommentar"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Behövs om du avslår. Kommentaren sparas med beslutet."),
    )
