"""The pack of a review as people find it: of an open one as things are, of a closed one as it was gone through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from activities.document import Value
from core.prints.models import Rendering
from evaluations.enums import ReviewState
from evaluations.models import Review
from evaluations.periods import calendar_of
from plans.models import Agreement

from .document import NoReviewError, pack_of, reviews_of

PACK_KIND = "review_pack"
"""What the queue of prints calls a pack; its subject is the agreement, its record the review's number."""


@dataclass(frozen=True)
class Found:
    """The pack of a review, and the review if anybody has begun with it."""

    value: Value
    review: Review | None

    @property
    def is_closed(self) -> bool:
        """Whether it is as it was gone through, and stays so."""
        return self.review is not None and self.review.state == ReviewState.CLOSED


def find_pack(agreement: Agreement, number: int, *, today: date) -> Found:
    """The pack of the review ``number``: one that somebody has begun with, or that is next.

    Raises NoReviewError for a review further ahead, and for one that has none.
    """
    reviews = reviews_of(agreement)
    review = next((one for one in reviews if one.number == number), None)
    closed = [one for one in reviews if one.state == ReviewState.CLOSED]
    if review is not None and review in closed:
        return Found(stored_pack(review), review)
    calendar = calendar_of(agreement, closed)
    if calendar is None or (review is None and number > calendar.current(today)):
        raise NoReviewError
    return Found(pack_of(agreement, number, today=today, reviews=reviews), review)


def stored_pack(review: Review) -> Value:
    """The pack in the minutes of a closed review. Raises NoReviewError where they hold none."""
    try:
        minutes = json.loads(review.minutes or "{}")
    except ValueError:
        raise NoReviewError from None
    pack = minutes.get("pack") if isinstance(minutes, dict) else None
    if not isinstance(pack, dict):
        raise NoReviewError
    return pack


def finished_pack(agreement: Agreement, number: int) -> Rendering | None:
    """The pack of a review that was printed last, if it is made; with its PDF."""
    made = Rendering.objects.filter(
        kind=PACK_KIND, subject_id=agreement.pk, record=str(number), pdf__isnull=False
    )
    return made.defer("source").order_by("-finished_at", "-asked_at").first()
