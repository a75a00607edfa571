"""Asking for a PDF, and what a worker does about it."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from appendix.document import canonical_bytes
from appendix.document.canonical import Document
from appendix.models import Rendering, RenderingState
from appendix.printing import print_key
from appendix.record import DRAFT, Record, record_of
from core.nudge import nudge_after_commit
from plans.enums import VersionState
from plans.models import Plan, PlanVersion

logger = logging.getLogger(__name__)

TASK = "appendix.tasks.render_waiting"
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def ask_for_draft(*, plan: Plan, document: Document) -> Rendering:
    """The rendering of the working text ``document`` of ``plan``: a new one, or the one at hand."""
    data = canonical_bytes(document)
    return _ask(plan, None, data.decode(), hashlib.sha256(data).hexdigest(), DRAFT)


@transaction.atomic
def ask_for_version(*, version: PlanVersion) -> Rendering:
    """The rendering of a version, whose PDF is stored with it once it is made."""
    return _ask(version.plan, version, version.document, version.sha256, record_of(version))


def _ask(
    plan: Plan, version: PlanVersion | None, document: str, document_sha256: str, record: Record
) -> Rendering:
    key = print_key(document_sha256, record, site_url=settings.SITE_URL)
    rendering, is_new = Rendering.objects.light().get_or_create(
        key=key,
        defaults={
            "plan": plan,
            "plan_version": version,
            "document": document,
            "record": record.as_text(),
            "site_url": settings.SITE_URL,
        },
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
    """Keep the PDF; that of an adopted version is stored with the version, once and for ever."""
    Rendering.objects.filter(pk=rendering.pk).update(
        state=RenderingState.DONE,
        pdf=pdf,
        error="",
        leased_until=None,
        finished_at=timezone.now(),
    )
    # A print asked for while the version was proposed says "draft", and stays one if the version is
    # adopted before a worker comes to it.
    is_draft = Record.from_text(rendering.record).is_draft
    if rendering.plan_version_id is not None and not is_draft:
        store_pdf(version_id=rendering.plan_version_id, pdf=pdf)


def store_pdf(*, version_id: int, pdf: bytes) -> None:
    """Give an adopted version its PDF, unless it has one: what is stored is never replaced."""
    PlanVersion.objects.filter(pk=version_id, state=VersionState.ADOPTED, pdf__isnull=True).update(
        pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest()
    )


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
            "Utskriften avbröts flera gånger. Planen är kanske för stor; kontakta förvaltaren."
        ),
        leased_until=None,
        finished_at=timezone.now(),
    )


def ask_for_missing() -> None:
    """Queue the PDF of every adopted version that lacks one, such as after a failed night."""
    missing = PlanVersion.objects.filter(state=VersionState.ADOPTED, pdf__isnull=True)
    for version in missing.exclude(renderings__state=RenderingState.FAILED)[:20]:
        ask_for_version(version=version)


def forget_old() -> None:
    """Throw away drafts' PDFs that nobody has asked for in two weeks; they can be made again."""
    before = timezone.now() - KEPT_FOR
    Rendering.objects.filter(asked_at__lt=before).exclude(
        state__in=[RenderingState.QUEUED, RenderingState.RUNNING]
    ).delete()
