"""An agreement's reviews, and the page of one: when and where, who, about what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity
from core.access import require
from core.refusals import take_errors
from evaluations.forms.reviews import CallForm, GuestForm, RaiseForm
from evaluations.models import AgendaItem, Review
from evaluations.periods import Calendar, calendar_of
from evaluations.services import reviews as services
from evaluations.services.action_points import agreed
from evaluations.services.review_subjects import guests_of
from evaluations.sittings import Sitting, agreement_for, sitting_for
from plans.answering import say
from plans.asked import person
from plans.forms.rows import RowForm
from plans.models import Agreement
from plans.permissions import Abilities
from plans.services.subjects import name_of

from .review_blocks import SORTS, live_rows, row_list

MOST_CHOICES = 400
SAID = {
    services.Told.NOTHING: gettext_lazy(
        "Mötet har redan den tiden och platsen. Ingen ny kallelse har skickats."
    ),
    services.Told.NOBODY: gettext_lazy(
        "Tiden är satt. Den har redan passerat, så ingen kallelse har skickats."
    ),
    services.Told.EVERYBODY: gettext_lazy(
        "Tiden är satt, och de som ska komma har fått en kallelse."
    ),
}


@dataclass(frozen=True)
class Listed:
    """The reviews of an agreement as the list shows them."""

    current: Sitting | None
    following: Sitting | None
    closed: list[Review]
    passed_over: list[Review]


def listed(agreement: Agreement, abilities: Abilities, calendar: Calendar | None) -> Listed:
    """The one to hold, the one after it, and those that are over, the latest first."""
    rows = Review.objects.filter(agreement=agreement).light().order_by("-number")
    by_number = {row.number: row for row in rows}
    for row in by_number.values():
        row.agreement = agreement
    closed = [row for row in by_number.values() if row.is_closed]
    if calendar is None:
        return Listed(None, None, closed, [])
    number = calendar.current(localdate())
    sittings = [
        Sitting(agreement, abilities, calendar, one, by_number.get(one))
        for one in (number, number + 1)
        if calendar.exists(one)
    ]
    passed = [row for row in by_number.values() if not row.is_closed and row.number < number]
    return Listed(
        sittings[0] if sittings else None,
        sittings[1] if len(sittings) > 1 else None,
        closed,
        passed,
    )


@require_safe
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """The review to hold, those that come, those that are over with their minutes."""
    agreement, abilities = agreement_for(request, slug)
    calendar = calendar_of(agreement)
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "calendar": calendar,
        "listed": listed(agreement, abilities, calendar),
        "today": localdate(),
        "open_actions": agreed(agreement).filter(done_at__isnull=True).count(),
        "newer": _newer(request, agreement),
    }
    return render(request, "evaluations/reviews.html", context)


@require_safe
def review(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """When and where, who takes part, what is on the agenda; and the ways to the meeting or its minutes."""
    try:
        sitting = sitting_for(request, slug, number)
    except Http404:
        return to_renewal(request, slug)
    return draw(request, sitting)


def _newer(request: HttpRequest, agreement: Agreement) -> Agreement | None:
    """The agreement that renews this one, where the person may read its work."""
    newer: Agreement | None = getattr(agreement, "renewed_by", None)
    readable = Agreement.objects.worked_in_by(person(request))
    return newer if newer is not None and readable.filter(pk=newer.pk).exists() else None


def to_renewal(request: HttpRequest, slug: str) -> HttpResponse:
    """To the reviews of the agreement that renews this one: a mail may have said where they once were.

    Http404 where none does, or it does not exist for the person.
    """
    agreement, _abilities = agreement_for(request, slug)
    newer = _newer(request, agreement)
    if newer is None:
        raise Http404
    messages.info(
        request,
        _("”%s” är förnyad. Översyner som inte hade avslutats då finns här.") % agreement.title,
    )
    return redirect("evaluations:reviews", newer.slug)


def draw(
    request: HttpRequest,
    sitting: Sitting,
    *,
    posted: RowForm | None = None,
    call_form: CallForm | None = None,
    guest_form: GuestForm | None = None,
    raise_form: RaiseForm | None = None,
) -> HttpResponse:
    """The page; one of the forms was wrong, where one is given."""
    row = sitting.review
    context: dict[str, Any] = {
        "sitting": sitting,
        "agreement": sitting.agreement,
        "abilities": sitting.abilities,
        "review": row,
        "today": localdate(),
        "call_form": call_form or CallForm.of(row),
        "agenda": None,
        "participants": None,
        "guest_form": guest_form or GuestForm(members=_guests(sitting)),
        "raise_form": raise_form or RaiseForm(choices=_choices(sitting)),
        "form": posted or call_form or guest_form or raise_form,
    }
    if row is not None:
        agenda = live_rows(row, SORTS["dagordning"])
        people = live_rows(row, SORTS["deltagare"])
        context["agenda"] = row_list(row, SORTS["dagordning"], agenda, posted=posted)
        context["participants"] = row_list(row, SORTS["deltagare"], people, posted=posted)
    return render(request, "evaluations/review.html", context)


def _guests(sitting: Sitting) -> list[Any]:
    """Those of the agreement who can still be asked to come along."""
    if not sitting.may_hold or sitting.review is None:
        return []
    return list(guests_of(sitting.review))


def _choices(sitting: Sitting) -> list[tuple[str, str]]:
    """The activities that can be raised: of the years around the review, each year's by name."""
    if sitting.is_closed or sitting.is_passed_over:
        return []
    years = range(sitting.period.start.year, sitting.due_on.year + 2)
    rows = (
        Activity.objects.in_year()
        .filter(activity_plan__plan__agreement=sitting.agreement, activity_plan__year__in=years)
        .select_related("node", "activity_plan__plan")
        .order_by("activity_plan__year", "name", "pk")
    )
    if sitting.review is not None:
        raised = AgendaItem.objects.live().filter(review=sitting.review, activity__isnull=False)
        rows = rows.exclude(pk__in=raised.values("activity"))
    return [
        (str(row.pk), f"{name_of(row)} ({row.activity_plan.year})")
        for row in rows[:MOST_CHOICES]
        if row.activity_plan is not None
    ]


@require_POST
def call(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Set time and place, and tell those who are to come."""
    sitting = sitting_for(request, slug, number)
    require(sitting.may_call)
    form = CallForm.of(sitting.review, request.POST)
    if form.is_valid():
        try:
            calling = services.call(
                agreement=sitting.agreement,
                number=number,
                at=form.at,
                place=form.cleaned_data["place"],
                base_version=form.base_version,
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
            form.begin_anew(sitting.review)
        else:
            messages.success(request, str(SAID[calling.told]))
            return redirect(calling.review)
    response = draw(request, sitting, call_form=form)
    response.status_code = 422
    return response


@require_POST
def raise_activity(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put an activity on the agenda: everybody who plans may ask for that."""
    sitting = sitting_for(request, slug, number)
    require(not sitting.is_closed and not sitting.is_passed_over)
    form = RaiseForm(request.POST, choices=_choices(sitting))
    if form.is_valid():
        activity = Activity.objects.in_year().get(pk=form.cleaned_data["activity"])
        try:
            services.raise_activity(
                agreement=sitting.agreement, number=number, activity=activity, by=person(request)
            )
        except ValidationError as error:
            say(request, error)
        else:
            messages.success(request, _("”%s” tas upp på översynen.") % name_of(activity))
        return redirect("evaluations:review", slug=slug, number=number)
    response = draw(request, sitting, raise_form=form)
    response.status_code = 422
    return response
