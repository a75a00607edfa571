"""Where each thing that keeps a plan from being proposed is mended."""

from __future__ import annotations

from dataclasses import dataclass

from plans.checks.proposing import Missing, Place
from plans.models import Plan


@dataclass(frozen=True)
class LinkedMissing:
    """What is missing, and the address where it is mended."""

    sentence: str
    link: str


def linked(plan: Plan, missing: Missing) -> LinkedMissing:
    """``missing`` with its link, under the plan's or the agreement's own address."""
    start = plan.get_absolute_url()
    agreement = plan.agreement.get_absolute_url()
    pages = {
        Place.DOCUMENT: f"{start}dokument/",
        Place.SECTION: f"{start}redigera/{missing.key}/",
        Place.OUTLINE: f"{start}redigera/",
        Place.VERSION: f"{start}version/{missing.key}/",
        Place.AGREEMENT: agreement,
        Place.MEMBERS: f"{agreement}medlemmar/",
    }
    return LinkedMissing(missing.sentence, pages[missing.place])
