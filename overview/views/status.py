"""Status at a glance for the steering group: one agreement, and all of one's agreements."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities.models.year import FIRST_YEAR, LAST_YEAR
from core.access import require
from core.paging import MostlyOnePage, beside_page
from overview.status.agreements import statuses_for
from overview.status.bars import columns
from overview.status.goals import goals_in
from overview.status.points import open_points
from overview.status.rows import drawn
from plans.models import Agreement

from .loading import agreement_for, person

AGREEMENTS_A_PAGE = 25
# So much of each list fits on a printed page with the rest; what is left out is counted.
PLANS_SHOWN, EXPIRING_SHOWN, POINTS_SHOWN, GOALS_SHOWN = 5, 5, 7, 5


@require_safe
def all_status(request: HttpRequest) -> HttpResponse:
    """Where each agreement stands whose work the person may read."""
    today = localdate()
    year = _year(request, today.year)
    agreements = (
        Agreement.objects.worked_in_by(person(request))
        .select_related("renewed_by")
        .order_by("title", "pk")
    )
    page = MostlyOnePage(agreements, AGREEMENTS_A_PAGE).get_page(request.GET.get("sida"))
    statuses = statuses_for(person(request), list(page), year, today)
    context = {
        "rows": [drawn(one) for one in statuses],
        "page": page,
        "beside": beside_page(request),
        "today": today,
        "year": year,
    }
    return render(request, "overview/status_all.html", context)


@require_safe
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one agreement stands, on a screen or one sheet of paper."""
    agreement = agreement_for(request, slug)
    today = localdate()
    year = _year(request, today.year)
    [standing] = statuses_for(person(request), [agreement], year, today)
    require(standing.card.abilities.read_draft)
    points = open_points().filter(agreement=agreement).select_related("person")[:POINTS_SHOWN]
    goals = goals_in([line.plan.pk for line in standing.card.plans])
    context = {
        "agreement": agreement,
        "standing": standing,
        "today": today,
        "year": year,
        "years": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        "columns": columns(standing.tally.months, today.month if year == today.year else None),
        "plans": standing.card.plans[:PLANS_SHOWN],
        "expiring": standing.expiring[:EXPIRING_SHOWN],
        "points": points,
        "goals": goals[:GOALS_SHOWN],
        "left_out": {
            "plans": max(len(standing.card.plans) - PLANS_SHOWN, 0),
            "expiring": max(len(standing.expiring) - EXPIRING_SHOWN, 0),
            "points": max(standing.points.count - POINTS_SHOWN, 0),
            "goals": max(len(goals) - GOALS_SHOWN, 0),
        },
    }
    return render(request, "overview/status.html", context)


def _year(request: HttpRequest, this_year: int) -> int:
    """The year that the address asks for, or else the one that it is."""
    asked = request.GET.get("ar", "")
    if len(asked) != 4 or not asked.isascii() or not asked.isdigit():
        return this_year
    year = int(asked)
    return year if FIRST_YEAR <= year <= LAST_YEAR else this_year
