"""The figures of an evaluation, on its page and in the meeting: added, changed, removed, taken back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from activities.sheet import Sheet
from core.refusals import take_errors
from core.sign_in import asks_for_json
from evaluations.asked import back_to, evaluator_for, person
from evaluations.models import Outcome
from evaluations.services import evaluating
from plans.answering import answer_added, offer_undo, resolved
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of

from .evaluation import answer, draw, outcome_form, page_of


def _figures(request: HttpRequest, sheet: Sheet) -> str:
    """The figures, where the form stood: in the meeting, or on the page of the evaluation."""
    return f"{back_to(request, sheet) or page_of(sheet)}#siffror"


@require_POST
def add_outcome(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A new figure."""
    sheet = evaluator_for(request, slug, key)
    form = outcome_form(Outcome(), evaluating.evaluation_of(sheet.activity), request.POST)
    if form.is_valid():
        values = {name: value for name, value in form.values.items() if value}
        try:
            evaluating.add_outcome(activity=sheet.activity, values=values, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            return answer_added(request, _figures(request, sheet))
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = draw(request, sheet, form)
    response.status_code = 422
    return response


def _outcome(sheet: Sheet, pk: int) -> Outcome:
    found: Outcome = get_object_or_404(
        Outcome.objects.select_related("evaluation"), pk=pk, evaluation__activity=sheet.activity
    )
    found.evaluation.activity = sheet.activity
    return found


@require_POST
def save_outcome(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Save a figure; one that was removed meanwhile is taken back where the person asks for that."""
    sheet = evaluator_for(request, slug, key)
    row = _outcome(sheet, pk)
    if "take_back" in request.POST:
        rows.take_back(row=row, by=person(request))
    form = outcome_form(row, row.evaluation, resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return rows.save_row(
            row=row, values=values, base_version=version, base_values=base, by=person(request)
        )

    action = reverse("evaluations:save_outcome", args=[slug, key, pk])
    return answer(request, sheet, form, save, _figures(request, sheet), action)


@require_POST
def remove_outcome(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Take a figure away, with a way back."""
    sheet = evaluator_for(request, slug, key)
    row = _outcome(sheet, pk)
    rows.remove_row(row=row, by=person(request))
    undo = reverse("evaluations:take_back_outcome", args=[slug, key, pk])
    if meeting := back_to(request, sheet):
        undo = f"{undo}?{urlencode({'tillbaka': meeting})}"
    offer_undo(request, _("”%s” är borttagen.") % name_of(row), undo)
    return redirect(_figures(request, sheet))


@require_POST
def take_back_outcome(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Undo the removal."""
    sheet = evaluator_for(request, slug, key)
    rows.take_back(row=_outcome(sheet, pk), by=person(request))
    return redirect(_figures(request, sheet))
