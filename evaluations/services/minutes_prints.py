"""The minutes' PDF: asked for when a review is closed, kept with it once, and sent when it is there."""

from __future__ import annotations

import base64
import hashlib
import json

from django.db import transaction

from core.canonical import canonical_bytes
from core.prints import queue
from core.prints.models import Rendering, RenderingState
from evaluations import emails
from evaluations.models import Review
from evaluations.pack.document import logos
from plans.models import Image

from .reviews import people_of

MINUTES_KIND = "minutes"
MOST_AT_ONCE = 20


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
    """Queue the PDF of every closed review that lacks one, such as after a failed night."""
    failed = Rendering.objects.filter(kind=MINUTES_KIND, state=RenderingState.FAILED)
    missing = Review.objects.closed().filter(pdf__isnull=True).exclude(minutes="")
    for review in missing.exclude(pk__in=failed.values("subject_id"))[:MOST_AT_ONCE]:
        ask_for_minutes(review=review)
