"""The forms of signing in and of passwords: allauth's, in plain Swedish (ACCOUNT_FORMS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as allauth_forms
from crispy_forms.helper import FormHelper
from django.forms import Form
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PlainForm(Form):
    """Labels instead of placeholders; the template writes ``<form>`` and its token."""

    labels: ClassVar[dict[str, StrOrPromise]] = {}
    helps: ClassVar[dict[str, StrOrPromise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)

    @property
    def helper(self) -> FormHelper:
        """How crispy draws it."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class LoginForm(PlainForm, allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in."""

    labels: ClassVar = {"login": _("E-post"), "password": _("Lösenord")}
    # The template links to the reset beside the button: a link in a help text is read out with the field.
    helps: ClassVar = {"password": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(PlainForm, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link."""

    labels: ClassVar = {"email": _("E-post")}


class ResetPasswordKeyForm(PlainForm, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a password by a link."""

    labels: ClassVar = {"password1": _("Nytt lösenord"), "password2": _("Nytt lösenord igen")}


class ChangePasswordForm(PlainForm, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Choose another password while signed in."""

    labels: ClassVar = {
        "oldpassword": _("Nuvarande lösenord"),
        "password1": _("Nytt lösenord"),
        "password2": _("Nytt lösenord igen"),
    }
    helps: ClassVar = {"oldpassword": ""}
