"""What administrators keep: the start, organisations, people."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.models import Organisation, User
from core.refusals import did, take_errors
from overview.forms.administration import OrganisationForm, PersonForm
from overview.hands import hands_needed
from plans.models import Agreement
from plans.services.members import left_without_coordinator

from .loading import administrators_only, looked_for, person

ROWS_A_PAGE = 50


@require_safe
@administrators_only
def start(request: HttpRequest) -> HttpResponse:
    """How much there is of what, and what needs a hand."""
    context = {
        "organisations": Organisation.objects.count(),
        "agreements": Agreement.objects.count(),
        "people": User.objects.active().count(),
        "hands": hands_needed(),
    }
    return render(request, "overview/administration/start.html", context)


@require_safe
@administrators_only
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations."""
    rows = Organisation.objects.annotate(people=Count("users")).order_by("name")
    asked = looked_for(request)
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(short_name__icontains=asked))
    return _list(request, "overview/administration/organisations.html", rows, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new_organisation(request: HttpRequest) -> HttpResponse:
    """One more organisation."""
    return _organisation(request, Organisation())


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation, to change."""
    return _organisation(request, get_object_or_404(Organisation, pk=pk))


def _organisation(request: HttpRequest, row: Organisation) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            services.save_organisation(organisation=row, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%s är sparad.") % row)
            return redirect("administration:organisations")
    return _form(request, "overview/administration/organisation.html", form, {"row": row})


@require_safe
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account."""
    rows = User.objects.get_queryset().select_related("organisation").order_by("full_name", "pk")
    asked = looked_for(request)
    if asked:
        rows = rows.filter(
            Q(full_name__icontains=asked)
            | Q(email__icontains=asked)
            | Q(organisation__name__icontains=asked)
        )
    return _list(request, "overview/administration/people.html", rows, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new_person(request: HttpRequest) -> HttpResponse:
    """An account for somebody, who gets a mail to choose a password."""
    by = person(request)
    form = PersonForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_valid():
        try:
            services.add_user(user=form.instance, by=by)
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%s har fått mejl om kontot.") % form.instance)
            return redirect("administration:people")
    return _form(request, "overview/administration/person.html", form, {"row": User()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def one_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, to change or to shut out."""
    by = person(request)
    row = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=row, by=by)
    if form.is_valid():
        try:
            services.change_user(user=row, by=by)
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%s är sparad.") % row)
            _warn_of_left_agreements(request, row)
            return redirect("administration:people")
    # What was typed stands in the fields; the heading and the links are about who is stored.
    return _form(
        request,
        "overview/administration/person.html",
        form,
        {"row": get_object_or_404(User, pk=pk)},
    )


@require_POST
@administrators_only
def send_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail somebody a link to choose a password."""
    row = get_object_or_404(User.objects.active(), pk=pk)
    step = partial(services.send_password_link, user=row, by=person(request))
    did(request, step, _("Länken är på väg till %s.") % row.email)
    return redirect("administration:person", pk=pk)


def _warn_of_left_agreements(request: HttpRequest, user: User) -> None:
    """Shutting somebody out is never refused: it may be urgent. What it leaves behind is said."""
    if user.is_active:
        return
    left = left_without_coordinator().filter(memberships__user=user).distinct()
    for agreement in left.order_by("title", "pk"):
        messages.warning(request, _("”%s” har nu ingen samordnare. Utse en ny.") % agreement)


def _list(
    request: HttpRequest, template: str, rows: QuerySet[Organisation] | QuerySet[User], asked: str
) -> HttpResponse:
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida"))
    context = {"page": page, "asked": asked}
    return render(request, template, context)


def _form(
    request: HttpRequest,
    template: str,
    form: OrganisationForm | PersonForm,
    context: dict[str, object],
) -> HttpResponse:
    return render(
        request,
        template,
        {"form": form, **context},
        status=422 if form.errors else 200,
    )
