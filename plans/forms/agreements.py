"""Forms of agreements and their parties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from core.choosing import ManyRowsField
from plans.models import Agreement, Party
from plans.services.agreements import PARTY_FIELDS, Period

PERIOD_FIELDS = ("title", "starts_on", "ends_on", "review_anchor", "review_interval")


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.ModelForm[Agreement]):
    """What an agreement is called and when it holds."""

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = PERIOD_FIELDS
        widgets = {
            "starts_on": _day_input(),
            "ends_on": _day_input(),
            "review_anchor": _day_input(),
        }
        help_texts = {
            "starts_on": gettext_lazy("Första dagen. Lämna tomt om den inte är bestämd."),
            "ends_on": gettext_lazy(
                "Sista dagen räknas med. Lämna tomt om överenskommelsen gäller tills vidare."
            ),
        }


class AgreementForm(PeriodForm):
    """An agreement as administrators change it."""

    class Meta(PeriodForm.Meta):
        fields = ("title", "kind", *PERIOD_FIELDS[1:])


class NewAgreementForm(AgreementForm):
    """A new agreement and those who sign it."""

    parties = ManyRowsField(
        Organisation.objects.all(),
        label=gettext_lazy("Parter"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ordningen ändrar du sedan."),
        error_messages={"required": gettext_lazy("Välj minst en part.")},
    )


class RenewForm(PeriodForm):
    """The period that follows; the first day is needed to follow on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = True
        self.fields["starts_on"].help_text = ""

    def period(self) -> Period:
        """What was filled in."""
        return Period(**{name: self.cleaned_data[name] for name in PERIOD_FIELDS})


class PartyForm(forms.ModelForm[Party]):
    """Under which number a party has registered the agreement, and who signs for it."""

    class Meta:
        model = Party
        fields = PARTY_FIELDS


class AddPartyForm(forms.Form):
    """Which organisation becomes a party."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=gettext_lazy("Välj organisation"),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.exclude(parties__agreement=agreement)


class CoordinatorForm(forms.Form):
    """Who is to run an agreement: somebody with an account, or somebody who gets an invitation."""

    email = forms.EmailField(
        label=gettext_lazy("E-post"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Den som har ett konto blir samordnare direkt. Andra får en inbjudan med e-post."
        ),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=gettext_lazy("Organisation"),
        required=False,
        empty_label=gettext_lazy("Välj organisation"),
        help_text=gettext_lazy("Behövs bara för den som inte har ett konto."),
    )

    def clean_email(self) -> str:
        """Lower case, as addresses are stored."""
        return str(self.cleaned_data["email"]).strip().lower()

    def require_organisation(self) -> Organisation:
        """The organisation of somebody new; ValidationError when none is chosen."""
        organisation = self.cleaned_data["organisation"]
        if not isinstance(organisation, Organisation):
            message = _("Ingen har ett konto med den adressen. Välj organisation till inbjudan.")
            raise ValidationError({"organisation": message})
        return organisation
