"""The steps of a version that need more than its row: the document, its PDF, the rows of the draft."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appendix.document import build, canonical_bytes, sha256, upgrade
from appendix.document.replace import replace_content
from core import changes
from core.snapshot import snapshot
from plans.enums import VersionState
from plans.models import Plan, PlanVersion
from plans.permissions import plan_abilities
from plans.services.versions import FrozenDocument, approve_version, propose_version

from .renderings import ask_for_version


def frozen_draft(plan: Plan) -> FrozenDocument:
    """The working text of ``plan`` as it stands at this moment, as bytes to propose.

    The plan's own row is read again with all the others: they belong to the same moment.
    """
    with snapshot():
        document = build(Plan.objects.select_related("agreement").get(pk=plan.pk))
    last = document.get("ends_on")
    return FrozenDocument(
        data=canonical_bytes(document),
        schema=document["schema"],
        valid_to=date.fromisoformat(last) if last else None,
        image_sha256s=tuple(sorted(document.get("images", {}))),
    )


def propose_draft(
    *,
    plan: Plan,
    by: User,
    wished_from: date | None = None,
    at: datetime | None = None,
    seen: str | None = None,
) -> PlanVersion:
    """Freeze the working text of ``plan`` as it is now and propose it.

    ``seen`` is the SHA-256 of what the proposer looked at. Raises as ``propose_version`` does, and
    ValidationError when the text has changed since.
    """
    document = frozen_draft(plan)
    if seen is not None and seen != document.sha256:
        message = _(
            "Utkastet har ändrats sedan du öppnade sidan. Titta igenom det och föreslå igen."
        )
        raise ValidationError(message)
    return propose_version(plan=plan, document=document, by=by, wished_from=wished_from, at=at)


@transaction.atomic
def approve(*, version: PlanVersion, by: User, sha256: str, comment: str = "") -> PlanVersion:
    """Approve as ``approve_version`` does; when that adopts the version, its PDF is asked for."""
    version = approve_version(version=version, by=by, sha256=sha256, comment=comment)
    if version.state == VersionState.ADOPTED:
        ask_for_version(version=version)
    return version


@transaction.atomic
def start_draft_from(*, version: PlanVersion, by: User) -> Plan:
    """Make the working text what ``version`` says; what it said before goes to the log and the bin.

    Keys stay, and so do comments and earlier forms. The log also keeps the whole text as it stood.
    Raises PermissionDenied for those who do not run the agreement.
    """
    if not plan_abilities(by, version.plan).run:
        raise PermissionDenied
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("agreement")
        .get(pk=version.plan_id)
    )
    before = build(plan)
    wanted = upgrade(json.loads(version.document))
    entries = replace_content(plan, wanted)
    if sha256(build(plan)) != sha256(wanted):
        raise RuntimeError(f"the draft of plan {plan.pk} did not become version {version.number}")
    scope = f"plan:{plan.pk}"
    changes.record_many(by=by, scope=scope, entries=entries)
    changes.record(
        by=by,
        scope=scope,
        action="restored",
        kind="plan",
        key=plan.slug,
        # Pictures are kept by themselves, under the SHA-256 that the text names.
        before={"document": {**before, "images": sorted(before.get("images", {}))}},
        after={"version": version.number, "sha256": version.sha256},
    )
    return plan
