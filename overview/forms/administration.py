"""Forms of what administrators keep: organisations and people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation that makes agreements, or whose people work under them."""

    website = forms.URLField(label=_("Webbplats"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ("name", "short_name", "kind", "address", "phone", "email", "website")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"short_name": _("Används där det är trångt. Lämna tomt om namnet är kort.")}


class PersonForm(forms.ModelForm[User]):
    """Somebody who signs in. One's own right to administer is somebody else's to take."""

    class Meta:
        model = User
        fields = ("full_name", "email", "title", "organisation", "is_administrator", "is_active")
        help_texts = {
            "is_administrator": _("Sköter organisationer, överenskommelser, personer och utskick."),
            "is_active": _(
                "Avmarkera för att stänga av kontot. Det som personen har gjort står kvar."
            ),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance == by:
            for name in ("is_administrator", "is_active"):
                self.fields[name].disabled = True
        if self.instance._state.adding:
            del self.fields["is_active"]
