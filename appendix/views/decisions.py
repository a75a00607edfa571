"""What an approver says of a version, and a new draft from an old version."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appendix.services.versions import approve as approve_now
from appendix.services.versions import start_draft_from
from core.access import require
from plans.asked import draft_for, person
from plans.forms.versions import DecisionForm
from plans.models import PlanVersion
from plans.services.versions import party_of, reject_version

from .versions import find_version, version_page


@require_POST
def approve(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approve what was read, for the own party."""
    return _decide(request, slug, number, approve_now, _("Du har godkänt versionen för %s."))


@require_POST
def reject(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Reject the version for the own party, with the reason."""
    return _decide(request, slug, number, reject_version, _("Du har avslagit versionen för %s."))


@require_POST
def new_draft(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make the working text what this version says."""
    plan, abilities = draft_for(request, slug)
    version = find_version(plan, number, abilities)
    require(abilities.run)
    start_draft_from(version=version, by=person(request))
    words = _("Utkastet är nu version %s. Det som stod i utkastet finns i historiken.")
    messages.success(request, words % version.number)
    return redirect("appendix:draft", slug=plan.slug)


def _decide(
    request: HttpRequest,
    slug: str,
    number: int,
    step: Callable[..., PlanVersion],
    done: str,
) -> HttpResponse:
    plan, abilities = draft_for(request, slug)
    version = find_version(plan, number, abilities)
    party = party_of(person(request), plan)
    require(party is not None)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            step(version=version, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, done % party)
            return redirect(version)
    return version_page(request, plan, version.number, abilities, form=form)
