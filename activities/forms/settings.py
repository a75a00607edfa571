"""Forms of what an agreement decides about its years."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import SchoolBreak, YearSettings
from activities.models.year import FIRST_YEAR, LAST_YEAR


class YearSettingsForm(forms.ModelForm[YearSettings]):
    """Whether dates are shared, and what is too close."""

    class Meta:
        model = YearSettings
        fields = ("shares_dates", "too_close_days")
        labels = {
            "shares_dates": _("Visa våra insatser för parternas andra överenskommelser"),
            "too_close_days": _("Påpeka samma målgrupp eller kanal inom så många dagar"),
        }
        help_texts = {
            "shares_dates": _(
                "De ser titel, datum, målgrupp och kanal när de planerar, inget mer. Idéer och "
                "inställda insatser visas inte."
            ),
            "too_close_days": _("0 betyder bara samma dag. Högst 90."),
        }


class SchoolBreakForm(forms.ModelForm[SchoolBreak]):
    """Days without school."""

    class Meta:
        model = SchoolBreak
        fields = ("name", "starts_on", "ends_on")
        widgets = {
            name: forms.DateInput(
                attrs={
                    "type": "date",
                    "min": f"{FIRST_YEAR}-01-01",
                    "max": f"{LAST_YEAR - 1}-12-31",
                },
                format="%Y-%m-%d",
            )
            for name in ("starts_on", "ends_on")
        }
        help_texts = {
            "name": _("Till exempel ”Sportlov”."),
            "ends_on": _("Sista dagen räknas med."),
        }
