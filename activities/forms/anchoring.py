"""Forms of anchoring: whom to ask, what was said, and the plan's list of roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from activities.enums import AnchoringAnswer
from activities.models import AnchoringRole
from plans.forms.fields import TextField


class RoleChoiceForm(forms.Form):
    """A role of the plan's list."""

    role = forms.ModelChoiceField(
        AnchoringRole.objects.none(),
        label=gettext_lazy("Roll"),
        empty_label=gettext_lazy("Välj roll"),
        error_messages={
            "required": gettext_lazy("Välj en roll."),
            "invalid_choice": gettext_lazy("Rollen finns inte längre i planens lista."),
        },
    )

    def __init__(self, *args: Any, roles: Sequence[AnchoringRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "role", AnchoringRole, roles)


class AskForm(RoleChoiceForm):
    """Whom to ask, and in which capacity."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Person"),
        empty_label=gettext_lazy("Välj person"),
        error_messages={
            "required": gettext_lazy("Välj en person."),
            "invalid_choice": gettext_lazy("Välj någon som har en roll i överenskommelsen."),
        },
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "person", User, people)


class AnswerForm(forms.Form):
    """What somebody says when asked."""

    answer = forms.ChoiceField(
        choices=AnchoringAnswer.choices,
        label=gettext_lazy("Svar"),
        error_messages={
            "required": gettext_lazy("Välj ett av svaren."),
            "invalid_choice": gettext_lazy("Välj ett av svaren."),
        },
    )
    words = TextField(rows=3, max_length=2000, label=gettext_lazy("Kommentar"))


class NoteForm(RoleChoiceForm):
    """An answer given by word of mouth."""

    answer = forms.ChoiceField(
        choices=AnchoringAnswer.choices,
        label=gettext_lazy("Svar"),
        error_messages={"required": gettext_lazy("Välj ett av svaren.")},
    )
    words = TextField(
        rows=2,
        max_length=2000,
        label=gettext_lazy("Vem sa det, och vad?"),
    )


class NewRoleForm(forms.Form):
    """A new role in the plan's list."""

    name = forms.CharField(
        max_length=150,
        label=gettext_lazy("Roll"),
        error_messages={"required": gettext_lazy("Skriv vad rollen heter.")},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        label=gettext_lazy("Hos"),
        empty_label=gettext_lazy("vilken part som helst"),
    )

    def __init__(self, *args: Any, parties: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", Organisation, parties)


def _offer(form: forms.Form, name: str, model: type[Any], rows: Iterable[Any]) -> None:
    """Let the field offer ``rows``, which are known already, in their order."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    known = list(rows)
    field.queryset = model._default_manager.filter(pk__in=[row.pk for row in known])
    empty = [("", field.empty_label)] if field.empty_label else []
    say = _person if model is User else str
    field.widget.choices = [*empty, *((row.pk, say(row)) for row in known)]


def _person(user: User) -> str:
    """The name with title and organisation, so that namesakes are told apart."""
    place = ", ".join(
        filter(None, [user.title, user.organisation.label if user.organisation else ""])
    )
    return (
        _("%(name)s (%(place)s)") % {"name": user.full_name, "place": place} if place else str(user)
    )
