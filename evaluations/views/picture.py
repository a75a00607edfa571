"""The situational picture of an agreement: read, and edited row by row (``comparison`` beside it)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity
from core.access import require
from core.refusals import take_errors
from core.sign_in import asks_for_json
from evaluations.asked import agreement_for, agreement_with_outcome, person, sheet_for
from evaluations.forms.picture import AreaForm, ticked
from evaluations.models import ProblemArea
from evaluations.pack.reading import area_of_state
from evaluations.pictures import activities_by_area, areas_of, state_of
from evaluations.services import picture as services
from plans.answering import Posted, answer_added, answer_save, offer_undo, resolved, say
from plans.directory import Directory
from plans.forms.rows import RowForm
from plans.forms.structure import MoveForm
from plans.models import Agreement
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of, subject_of, written

from .comparison import closed_reviews


@dataclass(frozen=True)
class ShownArea:
    """A problem area as the page shows it, with the activities that point to it, by year."""

    pk: int
    said: Any
    activities: Sequence[Activity]


def editable_for(request: HttpRequest, slug: str) -> Agreement:
    """The agreement, for those who write in its picture."""
    agreement, abilities = agreement_for(request, slug)
    require(services.edits_picture(abilities))
    return agreement


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture as it is now."""
    agreement = agreement_with_outcome(request, slug)
    rows = list(areas_of(agreement))
    below = activities_by_area(agreement, rows, localdate())
    context = {
        "agreement": agreement,
        "areas": [
            ShownArea(row.pk, area_of_state(state_of(row.pk, row)), below.get(row.pk, []))
            for row in rows
        ],
        "can_compare": bool(closed_reviews(request, agreement)),
    }
    return render(request, "evaluations/picture.html", context)


# --- editing -------------------------------------------------------------------------------------


@require_safe
def edit_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Each area as a form that saves itself."""
    return _edit(request, editable_for(request, slug))


def _edit(
    request: HttpRequest, agreement: Agreement, posted: RowForm | None = None
) -> HttpResponse:
    """The page; ``posted`` was wrong."""
    rows = list(areas_of(agreement))
    for row in rows:
        row.agreement = agreement
    lines = [(row, _wrong(area_form(row), posted)) for row in rows]
    context = {
        "agreement": agreement,
        "lines": lines,
        "new": _wrong(area_form(ProblemArea(agreement=agreement)), posted),
        "form": posted,
    }
    return render(request, "evaluations/edit_picture.html", context)


def _wrong(form: RowForm, posted: RowForm | None) -> RowForm:
    """``form``, or the one that was posted for the same row."""
    is_it = posted is not None and posted.subject.key == form.subject.key
    return posted if posted is not None and is_it else form


def area_form(row: ProblemArea, data: Any = None) -> AreaForm:
    """The form of an area; of a new one too."""
    subject = subject_of(row)
    new: Values = {"priority": row.priority, "trend": row.trend}
    return AreaForm(
        data,
        subject=subject,
        values=written(subject) if row.pk else new,
        directory=Directory(),
        prefix=f"omrade_{row.pk or 'nytt'}",
    )


@require_POST
def add_area(request: HttpRequest, slug: str) -> HttpResponse:
    """A new area."""
    agreement = editable_for(request, slug)
    form = area_form(ProblemArea(agreement=agreement), request.POST)
    if form.is_valid():
        values = {name: value for name, value in form.values.items() if value}
        try:
            services.add_area(agreement=agreement, values=values, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            return answer_added(request, f"{_editing(slug)}#nytt")
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = _edit(request, agreement, form)
    response.status_code = 422
    return response


def _editing(slug: str) -> str:
    return reverse("evaluations:edit_picture", args=[slug])


def _area(agreement: Agreement, pk: int) -> ProblemArea:
    row: ProblemArea = get_object_or_404(ProblemArea, pk=pk, agreement=agreement)
    row.agreement = agreement
    return row


@require_POST
def save_area(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Save an area; one that was removed meanwhile is taken back where the person asks for that."""
    agreement = editable_for(request, slug)
    row = _area(agreement, pk)
    if "take_back" in request.POST:
        services.take_back_area(area=row, by=person(request))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return services.save_area(
            area=row, values=values, base_version=version, base_values=base, by=person(request)
        )

    here = f"{_editing(slug)}#omrade-{pk}"
    return answer_save(
        Posted(
            request=request,
            plan=None,
            form=area_form(row, resolved(request.POST)),
            save=save,
            redraw=lambda form: _edit(request, agreement, form),
            done=here,
            action=reverse("evaluations:save_area", args=[slug, pk]),
            back=here,
        )
    )


@require_POST
def move_area(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step up or down."""
    agreement = editable_for(request, slug)
    area = _area(agreement, pk)
    try:
        direction = MoveForm(request.POST).step()
        services.move_area(area=area, direction=direction, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(f"{_editing(slug)}#omrade-{pk}")


@require_POST
def remove_area(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an area out of the picture, with a way back."""
    agreement = editable_for(request, slug)
    row = _area(agreement, pk)
    services.remove_area(area=row, by=person(request))
    undo = reverse("evaluations:take_back_area", args=[slug, pk])
    offer_undo(request, _("”%s” är borttaget ur lägesbilden.") % name_of(row), undo)
    return redirect("evaluations:edit_picture", slug)


@require_POST
def take_back_area(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo the removal."""
    agreement = editable_for(request, slug)
    services.take_back_area(area=_area(agreement, pk), by=person(request))
    return redirect(f"{_editing(slug)}#omrade-{pk}")


@require_POST
def point_to_areas(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say which problem areas an activity is about."""
    sheet = sheet_for(request, slug, key)
    require(services.edits_picture(sheet.abilities))
    services.point_to(
        activity=sheet.activity,
        wanted=ticked(request.POST, "areas"),
        base=ticked(request.POST, "base-areas"),
        by=person(request),
    )
    return redirect(sheet.activity)
