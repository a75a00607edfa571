"""What a worker does with the renderings that wait: one after the other, until none is left."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import cast

from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.pdf.contract import PrintError

from . import kinds, queue
from .models import Rendering

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
PAGES_BETWEEN_REPORTS = 5


def render_waiting() -> int:
    """Make every PDF that waits; the number made or given up.

    Several workers may do this at once: each takes what nobody else has.
    """
    done = 0
    queue.give_up_hopeless()
    while rendering := Rendering.objects.waiting(timezone.now()).order_by("asked_at").first():
        if queue.claim(rendering_id=rendering.pk, lease=LEASE):
            _render(rendering)
            done += 1
    return done


def render_now(rendering: Rendering) -> bytes:
    """The PDF of ``rendering``, made here and kept, whoever else may be making it.

    The bytes are the same whoever makes them. Raises PrintError when it cannot be printed.
    """
    if rendering.pdf is not None:
        return bytes(rendering.pdf)
    pdf = _typeset(rendering)
    queue.finish(rendering=rendering, pdf=pdf)
    return pdf


def _typeset(rendering: Rendering) -> bytes:
    # Here and not before: the typesetter brings the PDF engine, which a web process does without.
    typeset = cast("kinds.Typeset", import_string(kinds.get(rendering.kind).typeset))
    return typeset(
        rendering.source,
        rendering.record,
        site_url=rendering.site_url,
        on_progress=lambda pages: _report(rendering, pages),
    )


def _render(rendering: Rendering) -> None:
    try:
        queue.finish(rendering=rendering, pdf=_typeset(rendering))
    except PrintError as error:
        queue.fail(rendering=rendering, error=str(error))
    except Exception:
        # Whatever the engine or a kind trips over must not stop the PDFs behind it in the queue.
        logger.exception("Rendering %s failed", rendering.pk)
        message = _("Något gick fel i utskriften. Försök igen, eller kontakta förvaltaren.")
        queue.fail(rendering=rendering, error=message)


def _report(rendering: Rendering, pages: int) -> None:
    if pages % PAGES_BETWEEN_REPORTS == 0:
        Rendering.objects.filter(pk=rendering.pk).update(
            pages_done=pages, leased_until=timezone.now() + LEASE
        )
