"""Renewing an agreement: the period that follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.refusals import take_errors
from evaluations.services.renewal import proposed_anchor
from overview.coming import saying_next_review
from plans.forms.agreements import RenewForm
from plans.models import Agreement, Membership
from plans.permissions import agreement_abilities
from plans.services.agreements import renew as renew_agreement

from .loading import agreement_for, person


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for the new period, and says what goes with it."""
    agreement = agreement_for(request, slug)
    require(agreement_abilities(person(request), agreement).run)
    form = RenewForm(
        request.POST if request.method == "POST" else None, initial=_proposal(agreement)
    )
    if form.is_valid():
        try:
            new = renew_agreement(agreement=agreement, period=form.period(), by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            said = _("Överenskommelsen är förnyad. Planerna finns nu här.")
            messages.success(request, saying_next_review(said, new))
            return redirect(new)
    context = {
        "agreement": agreement,
        "form": form,
        "parties": agreement.parties.in_order().select_related("organisation"),
        "plans": agreement.plans.order_by("title", "pk"),
        "members": Membership.objects.active()
        .filter(agreement=agreement)
        .values("user")
        .distinct(),
        "is_renewed": hasattr(agreement, "renewed_by"),
    }
    return render(request, "overview/renew.html", context, status=422 if form.errors else 200)


def _proposal(agreement: Agreement) -> dict[str, Any]:
    """The day after the last one, and the same rhythm of reviews, from where the last one ended."""
    return {
        "title": agreement.title,
        "starts_on": agreement.ends_on + timedelta(days=1) if agreement.ends_on else None,
        "review_anchor": proposed_anchor(agreement),
        "review_interval": agreement.review_interval,
    }
