"""The page that the link in an invitation leads to. Open to everybody who has the link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.limits import is_too_often
from core.refusals import take_errors
from plans.enums import InvitationState
from plans.forms.members import JoinForm
from plans.models import Invitation
from plans.services import invitations

from .loading import person

MOST_LOOKS = 60  # a minute and address; a whole town hall may share one
MINUTE = 60


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites to what; accepted with one POST by the one it is meant for."""
    if is_too_often(request, "invitation", most=MOST_LOOKS, seconds=MINUTE):
        return _closed(request, "too_often", 429)
    found = invitations.find(secret)
    if found is None:
        return _closed(request, "unknown", 404)
    state = found.state(timezone.now())
    if state != InvitationState.WAITING:
        return _closed(request, state, 410)
    if request.user.is_authenticated:
        return _for_somebody(request, found, person(request))
    if User.objects.filter(email=found.email).exists():
        return _page(request, found, "sign_in", status=403 if request.method == "POST" else 200)
    return _for_nobody_yet(request, found)


def _for_somebody(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if user.email != found.email:
        return _page(request, found, "other", status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, found, "accept")
    try:
        invitations.accept(invitation=found, user=user)
    except ValidationError:
        return _closed(request, "accepted", 410)
    return _welcome(request, found)


def _for_nobody_yet(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None, invitation=found)
    if form.is_valid():
        try:
            user = invitations.accept_as_new(
                invitation=found,
                full_name=form.cleaned_data["full_name"],
                title=form.cleaned_data["title"],
                password=form.cleaned_data["password"],
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            login(request, user)
            return _welcome(request, found)
    return _page(request, found, "join", form=form, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, _("Välkommen! Din roll är %s.") % found.get_role_display())
    return redirect(found.agreement)


def _page(
    request: HttpRequest,
    found: Invitation,
    way: str,
    *,
    form: JoinForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"invitation": found, "way": way, "form": form}
    return render(request, "overview/invitation.html", context, status=status)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "overview/invitation_closed.html", {"why": str(why)}, status=status)
