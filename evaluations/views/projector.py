"""The screen on the wall: one thing at a time, large; it follows the recorder, or goes its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities.models import Activity
from core.numbers import number_of
from evaluations.enums import AgendaKind
from evaluations.models import (
    ActionPoint,
    AgendaItem,
    Decision,
    Evaluation,
    EvaluationAnswer,
    Outcome,
    Review,
)
from evaluations.pack import Found, NoReviewError, Pack, find_pack, shown
from evaluations.pack.parts import Effort
from evaluations.sittings import Sitting, sitting_for

from .review_blocks import SORTS, live_rows


@dataclass(frozen=True)
class Slide:
    """One thing: the title, an item, or one of the activities of the period."""

    item: AgendaItem | None
    number: int = 0
    effort: Effort | None = None
    effort_number: int = 0
    efforts: int = 0

    @property
    def query(self) -> str:
        """What stands in its address."""
        if self.item is None:
            return urlencode({"punkt": 0})
        found = {"punkt": self.item.pk} | ({"insats": self.effort_number} if self.effort else {})
        return urlencode(found)


def slides_of(agenda: Sequence[AgendaItem], pack: Pack) -> list[Slide]:
    """All that can be shown, in order."""
    found = [Slide(None)]
    for number, item in enumerate(agenda, start=1):
        found += _of_item(item, number, pack)
    return found


def _of_item(item: AgendaItem, number: int, pack: Pack) -> Iterator[Slide]:
    if item.kind == AgendaKind.ACTIVITY:
        yield Slide(item, number, effort_of(item, pack))
        return
    yield Slide(item, number)
    if item.kind == AgendaKind.ACTIVITIES:
        efforts = pack.activities.efforts
        for index, effort in enumerate(efforts, start=1):
            yield Slide(item, number, effort, index, len(efforts))


def effort_of(item: AgendaItem, pack: Pack) -> Effort | None:
    """The activity that ``item`` is about, as the pack has it; None for one of another period."""
    if item.activity is None:
        return None
    node = item.activity.node
    parts = pack.activities
    every = (*parts.efforts, *parts.missing, *parts.overdue, *parts.coming)
    return next((one for one in every if one.has_key(node.plan.slug, node.key)), None)


@require_safe
def projector(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One slide; without an address of its own the one that the recorder has up."""
    sitting, review = _sitting(request, slug, number)
    agenda = agenda_of(review)
    pack = shown(_found(sitting).value)
    slides = slides_of(agenda, pack)
    follows = "punkt" not in request.GET
    index = _index(request, slides, review)
    slide = slides[index]
    context: dict[str, Any] = {
        "sitting": sitting,
        "agreement": sitting.agreement,
        "review": review,
        "agenda": agenda,
        "pack": pack,
        "slide": slide,
        "part": part_of(slide.item, pack),
        "decisions": _under(review, slide, "beslut"),
        "actions": _under(review, slide, "atgarder"),
        "before": slides[index - 1].query if index else "",
        "after": slides[index + 1].query if index + 1 < len(slides) else "",
        "place": index + 1,
        "places": len(slides),
        "follows": follows,
        "state_address": reverse("evaluations:projector_state", args=[slug, number]),
        "state": _state(review) if follows else "",
    }
    return render(request, "evaluations/projector.html", context)


def _found(sitting: Sitting) -> Found:
    """What the review goes through; Http404 where nothing was kept of that."""
    try:
        return find_pack(sitting.agreement, sitting.number, today=localdate())
    except NoReviewError:
        raise Http404 from None


def _sitting(request: HttpRequest, slug: str, number: int) -> tuple[Sitting, Review]:
    sitting = sitting_for(request, slug, number)
    if sitting.review is None:
        raise Http404
    return sitting, sitting.review


def agenda_of(review: Review) -> list[AgendaItem]:
    """The agenda in order, each item with its activity."""
    rows = AgendaItem.objects.live().filter(review=review).select_related("activity__node__plan")
    return list(rows.order_by("position", "pk"))


def part_of(item: AgendaItem | None, pack: Pack) -> Any:
    """The part of the pack that an item is about; None for one of its own."""
    if item is None or item.kind in {AgendaKind.OWN, AgendaKind.ACTIVITY}:
        return None
    return pack.part(item.kind)


def _under(review: Review, slide: Slide, name: str) -> list[Any]:
    """What is decided and agreed under an item; not beside each of the period's activities."""
    if slide.item is None or slide.effort_number:
        return []
    return live_rows(review, SORTS[name], slide.item)


def _index(request: HttpRequest, slides: Sequence[Slide], review: Review) -> int:
    """The slide that is asked for; the title where there is no such item any more."""
    if "punkt" not in request.GET:
        return _followed(slides, review)
    asked, part = (number_of(request.GET.get(name)) for name in ("punkt", "insats"))
    of_item = [n for n, one in enumerate(slides) if (_pk(one) or 0) == asked]
    if not of_item:
        return 0  # taken off the agenda while it was shown
    exact = [n for n in of_item if slides[n].effort_number == part]
    return exact[0] if exact else of_item[-1]


def _followed(slides: Sequence[Slide], review: Review) -> int:
    """What the recorder has up: the activity under its item, else the item, else the title."""
    of_item = [n for n, one in enumerate(slides) if _pk(one) == review.shown_id]
    exact = [n for n in of_item if _is_of(slides[n], review.shown_activity)]
    return next(iter([*exact, *of_item]), 0)


def _is_of(slide: Slide, activity: Activity | None) -> bool:
    if slide.effort is None or activity is None:
        return False
    return slide.effort.has_key(activity.node.plan.slug, activity.node.key)


def _pk(slide: Slide) -> int | None:
    return None if slide.item is None else slide.item.pk


@require_safe
def projector_state(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a screen asks every few seconds: which item is up, and whether anything is new under it."""
    review = _sitting(request, slug, number)[1]
    return JsonResponse({"state": _state(review)})


def _state(review: Review) -> str:
    """Equal states, equal slides: what is up, its title, and what is shown under it by number and version.

    Notes are not on the screen: it does not blink while they are written.
    """
    item = review.on_screen
    words = [review.state, "0" if item is None else f"{item.pk}.{item.title}"]
    if item is not None:
        under = (
            model.objects.live().filter(review=review, item=item)
            for model in (Decision, ActionPoint)
        )
        words += map(_counted, under)
        words += _state_of(review.shown_activity or item.activity)
    return "-".join(words)


def _state_of(activity: Activity | None) -> Iterator[str]:
    """What came of an activity, as its slide shows it."""
    if activity is None:
        return
    yield f"{activity.pk}.{activity.version}.{activity.status}"
    evaluation = Evaluation.objects.filter(activity=activity).first()
    if evaluation is not None:
        yield f"{evaluation.version}.{evaluation.finished_at is not None}"
        yield _counted(EvaluationAnswer.objects.filter(evaluation=evaluation))
        yield _counted(Outcome.objects.filter(evaluation=evaluation, removed_at__isnull=True))


def _counted(rows: QuerySet[Any]) -> str:
    counted = rows.aggregate(rows=Count("pk"), versions=Sum("version"))
    return f"{counted['rows']}.{counted['versions'] or 0}"
