"""The year as a board: a column for each status, cards moved by button, keyboard or drag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.enums import Status
from activities.lines import NEEDED, Line, load_lines
from activities.models import Activity
from activities.services import efforts
from activities.templatetags.pieces import piece
from activities.vocabulary import vocabulary_of
from core.sign_in import asks_for_json
from plans.answering import say
from plans.asked import person
from plans.models import Plan
from plans.services.saving import Conflict
from plans.services.subjects import name_of

from .loading import row_for_work
from .page import YearPage, around_key, year_page
from .years import year_url

MOST_CARDS = 60
# Where a card goes from each column: a step back, a step on, and out.
MOVES: dict[str, Sequence[Status]] = {
    Status.IDEA: (Status.PLANNED, Status.CANCELLED),
    Status.PLANNED: (Status.IDEA, Status.ANCHORED, Status.CANCELLED),
    Status.ANCHORED: (Status.PLANNED, Status.ONGOING, Status.CANCELLED),
    Status.ONGOING: (Status.ANCHORED, Status.DONE, Status.CANCELLED),
    Status.DONE: (Status.ONGOING,),
    Status.CANCELLED: (Status.IDEA, Status.PLANNED),
}
ORDER = list(Status.values)
IN_COLUMN = [F("starts_on").asc(nulls_last=True), F("position").asc(), F("pk").asc()]


@dataclass(frozen=True)
class Move:
    """A button that takes a card to another column."""

    status: str
    label: str
    sign: str


class Card(NamedTuple):
    """A card as it is drawn; ``query`` are the filters that are kept when it is moved."""

    key: str
    name: str
    timing: str
    responsible: str
    url: str
    move_url: str
    query: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Column:
    """A column with the first of its cards, how many it has in all, and the way to the rest."""

    status: str
    label: str
    count: int
    cards: Sequence[Card]
    rest: str

    @property
    def hidden(self) -> int:
        """How many cards are not drawn."""
        return self.count - len(self.cards)


@require_safe
def board(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The activities of a year by how far they have come."""
    page = year_page(request, slug, year)
    context = page.context("board", columns=columns(page))
    return render(request, "activities/board.html", context)


def columns(page: YearPage) -> list[Column]:
    """The columns that the person sees, by day in each; three questions to the database."""
    number = Window(RowNumber(), partition_by="status", order_by=IN_COLUMN)
    count = Window(Count("pk"), partition_by="status")
    rows = page.rows.only(*NEEDED).annotate(number=number, count=count)
    shown = list(rows.filter(number__lte=MOST_CARDS).order_by(*IN_COLUMN))
    counts = {row.status: row.count for row in shown}
    cards: dict[str, list[Card]] = {status: [] for status in ORDER}
    lines = load_lines(shown, page.vocabulary, ["roles"])
    drawn = _cards(page.plan, lines, query=page.filters.query, works=page.abilities.work)
    for line, card in zip(lines, drawn, strict=True):
        cards[line.status].append(card)
    table = reverse("activities:table", args=[page.plan.slug, page.year.year])
    asked = page.filters.statuses or tuple(ORDER)
    return [
        Column(
            status,
            capfirst(str(Status(status).label)),
            counts.get(status, 0),
            cards[status],
            table + replace(page.filters, statuses=(status,)).query,
        )
        for status in ORDER
        if (status in asked or counts.get(status)) and _is_seen(page, status)
    ]


def _cards(plan: Plan, lines: Sequence[Line], *, query: str, works: bool) -> Iterator[Card]:
    """The cards of ``lines``, with buttons for those who may move them."""
    before, after = around_key("activity", plan)
    move_before, move_after = around_key("set_status", plan)
    moves = {status: tuple(moves_from(status)) if works else () for status in ORDER}
    for line in lines:
        key = line.key
        yield Card(
            key,
            line.name,
            line.timing,
            line.responsible,
            f"{before}{key}{after}",
            f"{move_before}{key}{move_after}" if works else "",
            query,
            moves[line.status],
        )


def _is_seen(page: YearPage, status: str) -> bool:
    return page.abilities.read_draft or status != Status.IDEA


def moves_from(status: str) -> list[Move]:
    """The buttons of the cards in a column."""
    found = []
    for to in MOVES[status]:
        is_back = ORDER.index(to) < ORDER.index(status)
        sign, label = "←" if is_back else "→", str(capfirst(str(to.label)))
        if to == Status.CANCELLED:
            sign, label = "×", _("Ställ in")
        found.append(Move(to.value, label, sign))
    return found


@require_POST
def set_status(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Move a card; a script is answered with the card as it stands then, a form led back to its page."""
    activity = row_for_work(request, slug, key)
    try:
        outcome = efforts.set_status(
            activity=activity, status=request.POST.get("status", ""), by=person(request)
        )
    except ValidationError as error:
        if asks_for_json(request):
            return JsonResponse({"words": " ".join(error.messages)}, status=422)
        say(request, error)
        return redirect(_way_back(request, activity))
    if not asks_for_json(request):
        return redirect(_way_back(request, activity))
    if isinstance(outcome, Conflict):
        return JsonResponse({"words": _("Insatsen är borttagen ur året.")}, status=409)
    return JsonResponse(_moved(activity))


def _moved(activity: Activity) -> dict[str, str]:
    plan, status = activity.node.plan, activity.status
    [card] = _cards(plan, load_lines([activity], vocabulary_of(plan)), query="", works=True)
    words = _("”%(name)s” står nu under %(column)s.")
    label = capfirst(str(Status(status).label))
    return {
        "status": status,
        "words": words % {"name": name_of(activity), "column": label},
        "card": piece("activities/card.html", card),
    }


def _way_back(request: HttpRequest, activity: Activity) -> str:
    """The activity's own page where it was asked there, else the board as it was, at the card."""
    if request.POST.get("back") == "activity":
        return activity.get_absolute_url()
    if activity.activity_plan is None:
        return year_url(activity)
    plan, year = activity.node.plan, activity.activity_plan.year
    query = request.META.get("QUERY_STRING", "")
    address = reverse("activities:board", args=[plan.slug, year])
    return f"{address}{'?' + query if query else ''}#{activity.node.key}"
