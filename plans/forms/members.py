"""Forms of the people who work under an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from plans.enums import MembershipRole
from plans.models import Agreement, Invitation

ROLES_HELP = _(
    "Läsare ser gällande planer. Kommunikatörer skriver. Samordnare gör det också, föreslår versioner "
    "och bjuder in. Ledamöter i styrgruppen beslutar för sin egen part."
)


class InviteForm(forms.Form):
    """Whom to invite: the parties come first among the organisations."""

    email = forms.EmailField(
        label=_("E-post"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Välj organisation")
    )
    role = forms.ChoiceField(
        label=_("Roll"),
        choices=[("", _("Välj roll")), *MembershipRole.choices],
        help_text=ROLES_HELP,
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if not isinstance(field, forms.ModelChoiceField):
            raise TypeError("the organisation is chosen from rows")
        field.queryset = Organisation.objects.all()
        parties = {party.organisation_id for party in agreement.parties.all()}
        rows = [(row.pk, str(row)) for row in Organisation.objects.all()]
        field.choices = [
            ("", _("Välj organisation")),
            (_("Parter"), [choice for choice in rows if choice[0] in parties]),
            (_("Andra"), [choice for choice in rows if choice[0] not in parties]),
        ]

    def clean_email(self) -> str:
        """Lower case, as addresses are stored."""
        return str(self.cleaned_data["email"]).strip().lower()


class RolesForm(forms.Form):
    """Which roles a member has, at least one."""

    roles = forms.MultipleChoiceField(
        label=_("Roller"),
        choices=MembershipRole.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLES_HELP,
        error_messages={
            "required": _("Välj minst en roll. Med ”Avsluta” tar du bort personen helt.")
        },
    )


class JoinForm(forms.Form):
    """Who somebody is that accepts an invitation and has no account."""

    full_name = forms.CharField(
        label=_("Namn"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        help_text=_("Till exempel kommunikatör eller kommunpolis. Den står vid det du beslutar."),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst 12 tecken. Gärna flera ord efter varandra."),
    )
    again = forms.CharField(
        label=_("Lösenord igen"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess, or not the same twice."""
        values: dict[str, Any] = super().clean() or {}
        password = values.get("password")
        if password:
            name = values.get("full_name", "")
            try:
                validate_password(password, User(email=self.invitation.email, full_name=name))
            except ValidationError as error:
                self.add_error("password", error)
            if password != values.get("again"):
                self.add_error("again", _("Lösenorden är inte likadana."))
        return values
