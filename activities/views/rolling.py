"""Rolling over: what next year would have from this year, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from activities.calendar.shift import Way
from activities.enums import Status
from activities.forms.rolling import RollingForm
from activities.lines import load_lines
from activities.models import Activity, ActivityPlan
from activities.rolling import offers
from activities.services.rolling import STATUSES, roll_over, successors
from activities.vocabulary import vocabulary_of
from plans.answering import say
from plans.asked import person

from .page import work_in_year

# Four fields for each; a post may have 2,000.
ROWS_A_PAGE = 200
WAYS = (
    (Way.WEEKDAY, gettext_lazy("Samma veckodag i samma vecka"), "veckodag"),
    (Way.DATE, gettext_lazy("Samma datum"), "datum"),
)
NAMES = {way: name for way, _label, name in WAYS}


@require_http_methods(["GET", "HEAD", "POST"])
def roll_over_page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every activity of the year with its new days; a POST copies those that are ticked."""
    source = work_in_year(request, slug, year)
    way = _way(request)
    shown = _shown(request, source)
    lines = load_lines(list(shown), vocabulary_of(source.plan))
    offered = list(offers(lines, successors(source), year, way))
    form = RollingForm(offered, year, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.errors and _done(request, source, form):
        return redirect(_next_address(source, shown, way))
    context = {
        "plan": source.plan,
        "year": year,
        "next_year": year + 1,
        "form": form,
        "ways": [(label, name, one == way) for one, label, name in WAYS],
        "way": NAMES[way],
        "query": f"datum={NAMES[way]}",
        "statuses": [(value, capfirst(str(Status(value).label))) for value in STATUSES],
        "status": request.POST.get("status", Status.PLANNED),
        "shown": shown,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "activities/rolling.html", context, status=status)


def _way(request: HttpRequest) -> Way:
    asked = request.POST.get("datum") or request.GET.get("datum")
    return next((one for one, _label, name in WAYS if name == asked), Way.WEEKDAY)


def _shown(request: HttpRequest, source: ActivityPlan) -> Page[Activity]:
    rows = Activity.objects.in_year().filter(activity_plan=source).select_related("node")
    ordered = rows.order_by("position", "pk")
    return Paginator(ordered, ROWS_A_PAGE).get_page(request.GET.get("sida"))


def _done(request: HttpRequest, source: ActivityPlan, form: RollingForm) -> bool:
    try:
        copies = roll_over(
            source=source,
            whens=form.whens,
            status=request.POST.get("status", ""),
            by=person(request),
        )
    except ValidationError as error:
        say(request, error)
        return False
    said = {"n": len(copies), "year": source.year + 1}
    words = ngettext(
        "En insats är överförd till %(year)s.",
        "%(n)s insatser är överförda till %(year)s.",
        len(copies),
    )
    messages.success(request, words % said if copies else _("Ingenting nytt att föra över."))
    return True


def _next_address(source: ActivityPlan, shown: Page[Activity], way: Way) -> str:
    """On to the next page of a long year; at the end to the new year."""
    if shown.has_next():
        here = reverse("activities:roll_over", args=[source.plan.slug, source.year])
        return f"{here}?sida={shown.next_page_number()}&datum={NAMES[way]}"
    return reverse("activities:table", args=[source.plan.slug, source.year + 1])
