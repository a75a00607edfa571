"""Agreements, their parties and members in the admin. Plans are not here: administrators have no say in content."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from accounts.models import User
from core import changes

from . import steps
from .models import Agreement, Membership, Party


class PartyInline(admin.TabularInline[Party, Agreement]):
    """The organisations that have signed."""

    model = Party
    extra = 0
    autocomplete_fields = ("organisation",)


class MembershipInline(admin.TabularInline[Membership, Agreement]):
    """Who works under the agreement, as what."""

    model = Membership
    extra = 0
    fields = ("user", "role", "ended_at")
    autocomplete_fields = ("user",)


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin[Agreement]):
    """Agreements. One with plans is never removed."""

    list_display = ("title", "kind", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (PartyInline, MembershipInline)
    # For an administrator without a role in it, the agreement's own page does not exist.
    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        return obj is None or not obj.plans.exists()

    def save_model(
        self,
        request: HttpRequest,
        obj: Agreement,
        form: ModelForm[Agreement],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Let the apps above look at what changes, as when it is saved on a page of ours."""
        if change:
            steps.changing(Agreement.objects.get(pk=obj.pk), obj, cast("User", request.user))
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Agreement],
        formsets: list[BaseModelFormSet[Party | Membership, ModelForm[Party | Membership]]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Log the agreement as it now stands, in the transaction that stores it."""
        super().save_related(request, form, formsets, change)
        agreement = form.instance
        changes.record(
            by=cast("User", request.user),
            scope=f"agreement:{agreement.pk}",
            action="changed" if change else "added",
            kind="agreement",
            key=agreement.slug,
            after={
                "title": agreement.title,
                "parties": [str(party) for party in agreement.parties.all()],
                "members": [str(m) for m in agreement.memberships.active()],
            },
        )
