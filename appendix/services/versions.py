"""Proposing a version: the one step that needs both the rows and the document."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from appendix.document import build, canonical_bytes
from plans.models import Plan, PlanVersion
from plans.services.versions import FrozenDocument, propose_version


def propose_draft(
    *, plan: Plan, by: User, wished_from: date | None = None, at: datetime | None = None
) -> PlanVersion:
    """Freeze the working text of ``plan`` as it is now and propose it.

    Raises as ``propose_version`` does.
    """
    document = build(plan)
    frozen = FrozenDocument(
        data=canonical_bytes(document),
        schema=document["schema"],
        valid_to=plan.ends_on,
        image_sha256s=tuple(sorted(document.get("images", {}))),
    )
    return propose_version(plan=plan, document=frozen, by=by, wished_from=wished_from, at=at)
