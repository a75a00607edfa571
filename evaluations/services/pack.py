"""Asking for the pack as a PDF."""

from __future__ import annotations

from activities.document import Value
from core.canonical import canonical_bytes
from core.prints import queue
from core.prints.models import Rendering
from evaluations.pack import PACK_KIND
from evaluations.pack.images import with_images
from plans.models import Agreement


def ask_for_pack(*, agreement: Agreement, value: Value) -> Rendering:
    """The rendering of a pack as it stands: a new one, or the one at hand.

    It is the agreement's, and its record says which review's: most reviews that are prepared have
    no row yet.
    """
    return queue.ask(
        kind=PACK_KIND,
        subject_id=agreement.pk,
        source=canonical_bytes(with_images(value)).decode(),
        record=str(value["number"]),
    )


def forget_prints_with(picture: str, *, agreement: int) -> None:
    """Throw away the prints of an agreement's packs that hold this picture; they can be made again."""
    prints = Rendering.objects.filter(kind=PACK_KIND, subject_id=agreement)
    prints.filter(source__contains=picture).delete()
