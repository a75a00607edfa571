"""Asking for the appendix as a PDF, and storing it with the version it is of."""

from __future__ import annotations

import hashlib

from appendix.document import canonical_bytes
from appendix.document.canonical import Document
from appendix.record import DRAFT, record_of
from core.prints import queue
from core.prints.models import Rendering, RenderingState
from plans.enums import VersionState
from plans.models import Plan, PlanVersion

DRAFT_KIND = "draft"
VERSION_KIND = "version"


def ask_for_draft(*, plan: Plan, document: Document) -> Rendering:
    """The rendering of the working text ``document`` of ``plan``: a new one, or the one at hand."""
    source = canonical_bytes(document).decode()
    return queue.ask(kind=DRAFT_KIND, subject_id=plan.pk, source=source, record=DRAFT.as_text())


def ask_for_version(*, version: PlanVersion) -> Rendering:
    """The rendering of a version, whose PDF is stored with it once it is made."""
    return queue.ask(
        kind=VERSION_KIND,
        subject_id=version.pk,
        source=version.document,
        record=record_of(version).as_text(),
    )


def store_pdf(*, version_id: int, pdf: bytes) -> None:
    """Give an adopted version its PDF, unless it has one: what is stored is never replaced."""
    PlanVersion.objects.filter(pk=version_id, state=VersionState.ADOPTED, pdf__isnull=True).update(
        pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest()
    )


def ask_for_missing() -> None:
    """Queue the PDF of every adopted version that lacks one, such as after a failed night."""
    failed = Rendering.objects.filter(kind=VERSION_KIND, state=RenderingState.FAILED)
    missing = PlanVersion.objects.filter(state=VersionState.ADOPTED, pdf__isnull=True)
    for version in missing.exclude(pk__in=failed.values("subject_id"))[:20]:
        ask_for_version(version=version)
