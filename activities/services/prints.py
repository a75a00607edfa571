"""Asking for the year and for an activity's brief as PDFs."""

from __future__ import annotations

from activities.brief import brief
from activities.document import year_document
from activities.models import ActivityPlan
from activities.sheet import Sheet
from core.canonical import canonical_bytes
from core.prints import queue
from core.prints.models import Rendering

YEAR_KIND = "year"
BRIEF_KIND = "brief"
WITH_IDEAS = "ideas"
"""The record of a print that holds what those who only read do not see."""


def ask_for_year(*, activity_plan: ActivityPlan, with_ideas: bool) -> Rendering:
    """The rendering of a year as it stands: a new one, or the one at hand."""
    value = year_document(activity_plan, with_ideas=with_ideas)
    return queue.ask(
        kind=YEAR_KIND,
        subject_id=activity_plan.pk,
        source=canonical_bytes(value).decode(),
        record=WITH_IDEAS if with_ideas else "",
    )


def ask_for_brief(*, sheet: Sheet) -> Rendering:
    """The rendering of an activity on one page, as it stands."""
    return queue.ask(
        kind=BRIEF_KIND,
        subject_id=sheet.activity.pk,
        source=canonical_bytes(brief(sheet)).decode(),
    )
