"""Asking for a PDF, and the steps that a worker takes with it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.nudge import nudge_after_commit

from . import kinds
from .keys import print_key
from .models import Rendering, RenderingState

TASK = "core.tasks.render_waiting"
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def ask(*, kind: str, subject_id: int, source: str, record: str = "") -> Rendering:
    """The rendering of ``source``: a new one, or the one at hand.

    ``source`` is canonical JSON, ``subject_id`` the id of what it was made from; ``record`` is what
    the print says that is no part of the source. KeyError when there is no such kind.
    """
    rendering, is_new = Rendering.objects.light().get_or_create(
        kind=kind,
        subject_id=subject_id,
        key=print_key(
            hashlib.sha256(source.encode()).hexdigest(),
            record,
            site_url=settings.SITE_URL,
            renderer=kinds.get(kind).renderer_version(),
        ),
        defaults={"source": source, "record": record, "site_url": settings.SITE_URL},
    )
    if rendering.is_failed:  # asking again is how a person tries again
        Rendering.objects.filter(pk=rendering.pk).update(
            state=RenderingState.QUEUED, attempts=0, error="", finished_at=None
        )
        rendering.refresh_from_db()
    if is_new or not rendering.is_done:
        nudge_after_commit(TASK)
    return rendering


def claim(*, rendering_id: UUID, lease: timedelta) -> bool:
    """Take the rendering for ``lease``; False when somebody else has it or it is done."""
    now = timezone.now()
    claimed = (
        Rendering.objects.waiting(now)
        .filter(pk=rendering_id)
        .update(
            state=RenderingState.RUNNING,
            leased_until=now + lease,
            attempts=F("attempts") + 1,
            pages_done=0,
        )
    )
    return claimed == 1


@transaction.atomic
def finish(*, rendering: Rendering, pdf: bytes) -> None:
    """Keep the PDF, and do what its kind does when it is done."""
    Rendering.objects.filter(pk=rendering.pk).update(
        state=RenderingState.DONE,
        pdf=pdf,
        error="",
        leased_until=None,
        finished_at=timezone.now(),
    )
    kinds.get(rendering.kind).when_done(rendering, pdf)


def fail(*, rendering: Rendering, error: str) -> None:
    """Say why the PDF could not be made."""
    Rendering.objects.filter(pk=rendering.pk).update(
        state=RenderingState.FAILED, error=error, leased_until=None, finished_at=timezone.now()
    )


def give_up_hopeless() -> None:
    """Fail the renderings that have taken down their worker again and again."""
    Rendering.objects.waiting(timezone.now()).filter(attempts__gte=MOST_ATTEMPTS).update(
        state=RenderingState.FAILED,
        error=_(
            "Utskriften avbröts flera gånger. Innehållet är kanske för stort; kontakta förvaltaren."
        ),
        leased_until=None,
        finished_at=timezone.now(),
    )


def forget_old() -> None:
    """Throw away PDFs that nobody has asked for in two weeks; they can be made again."""
    before = timezone.now() - KEPT_FOR
    Rendering.objects.filter(asked_at__lt=before).exclude(
        state__in=[RenderingState.QUEUED, RenderingState.RUNNING]
    ).delete()
