"""Rows that belong to an activity: add, save, move, remove, take back; and who is responsible."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Organisation, User
from activities.models import Material, Part
from activities.services import parts
from activities.sheet import Sheet
from core.choosing import ManyRowsField
from core.numbers import number_of
from core.refusals import take_errors
from core.sign_in import asks_for_json
from plans.answering import (
    Posted,
    answer_added,
    answer_save,
    offer_undo,
    resolved,
    saved_words,
    say,
)
from plans.asked import person
from plans.enums import AnsweredBy
from plans.forms.structure import MoveForm
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of

from .blocks import SORTS, Sort, part_form, work_for
from .checklist import next_url, place_of, question_of, step_page


def _sort(name: str) -> Sort:
    """The kind of row that an address names; Http404 when there is none."""
    if name not in SORTS:
        raise Http404
    return SORTS[name]


def _row(sheet: Sheet, sort: Sort, pk: int) -> Part:
    rows = sort.model._default_manager.all()
    row: Part = get_object_or_404(rows, pk=pk, activity=sheet.activity)
    row.activity = sheet.activity
    return row


@require_POST
def add_part(request: HttpRequest, slug: str, key: str, sort: str) -> HttpResponse:
    """A new row, last in its list."""
    sheet, kind = work_for(request, slug, key), _sort(sort)
    form = part_form(kind.model(activity=sheet.activity), request.POST)
    question = question_of(sheet, kind.step)
    goes_on = "vidare" in request.POST
    if goes_on and not any(str(request.POST.get(name, "")).strip() for name in form.fields):
        return answer_added(request, next_url(sheet, question))
    if form.is_valid():
        try:
            parts.add_part(
                activity=sheet.activity,
                model=kind.model,
                values={name: value for name, value in form.values.items() if value},
                organisation=_organisation(request),
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            here = place_of(request, sheet, kind.step).partition("#")[0]
            address = next_url(sheet, question) if goes_on else f"{here}#ny-{sort}"
            return answer_added(request, address)
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = step_page(request, sheet, question, form)
    response.status_code = 422
    return response


def _organisation(request: HttpRequest) -> Organisation | None:
    chosen = request.POST.get("organisation", "")
    return Organisation.objects.filter(pk=number_of(chosen)).first()


@require_POST
def save_part(request: HttpRequest, slug: str, key: str, sort: str, pk: int) -> HttpResponse:
    """Save a row; one that was removed meanwhile is taken back where the person asks for that."""
    sheet, kind = work_for(request, slug, key), _sort(sort)
    row = _row(sheet, kind, pk)
    if "take_back" in request.POST:
        rows.take_back(row=row, by=person(request))
    form = part_form(row, resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return rows.save_row(
            row=row, values=values, base_version=version, base_values=base, by=person(request)
        )

    here = place_of(request, sheet, kind.step)
    return answer_save(
        Posted(
            request=request,
            plan=sheet.plan,
            form=form,
            save=save,
            redraw=lambda form: step_page(request, sheet, question_of(sheet, kind.step), form),
            done=here,
            action=reverse("activities:save_part", args=[slug, key, sort, pk]),
            back=here,
        )
    )


@require_POST
def move_part(request: HttpRequest, slug: str, key: str, sort: str, pk: int) -> HttpResponse:
    """One step up or down."""
    sheet, kind = work_for(request, slug, key), _sort(sort)
    row = _row(sheet, kind, pk)
    try:
        direction = MoveForm(request.POST).step()
        rows.move_row(row=row, direction=direction, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(place_of(request, sheet, kind.step))


@require_POST
def remove_part(request: HttpRequest, slug: str, key: str, sort: str, pk: int) -> HttpResponse:
    """Take the row away, with a way back."""
    sheet, kind = work_for(request, slug, key), _sort(sort)
    row = _row(sheet, kind, pk)
    rows.remove_row(row=row, by=person(request))
    undo = reverse("activities:take_back_part", args=[slug, key, sort, pk])
    offer_undo(request, _("”%s” är borttaget.") % name_of(row), undo)
    return redirect(place_of(request, sheet, kind.step).partition("#")[0])


@require_POST
def take_back_part(request: HttpRequest, slug: str, key: str, sort: str, pk: int) -> HttpResponse:
    """Undo the removal."""
    sheet, kind = work_for(request, slug, key), _sort(sort)
    rows.take_back(row=_row(sheet, kind, pk), by=person(request))
    return redirect(place_of(request, sheet, kind.step))


@require_POST
def finish_part(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Say that material is finished, or that it is not."""
    sheet = work_for(request, slug, key)
    row = _row(sheet, SORTS["material"], pk)
    if isinstance(row, Material):
        parts.mark_done(material=row, is_done="klart" in request.POST, by=person(request))
    if request.POST.get("fran") == "insats":
        return redirect(sheet.activity)
    return redirect(place_of(request, sheet, AnsweredBy.MATERIAL))


class PeopleForm(forms.Form):
    """Who is responsible; what it was when the form was drawn stands beside it."""

    people = ManyRowsField(
        User.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Välj bland dem som har en roll i överenskommelsen.")},
    )

    def __init__(self, data: Any, *, choices: list[User]) -> None:
        super().__init__(data)
        field = self.fields["people"]
        if isinstance(field, ManyRowsField):
            field.queryset = User.objects.filter(pk__in=[user.pk for user in choices])

    @property
    def base(self) -> list[int]:
        """Those who were responsible when the form was drawn."""
        said = str(self.data.get("base-people", "")).split()
        return [number for number in map(number_of, said) if number]


@require_POST
def people(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say which people are responsible."""
    sheet = work_for(request, slug, key)
    form = PeopleForm(request.POST, choices=parts.people_to_choose(sheet.activity))
    if not form.is_valid():
        if asks_for_json(request):
            return JsonResponse({"errors": form.errors}, status=422)
        say(request, ValidationError([m for found in form.errors.values() for m in found]))
        return redirect(place_of(request, sheet, AnsweredBy.WITH_WHOM))
    now = parts.change_people(
        activity=sheet.activity,
        wanted=form.cleaned_data["people"],
        base=form.base,
        by=person(request),
    )
    if asks_for_json(request):
        values = {"people": [str(user.pk) for user in now]}
        version = number_of(request.POST.get("version"))
        return JsonResponse({"version": version, "saved": saved_words(), "values": values})
    return redirect(place_of(request, sheet, AnsweredBy.WITH_WHOM))
