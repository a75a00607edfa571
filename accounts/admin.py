"""Organisations and people in the admin. Passwords are nobody's but their owner's."""

from __future__ import annotations

from typing import cast

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import services
from .models import Organisation, User

# Roles stand in agreements, and a person has one address: these would only mislead.
admin.site.unregister([Group, EmailAddress])


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    """The bodies that make agreements."""

    list_display = ("name", "short_name", "kind")
    list_filter = ("kind",)
    search_fields = ("name", "short_name")
    prepopulated_fields = {"slug": ("name",)}
    formfield_overrides = {URLField: {"assume_scheme": "https"}}


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People. They are shut out by making them inactive: what they did stays theirs."""

    list_display = ("full_name", "email", "organisation", "is_administrator", "is_active")
    list_filter = ("is_active", "is_administrator", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("full_name", "email")
    autocomplete_fields = ("organisation",)
    fields = ("full_name", "email", "title", "organisation", "is_administrator", "is_active")
    actions = ("send_password_link",)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody shuts themselves out."""
        return ("is_administrator", "is_active") if obj == request.user else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: ModelForm[User],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        by = cast("User", request.user)
        if change:
            services.change_user(user=obj, by=by)
        else:
            services.add_user(user=obj, by=by)

    @admin.action(description=_("Skicka länk för att välja lösenord"), permissions=["change"])
    def send_password_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Mail each a link."""
        active = list(users.filter(is_active=True))
        for user in active:
            services.send_password_link(user=user, by=cast("User", request.user))
        said = ngettext("%d länk är på väg.", "%d länkar är på väg.", len(active))
        self.message_user(request, said % len(active), messages.SUCCESS)
