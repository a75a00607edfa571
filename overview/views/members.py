"""Who works under an agreement: the list, invitations, roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from core.access import require
from core.refusals import did, take_errors
from plans.enums import InvitationState
from plans.forms.members import InviteForm, RolesForm
from plans.models import Agreement, Invitation, Membership
from plans.permissions import agreement_abilities
from plans.services import invitations
from plans.services.members import set_roles

from .loading import agreement_for, person


@dataclass(frozen=True)
class Member:
    """A person and the roles they have."""

    user: User
    roles: list[Membership]


@dataclass(frozen=True)
class InvitationLine:
    """An invitation that nobody has accepted, and whether it still can be."""

    invitation: Invitation
    is_expired: bool


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; for coordinators with invitations, and a form that sends one."""
    agreement = agreement_for(request, slug)
    abilities = agreement_abilities(person(request), agreement)
    form = None
    if request.method == "POST":
        require(abilities.run)
        form = InviteForm(request.POST, agreement=agreement)
        if form.is_valid() and _invited(request, agreement, form):
            return redirect("members", slug=slug)
    elif abilities.run:
        form = InviteForm(agreement=agreement)
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "members": _members(agreement),
        "invitations": _open_invitations(agreement) if abilities.run else [],
        "form": form,
        "is_renewed": hasattr(agreement, "renewed_by"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "overview/members.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The roles of one member, to change or to end."""
    agreement, user = _member_to_change(request, slug, pk)
    held = Membership.objects.active().filter(agreement=agreement, user=user)
    roles = list(held.values_list("role", flat=True))
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": roles})
    if form.is_valid():
        chosen = form.cleaned_data["roles"]
        try:
            set_roles(agreement=agreement, user=user, roles=chosen, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Rollerna är sparade."))
            return redirect("members", slug=slug)
    context = {"agreement": agreement, "member": user, "form": form}
    return render(request, "overview/member.html", context, status=422 if form.errors else 200)


@require_POST
def end_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End all roles of one member."""
    agreement, user = _member_to_change(request, slug, pk)
    step = partial(set_roles, agreement=agreement, user=user, roles=(), by=person(request))
    did(request, step, _("%s arbetar inte längre i överenskommelsen.") % user)
    # Whoever has ended their own membership may not see the list any more.
    return redirect("start") if user == person(request) else redirect("members", slug=slug)


@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let the link stop working."""
    invitation = _invitation_to_change(request, slug, pk)
    step = partial(invitations.withdraw, invitation=invitation, by=person(request))
    did(request, step, _("Inbjudan till %s är återtagen.") % invitation.email)
    return redirect("members", slug=slug)


@require_POST
def resend_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send another link in place of the one before."""
    invitation = _invitation_to_change(request, slug, pk)
    step = partial(invitations.send_anew, invitation=invitation, by=person(request))
    said = _("En ny inbjudan är på väg till %s. Den gamla länken gäller inte längre.")
    did(request, step, said % invitation.email)
    return redirect("members", slug=slug)


def _invited(request: HttpRequest, agreement: Agreement, form: InviteForm) -> bool:
    try:
        invitation = invitations.invite(
            agreement=agreement, by=person(request), **form.cleaned_data
        )
    except ValidationError as error:
        take_errors(form, error)
        return False
    messages.success(request, _("Inbjudan till %s är på väg.") % invitation.email)
    return True


def _members(agreement: Agreement) -> list[Member]:
    rows = Membership.objects.active().filter(agreement=agreement)
    found: dict[int, Member] = {}
    for row in rows.select_related("user__organisation").order_by("user__full_name", "user", "pk"):
        found.setdefault(row.user_id, Member(row.user, [])).roles.append(row)
    return list(found.values())


def _open_invitations(agreement: Agreement) -> list[InvitationLine]:
    now = timezone.now()
    rows = Invitation.objects.filter(
        agreement=agreement, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("organisation", "invited_by")
    return [InvitationLine(row, row.state(now) == InvitationState.EXPIRED) for row in rows]


def _member_to_change(request: HttpRequest, slug: str, pk: int) -> tuple[Agreement, User]:
    agreement = _agreement_to_run(request, slug)
    held = Membership.objects.active().filter(agreement=agreement)
    return agreement, get_object_or_404(User, pk=pk, pk__in=held.values("user"))


def _invitation_to_change(request: HttpRequest, slug: str, pk: int) -> Invitation:
    agreement = _agreement_to_run(request, slug)
    return get_object_or_404(Invitation, agreement=agreement, pk=pk)


def _agreement_to_run(request: HttpRequest, slug: str) -> Agreement:
    agreement = agreement_for(request, slug)
    require(agreement_abilities(person(request), agreement).run)
    return agreement
