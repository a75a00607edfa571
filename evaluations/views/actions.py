"""What the reviews of an agreement led to: action points to do, and those that are done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from evaluations.forms.reviews import DoneForm
from evaluations.services import action_points as services
from evaluations.sittings import agreement_for
from plans.answering import offer_undo, say
from plans.asked import person
from plans.models import Agreement
from plans.permissions import Abilities

DONE_A_PAGE = 25


@require_safe
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """The open ones by day, those without a day last; then the done ones, the latest first."""
    agreement, abilities = agreement_for(request, slug)
    return _page(request, agreement, abilities)


def _page(
    request: HttpRequest,
    agreement: Agreement,
    abilities: Abilities,
    form: DoneForm | None = None,
    wrong: int | None = None,
) -> HttpResponse:
    rows = services.agreed(agreement).select_related("person", "review__agreement")
    rows = rows.defer("review__minutes", "review__pdf")
    is_open = rows.filter(done_at__isnull=True)
    done = rows.filter(done_at__isnull=False).order_by("-done_at", "pk")
    context = {
        "agreement": agreement,
        "abilities": abilities,
        "open": is_open.order_by("due_on", "pk").exclude(due_on=None),
        "undated": is_open.filter(due_on=None).order_by("pk"),
        "page": Paginator(done, DONE_A_PAGE).get_page(request.GET.get("sida")),
        "today": localdate(),
        "mine": person(request),
        "form": form,
        "wrong": wrong,
    }
    return render(request, "evaluations/actions.html", context)


@require_POST
def action_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that an action point is done, or not after all: those who work, hold, or are responsible."""
    agreement, abilities = agreement_for(request, slug)
    point = get_object_or_404(services.agreed(agreement), pk=pk)
    point.agreement = agreement
    by = person(request)
    require(abilities.work or abilities.hold or point.person_id == by.pk)
    is_done = "klart" in request.POST
    form = DoneForm(request.POST)
    if not form.is_valid():
        response = _page(request, agreement, abilities, form, pk)
        response.status_code = 422
        return response
    try:
        services.mark_done(point=point, is_done=is_done, words=form.cleaned_data["words"], by=by)
    except ValidationError as error:
        say(request, error)
    else:
        if is_done:
            undo = request.path
            offer_undo(request, _("Åtgärden är klar."), undo)
        else:
            messages.success(request, _("Åtgärden är öppen igen."))
            slug = (
                point.agreement.slug
            )  # it may have gone over to the agreement that renews this one
    return redirect("evaluations:actions", slug=slug)
