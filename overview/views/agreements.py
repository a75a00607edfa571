"""Agreements as administrators keep them: the period, the parties, and who runs them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.refusals import did, take_errors
from overview.coming import saying_next_review
from plans.enums import MembershipRole
from plans.forms.agreements import (
    AddPartyForm,
    AgreementForm,
    CoordinatorForm,
    NewAgreementForm,
    PartyForm,
)
from plans.models import Agreement, Invitation, Membership, Party
from plans.services import agreements as services
from plans.services.invitations import invite
from plans.services.members import appoint_coordinator, left_without_coordinator

from .administration import ROWS_A_PAGE
from .loading import administrators_only, looked_for, person


@require_safe
@administrators_only
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements, with their parties."""
    parties = Party.objects.in_order().select_related("organisation")
    rows = Agreement.objects.order_by("title", "pk").prefetch_related(Prefetch("parties", parties))
    asked = looked_for(request)
    if asked:
        rows = rows.filter(title__icontains=asked)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida"))
    left = set(
        left_without_coordinator().filter(pk__in=[a.pk for a in page]).values_list("pk", flat=True)
    )
    context = {"page": page, "asked": asked, "left": left}
    return render(request, "overview/administration/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new_agreement(request: HttpRequest) -> HttpResponse:
    """One more agreement, with its parties."""
    form = NewAgreementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = services.save_agreement(
                agreement=form.instance, parties=form.cleaned_data["parties"], by=person(request)
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Överenskommelsen är skapad. Utse nu en samordnare."))
            return redirect("administration:agreement", pk=row.pk)
    status = 422 if form.errors else 200
    return render(
        request, "overview/administration/new_agreement.html", {"form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement, to change."""
    row = get_object_or_404(Agreement, pk=pk)
    form = AgreementForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            services.save_agreement(agreement=row, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            said = _("Överenskommelsen är sparad.")
            messages.success(request, saying_next_review(said, row))
            return redirect("administration:agreement", pk=pk)
    return _page(request, pk, form=form)


@require_POST
@administrators_only
def add_party(request: HttpRequest, pk: int) -> HttpResponse:
    """One more party."""
    row = get_object_or_404(Agreement, pk=pk)
    form = AddPartyForm(request.POST, agreement=row)
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            services.add_party(agreement=row, organisation=organisation, by=person(request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("%s är nu part.") % organisation)
            return redirect("administration:agreement", pk=pk)
    return _page(request, pk, party_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def party(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    """Registration number and signatory of a party."""
    row = _party(pk, party)
    form = PartyForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        services.change_party(party=row, values=form.cleaned_data, by=person(request))
        messages.success(request, _("%s är sparad.") % row)
        return redirect("administration:agreement", pk=pk)
    context = {"form": form, "party": row, "agreement": row.agreement}
    status = 422 if form.errors else 200
    return render(request, "overview/administration/party.html", context, status=status)


@require_POST
@administrators_only
def move_party(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    """One step up in the order in which the agreement names them."""
    row = _party(pk, party)
    did(
        request,
        partial(services.move_party, party=row, by=person(request)),
        _("Ordningen är sparad."),
    )
    return redirect("administration:agreement", pk=pk)


@require_POST
@administrators_only
def remove_party(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    """No party any more."""
    row = _party(pk, party)
    step = partial(services.remove_party, party=row, by=person(request))
    did(request, step, _("%s är inte längre part.") % row)
    return redirect("administration:agreement", pk=pk)


@require_POST
@administrators_only
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who is to run the agreement: appointed, or invited where there is no account."""
    row = get_object_or_404(Agreement, pk=pk)
    form = CoordinatorForm(request.POST)
    if form.is_valid():
        try:
            said = _appointed(row, form, person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, said)
            return redirect("administration:agreement", pk=pk)
    return _page(request, pk, coordinator_form=form)


def _appointed(row: Agreement, form: CoordinatorForm, by: User) -> str:
    email: str = form.cleaned_data["email"]
    user = User.objects.get_queryset().filter(email=email).first()
    if user is not None:
        appoint_coordinator(agreement=row, user=user, by=by)
        return str(_("%s är nu samordnare.") % user)
    organisation = form.require_organisation()
    role = MembershipRole.COORDINATOR
    invite(agreement=row, email=email, organisation=organisation, role=role, by=by)
    return _("Inbjudan till %s är på väg.") % email


def _party(pk: int, party: int) -> Party:
    rows = Party.objects.select_related("agreement", "organisation")
    return get_object_or_404(rows, agreement=pk, pk=party)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    form: AgreementForm | None = None,
    party_form: AddPartyForm | None = None,
    coordinator_form: CoordinatorForm | None = None,
) -> HttpResponse:
    """The page with its three forms, of which at most one was sent."""
    row = get_object_or_404(Agreement.objects.select_related("renewed_by"), pk=pk)
    coordinators = Membership.objects.active().filter(
        agreement=row, role=MembershipRole.COORDINATOR
    )
    waiting = Invitation.objects.waiting(timezone.now())
    sent = [one for one in (form, party_form, coordinator_form) if one is not None and one.errors]
    context = {
        "agreement": row,
        "agreement_form": form or AgreementForm(instance=row),
        "party_form": party_form or AddPartyForm(agreement=row),
        "coordinator_form": coordinator_form or CoordinatorForm(),
        # The page's title and summary speak of the one with errors.
        "form": sent[0] if sent else None,
        "parties": row.parties.in_order().select_related("organisation"),
        "parties_are_fixed": services.parties_are_fixed(row),
        "coordinators": coordinators.select_related("user__organisation").order_by("pk"),
        "invitations": waiting.filter(agreement=row, role=MembershipRole.COORDINATOR),
    }
    status = 422 if sent else 200
    return render(request, "overview/administration/agreement.html", context, status=status)
