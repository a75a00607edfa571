"""Calendar feeds: one's own, to make and take back, and the file that a calendar program asks for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities import ical
from activities.forms.feeds import FeedForm
from activities.models import CalendarFeed
from activities.services import feeds
from activities.ties import reach_of
from core.answers import file_answer
from core.refusals import take_errors
from core.site import absolute
from plans.asked import person

MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def own_feeds(request: HttpRequest) -> HttpResponse:
    """One's addresses. A new one is shown in the very answer: it is stored nowhere, not even in the session."""
    by = person(request)
    form = FeedForm(request.POST if request.method == "POST" else None, user=by)
    address = ""
    if form.is_valid():
        try:
            _feed, token = feeds.make_feed(by=by, **form.chosen())  # type: ignore[arg-type]
        except ValidationError as error:
            take_errors(form, error)
        else:
            address = absolute(reverse("activities:calendar", args=[token]))
            form = FeedForm(user=by)
    open_feeds = CalendarFeed.objects.open().filter(user=by).select_related("agreement", "plan")
    context = {
        "form": form,
        "feeds": open_feeds,
        "address": address,
        "webcal": address.replace("https:", "webcal:", 1),
    }
    status = 422 if form.errors else 200
    return render(request, "activities/feeds.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one of one's addresses answer no more."""
    by = person(request)
    feed = get_object_or_404(CalendarFeed.objects.open(), user=by, pk=pk)
    feeds.revoke_feed(feed=feed, by=by)
    messages.success(request, _("Adressen gäller inte längre."))
    return redirect("activities:own_feeds")


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, for whoever knows the address, as long as its person may see what is in it."""
    feed = feeds.find(token)
    # A calendar shows what lies ahead, and last year to look back on.
    rows = feeds.activities_of(feed, since=localdate().year - 1) if feed else None
    if feed is None or rows is None:
        raise Http404
    activities = list(rows.select_related("node__plan", "activity_plan").order_by("pk"))
    is_own = feed.agreement is None and feed.plan is None
    made_of = (_name(feed), activities, reach_of(activities))
    etag = f'"{ical.fingerprint(*made_of, reminds=is_own)}"'
    # Asked by its tag alone: an activity that is taken out leaves no later date behind.
    answer = get_conditional_response(request, etag=etag) or file_answer(
        ical.calendar(*made_of, reminds=is_own), MEDIA_TYPE, name="samrad.ics", inline=True
    )
    latest = max((one.changed_at for one in activities), default=feed.created_at)
    answer["Last-Modified"] = http_date(latest.timestamp())
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = etag
    return answer


def _name(feed: CalendarFeed) -> str:
    return str(feed.plan or feed.agreement or _("Mina insatser"))
