"""What else happens around the days of an activity."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities.asked import activity_for
from activities.calendar.span import Span
from activities.forms.nearby import DaysForm
from activities.nearby import around, usual_days
from plans.asked import person
from plans.services.subjects import name_of


@require_safe
def nearby(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Around the activity's own days, or with ``?fran=…&till=…`` around others, before settling."""
    activity, abilities = activity_for(request, slug, key)
    if not abilities.read_draft:
        raise Http404
    if activity.activity_plan is not None:
        activity.activity_plan.plan = activity.node.plan
    usual = usual_days(activity, localdate())
    form = DaysForm(request.GET if "fran" in request.GET else _as_typed(usual))
    span = form.span() if form.is_valid() else None
    context = {
        "plan": activity.node.plan,
        "activity": activity,
        "name": name_of(activity),
        "form": form,
        "nearby": around(activity=activity, span=span, user=person(request)) if span else None,
    }
    status = 422 if form.errors else 200
    return render(request, "activities/nearby.html", context, status=status)


def _as_typed(span: Span | None) -> dict[str, str]:
    return {"fran": span.start.isoformat(), "till": span.last.isoformat()} if span else {}
