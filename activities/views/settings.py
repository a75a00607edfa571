"""The page of what an agreement decides about its years."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.forms.settings import SchoolBreakForm, YearSettingsForm
from activities.models import SchoolBreak
from activities.services import settings
from core.access import require
from core.refusals import did, take_errors
from plans.asked import person
from plans.models import Agreement
from plans.permissions import Abilities, agreement_abilities


@require_http_methods(["GET", "HEAD", "POST"])
def year_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been decided, for all who work there; to change, for those who run it."""
    agreement, abilities = _agreement(request, slug)
    row = settings.settings_of(agreement)
    if request.method != "POST":
        return _page(request, agreement, abilities, YearSettingsForm(instance=row))
    require(abilities.run)
    form = YearSettingsForm(request.POST, instance=row)
    if form.is_valid():
        settings.change_settings(agreement=agreement, by=person(request), **form.cleaned_data)
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("activities:year_settings", slug)
    return _page(request, agreement, abilities, form)


@require_POST
def add_break(request: HttpRequest, slug: str) -> HttpResponse:
    """Add days without school."""
    agreement, abilities = _agreement(request, slug)
    require(abilities.run)
    form = SchoolBreakForm(request.POST)
    if form.is_valid():
        try:
            row = settings.add_break(agreement=agreement, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%s är tillagt.") % row)
            return redirect("activities:year_settings", slug)
    shown = YearSettingsForm(instance=settings.settings_of(agreement))
    return _page(request, agreement, abilities, shown, form)


@require_POST
def remove_break(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take days without school out of the year."""
    agreement, abilities = _agreement(request, slug)
    require(abilities.run)
    row = get_object_or_404(
        SchoolBreak.objects.select_related("agreement"), agreement=agreement, pk=pk
    )
    step = partial(settings.remove_break, school_break=row, by=person(request))
    did(request, step, _("%s är borttaget.") % row)
    return redirect("activities:year_settings", slug)


def _agreement(request: HttpRequest, slug: str) -> tuple[Agreement, Abilities]:
    """The agreement and what the person may do; Http404 where it does not exist for them."""
    by = person(request)
    agreement = get_object_or_404(Agreement.objects.visible_to(by), slug=slug)
    return agreement, agreement_abilities(by, agreement)


def _page(
    request: HttpRequest,
    agreement: Agreement,
    abilities: Abilities,
    settings_form: YearSettingsForm,
    break_form: SchoolBreakForm | None = None,
) -> HttpResponse:
    break_form = break_form or SchoolBreakForm()
    wrong = break_form if break_form.errors else settings_form
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "settings": settings_form.instance,
        "form": wrong,  # the page's title says so when it has errors
        "settings_form": settings_form,
        "break_form": break_form,
        "school_breaks": agreement.school_breaks.all(),
    }
    status = 422 if wrong.errors else 200
    return render(request, "activities/settings.html", context, status=status)
