"""The recorder's view of a meeting: the agenda, and one item with its notes, decisions and action points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity
from activities.sheet import Sheet
from core.numbers import number_of
from core.refusals import did
from core.sign_in import asks_for_json
from evaluations.enums import AgendaKind
from evaluations.forms.reviews import GuestForm
from evaluations.models import AgendaItem, Review
from evaluations.pack import Pack, pack_of, shown
from evaluations.pack.parts import Effort
from evaluations.pack.shown import Part
from evaluations.services import review_rows
from evaluations.services import reviews as services
from evaluations.services.review_subjects import guests_of
from evaluations.sittings import Sitting, open_sitting_for
from plans.answering import say
from plans.asked import person
from plans.forms.rows import RowForm

from .evaluation import Page as EvaluationPage
from .review_blocks import SORTS, Line, RowList, form_of, live_rows, row_list, row_of

ATTENDANCE = "narvaro"


def address_of(sitting: Sitting, item: AgendaItem | None) -> str:
    """The meeting with ``item`` open; with none, who is there."""
    address = reverse("evaluations:meeting", args=[sitting.agreement.slug, sitting.number])
    return f"{address}?punkt={ATTENDANCE if item is None else item.pk}"


def activities_of(sitting: Sitting) -> QuerySet[Activity]:
    """Those of the agreement that can be gone through."""
    rows = Activity.objects.in_year().filter(activity_plan__plan__agreement=sitting.agreement)
    return rows.select_related("node__plan", "activity_plan")


def activity_under(sitting: Sitting, item: AgendaItem | None, asked: str) -> Activity | None:
    """The activity of the period that ``asked``, its plan and its key, names under the heading of all."""
    if item is None or item.kind != AgendaKind.ACTIVITIES or not asked:
        return None
    plan, _slash, key = asked.partition("/")
    return activities_of(sitting).filter(node__plan__slug=plan, node__key=key).first()


@dataclass
class MeetingPage:
    """The meeting with one item open, or with who is there; ``posted`` is a form that was wrong."""

    sitting: Sitting
    review: Review
    agenda: Sequence[AgendaItem]
    item: AgendaItem | None
    posted: RowForm | None = None
    asked: str = ""

    @property
    def own_address(self) -> str:
        """This page, with the activity that is evaluated."""
        address = address_of(self.sitting, self.item)
        return f"{address}&{urlencode({'insats': self.asked})}" if self.asked else address

    @property
    def index(self) -> int:
        """Where the open item stands on the agenda; -1 for who is there."""
        return -1 if self.item is None else [one.pk for one in self.agenda].index(self.item.pk)

    @property
    def number(self) -> int:
        """The open item's number on the agenda."""
        return self.index + 1

    @property
    def next_address(self) -> str:
        """Where "Nästa" leads: to the next item, after the last one to closing."""
        following = self.index + 1
        if following < len(self.agenda):
            return address_of(self.sitting, self.agenda[following])
        names = [self.sitting.agreement.slug, self.sitting.number]
        return reverse("evaluations:close_review", args=names)

    @property
    def next_title(self) -> str:
        """What "Nästa" leads to."""
        following = self.index + 1
        is_last = following >= len(self.agenda)
        return _("Avsluta mötet") if is_last else self.agenda[following].title

    @property
    def before_address(self) -> str:
        """Where "Förra" leads; nothing from the first."""
        if self.item is None:
            return ""
        return address_of(self.sitting, self.agenda[self.index - 1] if self.index else None)

    @cached_property
    def notes(self) -> Line | None:
        """The open item's notes; the form saves itself."""
        if self.item is None:
            return None
        form = self.posted
        if form is None or form.subject.row != self.item:
            form = form_of(self.item, names=("notes", "is_done", "is_left"))
        return Line(self.item, form, is_first=True, is_last=True)

    @cached_property
    def decisions(self) -> RowList:
        """What was decided under the open item."""
        return self._of_item("beslut")

    @cached_property
    def actions(self) -> RowList:
        """What is to be done after it."""
        return self._of_item("atgarder")

    def _of_item(self, name: str) -> RowList:
        sort = SORTS[name]
        rows = live_rows(self.review, sort, self.item)
        return row_list(self.review, sort, rows, item=self.item, posted=self.posted)

    @cached_property
    def participants(self) -> RowList:
        """Everybody who is called or came along."""
        sort = SORTS["deltagare"]
        return row_list(self.review, sort, live_rows(self.review, sort), posted=self.posted)

    @cached_property
    def new_item(self) -> RowForm:
        """The form for an item that comes up in the meeting."""
        return row_list(self.review, SORTS["dagordning"], (), posted=self.posted).new

    @cached_property
    def pack(self) -> Pack:
        """What the meeting goes through."""
        agreement, number = self.sitting.agreement, self.sitting.number
        return shown(pack_of(agreement, number, today=localdate()))

    @cached_property
    def part(self) -> Part | None:
        """The part of the pack that the open item is about."""
        if self.item is None or self.item.kind in {AgendaKind.OWN, AgendaKind.ACTIVITY}:
            return None
        return self.pack.part(self.item.kind)

    @property
    def is_of_period(self) -> bool:
        """Whether the open item is the heading of all activities."""
        return self.item is not None and self.item.kind == AgendaKind.ACTIVITIES

    @property
    def efforts(self) -> Sequence[Effort]:
        """The activities of the period, to evaluate one by one."""
        return self.pack.activities.efforts if self.is_of_period else ()

    @property
    def evaluated(self) -> Effort | None:
        """The one of ``efforts`` that is evaluated."""
        if self.evaluation is None:
            return None
        node = self.evaluation.sheet.activity.node
        return next((one for one in self.efforts if one.has_key(node.plan.slug, node.key)), None)

    @cached_property
    def evaluation(self) -> EvaluationPage | None:
        """The evaluation of the activity that is spoken of, to fill in on the spot."""
        activity = self._activity()
        if activity is None:
            return None
        activity.node.plan.agreement = self.sitting.agreement
        return EvaluationPage(Sheet(activity, self.sitting.abilities))

    def _activity(self) -> Activity | None:
        """The one that the item is about, or that the address names under the heading of all."""
        if self.item is not None and self.item.activity_id is not None:
            return activities_of(self.sitting).filter(pk=self.item.activity_id).first()
        return activity_under(self.sitting, self.item, self.asked)

    @property
    def may_evaluate(self) -> bool:
        """Whether the person fills in evaluations here: who works may always, who holds the meeting in it."""
        return self.sitting.abilities.work or self.review.is_held


@require_safe
def meeting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The meeting, for those who hold it; once it is closed, its minutes."""
    sitting, review = open_sitting_for(request, slug, number)
    if review.is_closed:
        return redirect("evaluations:minutes", slug=slug, number=number)
    asked = request.GET.get("insats", "")
    return draw(request, sitting, _asked_item(request, review), asked=asked)


def _asked_item(request: HttpRequest, review: Review) -> AgendaItem | None:
    """The item that the address names; without one that on the screen, at first who is there."""
    asked = request.GET.get("punkt")
    if asked is None:
        return review.on_screen
    if asked == ATTENDANCE:
        return None
    row: AgendaItem = row_of(review, SORTS["dagordning"], number_of(asked))
    if row.removed_at is not None:
        raise Http404
    return row


def draw(
    request: HttpRequest,
    sitting: Sitting,
    item: AgendaItem | None,
    *,
    posted: RowForm | None = None,
    guest_form: GuestForm | None = None,
    asked: str = "",
) -> HttpResponse:
    """The page with ``item`` open; one of its forms was wrong, where one is given."""
    review = sitting.review
    if review is None:
        raise Http404
    agenda = live_rows(review, SORTS["dagordning"])
    if item is not None and item.pk not in {one.pk for one in agenda}:
        item = None  # removed while somebody wrote in it
    page = MeetingPage(sitting, review, agenda, item, posted, asked)
    members = guests_of(review) if item is None else ()
    context: dict[str, Any] = {
        "page": page,
        "sitting": sitting,
        "agreement": sitting.agreement,
        "review": review,
        "item": item,
        "guest_form": guest_form or GuestForm(members=list(members)),
        "form": posted or guest_form,
        "user": request.user,
    }
    return render(request, "evaluations/meeting.html", context)


@require_POST
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Begin the meeting."""
    sitting, review = open_sitting_for(request, slug, number)
    try:
        services.begin(review=review, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(address_of(sitting, None))


@require_POST
def all_present(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Mark everybody as present of whom nothing is said yet."""
    sitting, review = open_sitting_for(request, slug, number)
    try:
        count = review_rows.all_present(review=review, by=person(request))
    except ValidationError as error:
        say(request, error)
    else:
        said = ngettext("%d är markerad som närvarande.", "%d är markerade som närvarande.", count)
        messages.success(request, said % count)
    return redirect(address_of(sitting, None))


@require_POST
def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put an item, or one of the activities under it, on the screens that follow; without one the title."""
    sitting, review = open_sitting_for(request, slug, number)
    asked = number_of(request.POST.get("punkt"))
    item = row_of(review, SORTS["dagordning"], asked) if asked else None
    part = request.POST.get("insats", "")
    activity = activity_under(sitting, item, part)
    if asks_for_json(request):
        try:
            services.show(review=review, item=item, activity=activity)
        except ValidationError as error:
            return JsonResponse({"errors": {"": error.messages}}, status=422)
        return JsonResponse({"shown": None if item is None else item.pk})
    did(
        request,
        lambda: services.show(review=review, item=item, activity=activity),
        _("Punkten visas på skärmen."),
    )
    stands = item is not None and item.removed_at is None
    address = address_of(sitting, item if stands else None)
    return redirect(f"{address}&{urlencode({'insats': part})}" if activity else address)
