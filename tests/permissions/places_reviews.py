"""Reviews: one that is closed (1), one that is called (2), of both agreements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from core.prints import queue
from evaluations.models import ActionPoint, AgendaItem, Review
from evaluations.services import closing, review_rows, reviews
from evaluations.services.minutes_prints import ask_for_minutes
from plans.models import Agreement
from tests.people import World

ABSENT = "finns-inte"
PDF = b"%PDF-1.7 for tests"
CLOSED, CALLED, LATER = 1, 2, 99
ONE = ("review", "call_review", "raise_activity", "meeting", "begin_meeting", "all_present")
SHOWN = ("show_item", "projector", "projector_state", "close_review")
MINUTES = ("minutes", "minutes_pdf", "print_minutes")
ROWS = ("save_review_row", "move_review_row", "remove_review_row", "take_back_review_row")


def put_reviews(world: World, put: Callable[..., Any]) -> None:
    """Name every such address of Älvhamra's, of Norrskog's, of none."""
    by = {"own": world.coordinator, "foreign": world.neighbour_coordinator}
    agreements = {"own": world.agreement, "foreign": world.neighbours_agreement}
    for word, agreement in agreements.items():
        point = _close(agreement, by[word])
        item = _call(agreement, by[word])
        _put(word, agreement.slug, CALLED, item.pk, put)
        _put_closed(word, agreement.slug, point.pk, put)
        rendering = ask_for_minutes(review=Review.objects.get(agreement=agreement, number=CLOSED))
        queue.finish(rendering=rendering, pdf=PDF)
        if word == "own":  # administrators know no other agreements than all
            put("administration:retry_minutes", word, rendering.subject_id)
        for page in ("rendering", "rendering_pdf"):
            put(f"core:{page}", f"minutes-{word}", rendering.pk)
    _put("closed", world.agreement.slug, CLOSED, 0, put)
    _put("later", world.agreement.slug, LATER, 0, put)
    _put("absent", ABSENT, CALLED, 0, put)
    _put_closed("absent", ABSENT, 0, put)
    for page in MINUTES:
        put(f"evaluations:{page}", "called", world.agreement.slug, CALLED)
    called = Review.objects.get(agreement=world.agreement, number=CALLED)
    put("administration:retry_minutes", "called", called.pk)
    put("administration:retry_minutes", "absent", 999_999)


def _close(agreement: Agreement, by: User) -> ActionPoint:
    Agreement.objects.filter(pk=agreement.pk).update(
        review_anchor=localdate() - timedelta(days=300), review_interval=6
    )
    agreement.refresh_from_db()
    review = reviews.stored(agreement=agreement, number=CLOSED)
    reviews.begin(review=review, by=by)
    review_rows.all_present(review=review, by=by)
    row = ActionPoint(review=review, agreement=agreement)
    point = review_rows.add_row(row=row, values={"words": "Skriv"}, by=by)
    closing.close(review=review, by=by)
    return point


def _call(agreement: Agreement, by: User) -> AgendaItem:
    review = reviews.call(
        agreement=agreement,
        number=CALLED,
        at=timezone.now() + timedelta(days=1),
        place="Stadshuset",
        base_version=0,
        by=by,
    ).review
    row: AgendaItem = review.agenda.get(kind="picture")
    return row


def _put(word: str, slug: str, number: int, item: int, put: Callable[..., Any]) -> None:
    for page in (*ONE, *SHOWN):
        put(f"evaluations:{page}", word, slug, number)
    put("evaluations:add_review_row", word, slug, number, "dagordning")
    for page in ROWS:
        put(f"evaluations:{page}", word, slug, number, "dagordning", item)


def _put_closed(word: str, slug: str, point: int, put: Callable[..., Any]) -> None:
    for page in ("reviews", "actions"):
        put(f"evaluations:{page}", word, slug)
    put("evaluations:action_done", word, slug, point)
    for page in MINUTES:
        put(f"evaluations:{page}", word, slug, CLOSED)
