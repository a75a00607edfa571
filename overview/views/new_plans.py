"""A new plan under an agreement: from a template, from another plan, or with the usual headings."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appendix.forerunners import readable_texts, templates
from appendix.services import new_plans
from core.access import require
from core.refusals import take_errors
from overview.forms.new_plans import EMPTY, NewPlanForm
from plans.enums import PlanKind
from plans.permissions import agreement_abilities

from .loading import agreement_for, person


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks what it is called and what it begins as; leads on to the editor."""
    agreement = agreement_for(request, slug)
    require(agreement_abilities(person(request), agreement).work)
    texts = readable_texts(person(request))
    form = NewPlanForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_valid():
        document = form.document()
        try:
            plan = new_plans.new_plan(
                agreement=agreement,
                document=document,
                title=form.cleaned_data["title"],
                kind=form.cleaned_data["kind"] or document.get("kind", PlanKind.PLAN),
                origin=form.origin(),
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Planen är skapad. Här börjar ni skriva."))
            return redirect("appendix:editor", slug=plan.slug)
    context = {
        "agreement": agreement,
        "form": form,
        "templates": templates(),
        "empty": EMPTY,
        "is_renewed": hasattr(agreement, "renewed_by"),
    }
    return render(request, "overview/new_plan.html", context, status=422 if form.errors else 200)
