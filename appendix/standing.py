"""Where a plan stands on a day: which version is in force, which comes, which is being decided on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.enums import VersionState
from plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class VersionLine:
    """A version with its state on the day, stored or derived."""

    version: PlanVersion
    state: str


@dataclass(frozen=True)
class Standing:
    """A plan's versions, newest first, and those that count."""

    lines: Sequence[VersionLine]
    current: VersionLine | None
    proposed: VersionLine | None
    upcoming: Sequence[VersionLine]


def standing(plan: Plan, on: date, *, approvals: bool = False) -> Standing:
    """Where ``plan`` stands on ``on``; one question to the database, two with ``approvals``."""
    versions = plan.versions.light().order_by("-number")
    rows = list(versions.prefetch_related("approvals") if approvals else versions)
    begun = [row for row in rows if row.valid_from is not None and row.valid_from <= on]
    current = max(begun, key=_begins, default=None)
    lines = [VersionLine(row, row.validity(on, current=current) or row.state) for row in rows]
    return Standing(
        lines=lines,
        current=next((line for line in lines if line.version is current), None),
        proposed=next((line for line in lines if line.state == VersionState.PROPOSED), None),
        upcoming=[line for line in lines if line.state == "upcoming"],
    )


def _begins(version: PlanVersion) -> tuple[date, int]:
    """Later first days come after earlier ones; of two on the same day the higher number counts."""
    return version.valid_from or date.min, version.number
