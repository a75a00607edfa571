"""The years of a plan: which there are, a new one, and what comes into a year and leaves it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from activities.asked import years_for
from activities.enums import Status
from activities.forms.table import NewYearForm
from activities.models import Activity, ActivityPlan
from activities.services import efforts
from activities.services.years import open_year
from core.access import require
from plans.answering import offer_undo
from plans.asked import person
from plans.models import Plan
from plans.permissions import Abilities
from plans.services.subjects import name_of

from .loading import outside, row_for_work
from .page import work_in_year


@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest, slug: str) -> HttpResponse:
    """The years of a plan; a POST opens one."""
    plan, abilities = years_for(request, slug)
    if request.method != "POST":
        return _years(request, plan, abilities, NewYearForm())
    require(abilities.work)
    form = NewYearForm(request.POST)
    if not form.is_valid():
        return _years(request, plan, abilities, form, status=422)
    opened = open_year(plan=plan, year=form.cleaned_data["year"], by=person(request))
    return redirect(opened)


def _years(
    request: HttpRequest, plan: Plan, abilities: Abilities, form: NewYearForm, status: int = 200
) -> HttpResponse:
    seen = Q(activities__isnull=False, activities__dropped_at__isnull=True)
    if not abilities.read_draft:
        seen &= ~Q(activities__status=Status.IDEA)
    done = seen & Q(activities__status=Status.DONE)
    opened = ActivityPlan.objects.filter(plan=plan).order_by("-year")
    found = list(opened.annotate(count=Count("activities", seen), done=Count("activities", done)))
    for year in found:
        year.plan = plan
    context = {
        "plan": plan,
        "abilities": abilities,
        "years": found,
        "form": form,
        "suggested": _suggested({year.year for year in found}, localdate()),
        "this_year": localdate().year,
    }
    return render(request, "activities/years.html", context, status=status)


def _suggested(known: set[int], today: date) -> int:
    """The first year from this one on that is not planned yet."""
    year = today.year
    while year in known:
        year += 1
    return year


@require_POST
def take_into_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Let the ticked activities of the plan's own tables stand in the year too."""
    found = work_in_year(request, slug, year)
    keys = [key for key in request.POST.getlist("insats") if "\0" not in key]
    wanted = outside(found.plan).filter(node__key__in=keys)
    taken = efforts.take_into_year(activity_plan=found, activities=wanted, by=person(request))
    if taken:
        words = ngettext("En insats är nu med.", "%(n)s insatser är nu med.", len(taken))
        messages.success(request, words % {"n": len(taken)})
    return redirect(found)


@require_POST
def drop_activity(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take an activity out of its year."""
    activity = row_for_work(request, slug, key)
    efforts.drop(activity=activity, by=person(request))
    words = _("”%s” är borttagen ur året.") % name_of(activity)
    offer_undo(request, words, reverse("activities:take_back_activity", args=[slug, key]))
    return redirect(year_url(activity))


@require_POST
def take_back_activity(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Into its year again."""
    activity = row_for_work(request, slug, key)
    efforts.take_back(activity=activity, by=person(request))
    return redirect(f"{year_url(activity)}#{key}")


def year_url(activity: Activity) -> str:
    """The table of the year that the activity stands in, or stood."""
    slug, found = activity.node.plan.slug, activity.activity_plan
    return found.get_absolute_url() if found else reverse("activities:years", args=[slug])
