"""The minutes' PDF: asked for when a review is closed, kept with it once, and sent when it is there."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.canonical import canonical_bytes
from core.prints import queue
from core.prints.models import Rendering, RenderingState
from evaluations import emails
from evaluations.models import Review
from evaluations.models.review import ReviewQuerySet
from evaluations.pack.document import logos
from plans.models import Image

from .reviews import people_of

MINUTES_KIND = "minutes"
MOST_AT_ONCE = 20
UNDER_WAY = (RenderingState.QUEUED, RenderingState.RUNNING)
# What failed may work with tomorrow's Samråd; asked for each minute it would only be in the way.
RETRY_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FailedMinutes:
    """Locked minutes that are not sent, since their PDF could not be made."""

    review: Review
    error: str


def ask_for_minutes(*, review: Review) -> Rendering:
    """The rendering of the locked minutes: a new one, or the one at hand."""
    value = json.loads(review.minutes)
    rows = Image.objects.filter(sha256__in=logos(value))
    images = {
        image.sha256: {
            "media_type": image.media_type,
            "data": base64.b64encode(bytes(image.data)).decode(),
        }
        for image in rows
    }
    source = canonical_bytes({"minutes": value, "images": images}).decode()
    return queue.ask(
        kind=MINUTES_KIND, subject_id=review.pk, source=source, record=review.minutes_sha256
    )


def file_name(review: Review) -> str:
    """What the PDF is called where it is saved."""
    return f"{review.agreement.slug}-oversyn-{review.number}.pdf"


@transaction.atomic
def keep(rendering: Rendering, pdf: bytes) -> None:
    """Store the PDF with its review, unless it has one, and send the minutes to those they are for."""
    row = Review.objects.closed().filter(pk=rendering.subject_id, pdf__isnull=True)
    if not row.update(pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest()):
        return
    review = Review.objects.light().select_related("agreement").get(pk=rendering.subject_id)
    emails.minutes_sent(review, pdf, name=file_name(review), to=people_of(review))


def ask_for_missing() -> None:
    """Queue the PDF of every closed review that lacks one, a day after it failed."""
    lately = _prints(RenderingState.FAILED).filter(finished_at__gt=timezone.now() - RETRY_AFTER)
    for review in _missing().exclude(pk__in=lately.values("subject_id"))[:MOST_AT_ONCE]:
        ask_for_minutes(review=review)


def failed_minutes(*, most: int) -> list[FailedMinutes]:
    """The minutes whose PDF failed and is not being made again, the newest ``most``."""
    return _failed(_missing(), most)


def failure_of(review: Review) -> str:
    """Why the PDF of the minutes could not be made, in words; empty when it is there or on its way."""
    found = _failed(_missing().filter(pk=review.pk), 1)
    return found[0].error if found else ""


def _missing() -> ReviewQuerySet:
    return Review.objects.closed().filter(pdf__isnull=True).exclude(minutes="")


def _failed(reviews: ReviewQuerySet, most: int) -> list[FailedMinutes]:
    failed, waiting = _prints(RenderingState.FAILED), _prints(*UNDER_WAY)
    rows = (
        reviews.light()
        .filter(pk__in=failed.values("subject_id"))
        .exclude(pk__in=waiting.values("subject_id"))
        .select_related("agreement")
        .order_by("-pk")[:most]
    )
    errors = dict(
        failed.filter(subject_id__in=[row.pk for row in rows])
        .order_by("finished_at")
        .values_list("subject_id", "error")
    )
    return [FailedMinutes(row, errors[row.pk]) for row in rows]


def _prints(*states: RenderingState) -> QuerySet[Rendering]:
    return Rendering.objects.filter(kind=MINUTES_KIND, state__in=states)
