"""What is done with people, each with its row in the log."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.changes import record
from core.site import absolute
from core.slugs import free_slug

from . import emails
from .models import Organisation, User

LOGGED_FIELDS = ("email", "full_name", "title", "organisation_id", "is_administrator", "is_active")
ORGANISATION_FIELDS = ("name", "short_name", "kind", "address", "phone", "email", "website")


def password_link(user: User) -> str:
    """An address at which the person chooses a password; it works once, until PASSWORD_RESET_TIMEOUT."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    uid = user_pk_to_url_str(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return absolute(path)


def facts(user: User) -> dict[str, object]:
    """What the log keeps of a person."""
    return {name: getattr(user, name) for name in LOGGED_FIELDS}


@transaction.atomic
def add_user(*, user: User, by: User) -> None:
    """Store a new person, who gets a mail with a link to choose a password.

    Nobody else ever knows a password: an administrator could otherwise act as anybody.
    """
    user.set_unusable_password()
    user.full_clean()
    user.save()
    _record(by=by, action="added", user=user, after=facts(user))
    emails.queue_welcome(user=user, link=password_link(user))


@transaction.atomic
def join(
    *, email: str, full_name: str, title: str, organisation: Organisation, password: str
) -> User:
    """Store a new person who has shown that they read mail to ``email``, with their own password.

    Raises:
        ValidationError: a value is wrong, or the address is taken.
    """
    user: User = User.objects.create_user(
        email, password, full_name=full_name, title=title, organisation=organisation
    )
    _record(by=user, action="added", user=user, after=facts(user))
    return user


@transaction.atomic
def belong_to(*, user: User, organisation: Organisation, by: User) -> None:
    """Let a person who belongs nowhere belong to ``organisation``; any other stays where they are."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.organisation_id is None:
        before = facts(user)
        user.organisation = organisation
        user.save(update_fields=["organisation"])
        _record(by=by, action="changed", user=user, before=before, after=facts(user))


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: User) -> None:
    """Store an organisation, new or changed.

    Raises:
        ValidationError: a value is wrong, or the name is taken.
    """
    old = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if old is None:
        organisation.slug = free_slug(Organisation, organisation.name)
    organisation.full_clean()
    organisation.save()
    record(
        by=by,
        scope=f"organisation:{organisation.pk}",
        action="added" if old is None else "changed",
        kind="organisation",
        key=organisation.slug,
        before=None if old is None else _organisation_facts(old),
        after=_organisation_facts(organisation),
    )


def _organisation_facts(organisation: Organisation) -> dict[str, object]:
    return {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}


@transaction.atomic
def change_user(*, user: User, by: User) -> None:
    """Store changed facts of a person; a changed address is told to the old one.

    Raises:
        ValidationError: somebody would shut themselves out.
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    if user == by and not (user.is_administrator and user.is_active):
        raise ValidationError(_("Du kan inte ta bort din egen behörighet som administratör."))
    user.full_clean()
    user.save()
    _record(by=by, action="changed", user=user, before=facts(before), after=facts(user))
    if user.email != before.email:
        emails.queue_address_changed(user=user, old_address=before.email)


@transaction.atomic
def send_password_link(*, user: User, by: User) -> None:
    """Mail a person a new link to choose a password."""
    emails.queue_welcome(user=user, link=password_link(user))
    _record(by=by, action="password_link_sent", user=user)


@transaction.atomic
def make_administrator(*, email: str, full_name: str) -> User:
    """The administrator with that address: made, raised from an ordinary person, or found as is.

    Raises:
        ValidationError: the address is not one, or the person has been shut out.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        added: User = User.objects.create_user(address, full_name=full_name, is_administrator=True)
        _record(by=None, action="added", user=added, after=facts(added))
        return added
    if not user.is_active:
        raise ValidationError(_("Personen finns men är inaktiv. En administratör kan ändra det."))
    if not user.is_administrator:
        before = facts(user)
        user.is_administrator = True
        user.save(update_fields=["is_administrator"])
        _record(by=None, action="changed", user=user, before=before, after=facts(user))
    return user


def _record(
    *,
    by: User | None,
    action: str,
    user: User,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record(
        by=by,
        scope=f"user:{user.pk}",
        action=action,
        kind="user",
        key=user.email,
        before=before,
        after=after,
    )
