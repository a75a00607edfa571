"""Closing a meeting: what is missing, what will happen, the minutes as they will be; and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import Attendance
from evaluations.models import ActionPoint, AgendaItem, Participant, Review
from evaluations.services import closing as services
from evaluations.services import reviews
from evaluations.sittings import Sitting, open_sitting_for
from plans.asked import person


@require_http_methods(["GET", "HEAD", "POST"])
def close_review(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What closing means here, and the minutes in the words they will have; POST closes."""
    sitting, review = open_sitting_for(request, slug, number)
    if review.is_closed:
        return redirect("evaluations:minutes", slug=slug, number=number)
    if request.method != "POST":
        return _page(request, sitting, review)
    try:
        outcome = services.close(review=review, by=person(request))
    except ValidationError:
        response = _page(request, sitting, review)
        response.status_code = 422
        return response
    said = _("Översynen är avslutad och anteckningarna är låsta. PDF:en skapas och mejlas ut.")
    messages.success(request, said)
    if outcome.next is not None:
        messages.info(request, _("Nästa på tur är översyn %d.") % outcome.next.number)
    return redirect("evaluations:minutes", slug=slug, number=number)


def _page(request: HttpRequest, sitting: Sitting, review: Review) -> HttpResponse:
    items = AgendaItem.objects.live().filter(review=review)
    points = ActionPoint.objects.live().filter(review=review)
    unmarked = Participant.objects.live().filter(review=review, attendance=Attendance.INVITED)
    context = {
        "sitting": sitting,
        "agreement": sitting.agreement,
        "review": review,
        "missing": services.missing_to_close(review),
        "minutes": services.draft(review, by=person(request), at=timezone.now()),
        "unmarked": unmarked,
        "left": items.filter(is_left=True),
        "without_person": points.filter(responsible="", person=None),
        "without_day": points.filter(due_on=None),
        "recipients": reviews.people_of(review),
    }
    return render(request, "evaluations/close_review.html", context)
