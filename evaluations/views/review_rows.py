"""The rows of a review: add, save, move, remove, take back; from its page and from the meeting."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.numbers import number_of
from core.refusals import take_errors
from core.sign_in import asks_for_json
from evaluations.forms.reviews import GuestForm
from evaluations.models import AgendaItem, Participant, Review
from evaluations.services import review_rows as services
from evaluations.services.review_subjects import members_of
from evaluations.sittings import Sitting, open_sitting_for
from plans.answering import Posted, answer_added, answer_save, offer_undo, resolved, say
from plans.asked import person
from plans.forms.rows import RowForm
from plans.forms.structure import MoveForm
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of

from . import meeting, reviews
from .review_blocks import SORTS, Sort, form_of, new_row, row_of, sort_of

MEETING = "mote"  # as forms say where they stand


@require_POST
def add_row(request: HttpRequest, slug: str, number: int, sort: str) -> HttpResponse:
    """A new row, last of its kind."""
    sitting, review = open_sitting_for(request, slug, number)
    kind = sort_of(sort)
    if kind.model is Participant:
        return _add_guest(request, sitting, review)
    item = _item(request, review) if kind.of_item else None
    row = new_row(review, kind, item)
    form = form_of(row, request.POST, names=kind.fields)
    if form.is_valid():
        values = {name: value for name, value in form.values.items() if value}
        try:
            stored = services.add_row(row=row, values=values, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            # A new item is opened, anything else leads back to where the next one is written.
            own = stored if isinstance(stored, AgendaItem) else None
            here = place_of(request, sitting, own or item)
            return answer_added(request, f"{here}#ny-{sort}" if own is None else here)
    return _wrong(request, sitting, form, item)


def _wrong(
    request: HttpRequest, sitting: Sitting, form: RowForm, item: AgendaItem | None
) -> HttpResponse:
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = _redraw(request, sitting, form, item)
    response.status_code = 422
    return response


def _redraw(
    request: HttpRequest, sitting: Sitting, form: RowForm, item: AgendaItem | None
) -> HttpResponse:
    """The page that the form stood on, with what is wrong."""
    if _is_in_meeting(request):
        return meeting.draw(request, sitting, item, posted=form)
    return reviews.draw(request, sitting, posted=form)


def _add_guest(request: HttpRequest, sitting: Sitting, review: Review) -> HttpResponse:
    form = GuestForm(request.POST, members=list(members_of(sitting.agreement.pk)))
    if form.is_valid():
        row = Participant(review=review, user=form.user)
        try:
            services.add_row(row=row, values=form.values, by=person(request))
        except ValidationError as error:
            take_errors(form, error)
        else:
            return answer_added(request, place_of(request, sitting, None))
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    if _is_in_meeting(request):
        response = meeting.draw(request, sitting, None, guest_form=form)
    else:
        response = reviews.draw(request, sitting, guest_form=form)
    response.status_code = 422
    return response


def _is_in_meeting(request: HttpRequest) -> bool:
    return request.POST.get("fran") == MEETING


def _item(request: HttpRequest, review: Review) -> AgendaItem:
    """The item that a decision or an action point belongs to; Http404 for one of another review."""
    row: AgendaItem = row_of(review, SORTS["dagordning"], number_of(request.POST.get("punkt")))
    return row


def place_of(request: HttpRequest, sitting: Sitting, item: AgendaItem | None) -> str:
    """The page that a form stood on."""
    arguments = [sitting.agreement.slug, sitting.number]
    if not _is_in_meeting(request):
        return reverse("evaluations:review", args=arguments)
    return meeting.address_of(sitting, item)


def _of(row: Any) -> AgendaItem | None:
    """The item that is open in the meeting when ``row`` is worked with."""
    if isinstance(row, AgendaItem):
        return row
    item: AgendaItem | None = getattr(row, "item", None)
    return item


@require_POST
def save_row(request: HttpRequest, slug: str, number: int, sort: str, pk: int) -> HttpResponse:
    """Save a row; one that was removed meanwhile is taken back where the person asks for that."""
    sitting, review = open_sitting_for(request, slug, number)
    row = row_of(review, sort_of(sort), pk)
    if "take_back" in request.POST:
        try:
            services.take_back(row=row, by=person(request))
        except ValidationError as error:
            say(request, error)
            return redirect(place_of(request, sitting, _of(row)))
    form = form_of(row, resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return services.save_row(
            row=row, values=values, base_version=version, base_values=base, by=person(request)
        )

    here = place_of(request, sitting, _of(row))
    return answer_save(
        Posted(
            request=request,
            plan=None,
            form=form,
            save=save,
            redraw=lambda form: _redraw(request, sitting, form, _of(row)),
            done=here,
            action=reverse("evaluations:save_review_row", args=[slug, number, sort, pk]),
            back=here,
        )
    )


@require_POST
def move_row(request: HttpRequest, slug: str, number: int, sort: str, pk: int) -> HttpResponse:
    """One step up or down."""
    sitting, review = open_sitting_for(request, slug, number)
    row = row_of(review, sort_of(sort), pk)
    try:
        direction = MoveForm(request.POST).step()
        services.move_row(row=row, direction=direction, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(f"{place_of(request, sitting, _of(row))}#{sort}-{pk}")


@require_POST
def remove_row(request: HttpRequest, slug: str, number: int, sort: str, pk: int) -> HttpResponse:
    """Take the row away, with a way back."""
    sitting, review = open_sitting_for(request, slug, number)
    kind = sort_of(sort)
    row = row_of(review, kind, pk)
    try:
        services.remove_row(row=row, by=person(request))
    except ValidationError as error:
        say(request, error)
    else:
        undo = reverse("evaluations:take_back_review_row", args=[slug, number, sort, pk])
        offer_undo(request, _("”%s” är borttaget.") % name_of(row), undo)
    return redirect(place_of(request, sitting, None if _is_item(kind) else _of(row)))


def _is_item(kind: Sort) -> bool:
    return kind.model is AgendaItem


@require_POST
def take_back_row(request: HttpRequest, slug: str, number: int, sort: str, pk: int) -> HttpResponse:
    """Undo the removal; the button stands in a message, on whatever page that was shown."""
    sitting, review = open_sitting_for(request, slug, number)
    row = row_of(review, sort_of(sort), pk)
    try:
        services.take_back(row=row, by=person(request))
    except ValidationError as error:
        say(request, error)
    if review.is_held:
        return redirect(meeting.address_of(sitting, _of(row)))
    return redirect("evaluations:review", slug=slug, number=number)
