"""Forms for comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.models import Party, Plan
from plans.services.comments import people_to_address

LONGEST_COMMENT = 5000


class CommentForm(forms.Form):
    """A new remark, perhaps addressed to a party or to a person."""

    text = forms.CharField(
        label=_("Kommentar"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv en kommentar.")},
    )
    party = forms.ModelChoiceField(
        label=_("Till en part"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("ingen särskild"),
    )
    person = forms.ModelChoiceField(
        label=_("Till en person, som får ett mejl"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("ingen särskild"),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party, person = self.fields["party"], self.fields["person"]
        if isinstance(party, forms.ModelChoiceField) and isinstance(person, forms.ModelChoiceField):
            party.queryset = plan.agreement.parties.in_order().select_related("organisation")
            people = [user.pk for user in people_to_address(plan)]
            person.queryset = User.objects.filter(pk__in=people).order_by("full_name")


class AnswerForm(forms.Form):
    """An answer."""

    text = forms.CharField(
        label=_("Svar"),
        max_length=LONGEST_COMMENT,
        error_messages={"required": _("Skriv ett svar först.")},
    )
