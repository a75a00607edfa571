"""Proposing the working text as a version, and taking a proposal back."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appendix.compared import summary
from appendix.comparison import compare
from appendix.document import upgrade
from appendix.proposal_links import linked
from appendix.services.versions import frozen_draft, propose_draft
from appendix.standing import Standing, standing
from core.access import require
from plans.asked import draft_for, person
from plans.checks.proposing import approvers_by_party, missing_to_propose
from plans.forms.versions import ProposeForm
from plans.models import Plan
from plans.services.versions import FrozenDocument, withdraw_version

from .versions import find_version


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what is missing, what would be frozen and who decides; proposes when nothing is missing."""
    plan, abilities = draft_for(request, slug)
    require(abilities.run)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            version = propose_draft(
                plan=plan,
                by=person(request),
                wished_from=form.cleaned_data["wished_from"],
                seen=form.cleaned_data["sha256"],
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Versionen är föreslagen. De som beslutar har fått mejl."))
            return redirect(version)
    return _page(request, plan, form)


@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the proposal back."""
    plan, abilities = draft_for(request, slug)
    version = find_version(plan, number, abilities)
    require(abilities.run)
    try:
        withdraw_version(version=version, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Förslaget är återtaget. Utkastet är oförändrat."))
    return redirect(version)


def _page(request: HttpRequest, plan: Plan, form: ProposeForm) -> HttpResponse:
    document = frozen_draft(plan)
    today = localdate()
    missing = missing_to_propose(plan, document.content, sha256=document.sha256, on=today)
    stands = standing(plan, today)
    context = {
        "plan": plan,
        "form": form,
        "sha256": document.sha256,
        "missing": [linked(plan, one) for one in missing],
        "parties": approvers_by_party(plan),
        "standing": stands,
        "summary": _summary(document, stands),
        "images": len(document.image_sha256s),
    }
    return render(request, "appendix/propose.html", context, status=422 if form.errors else 200)


def _summary(document: FrozenDocument, stands: Standing) -> object:
    """The differences to the version in force, counted; None when there is none."""
    if stands.current is None:
        return None
    before = upgrade(json.loads(stands.current.version.document))
    return summary(compare(before, document.content))
