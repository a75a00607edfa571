"""The situational picture: problem areas added, saved, moved and removed, and what activities point to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from activities.models import Activity
from core import changes
from evaluations.models import ProblemArea
from plans.models import Agreement
from plans.permissions import Abilities, agreement_abilities
from plans.services import rows, structure
from plans.services.rows import Conflict, Saved
from plans.services.saving import check, row_values
from plans.services.subjects import Values, name_of, subject_of


def edits_picture(abilities: Abilities) -> bool:
    """Whether somebody writes in the picture: who works in the agreement, and the steering group.

    The picture is what the steering group goes through together, and it is put right as they speak;
    what each review ended with is kept, so nobody approves anything by writing in it.
    """
    return abilities.work or abilities.decide


def _require(agreement: Agreement, by: User) -> None:
    if not edits_picture(agreement_abilities(by, agreement)):
        raise PermissionDenied


@transaction.atomic
def add_area(*, agreement: Agreement, values: Values, by: User) -> ProblemArea:
    """A new problem area, last in the picture. Raises ValidationError where a value is wrong."""
    _require(agreement, by)
    structure.lock(agreement)
    row = ProblemArea(agreement=agreement)
    attributes = dict(row_values(subject_of(row), values))
    check(row, attributes, {"name", *values})
    for name, value in attributes.items():
        setattr(row, name, value)
    structure.append(row, None)
    structure.added(subject_of(row), by)
    return row


def save_area(
    *,
    area: ProblemArea,
    values: Values,
    base_version: int,
    base_values: Values | None,
    by: User,
) -> Saved | Conflict:
    """Save what is said of an area; see ``plans.services.saving``."""
    _require(area.agreement, by)
    return rows.save_row(
        row=area, values=values, base_version=base_version, base_values=base_values, by=by
    )


def move_area(*, area: ProblemArea, direction: str | None, by: User) -> bool:
    """One step ``up`` or ``down``, or with None to the top; whether there was anywhere to go."""
    _require(area.agreement, by)
    return rows.move_row(row=area, direction=direction, by=by)


def remove_area(*, area: ProblemArea, by: User) -> None:
    """Take an area out of the picture; what reviews have kept of it stays."""
    _require(area.agreement, by)
    rows.remove_row(row=area, by=by)


def take_back_area(*, area: ProblemArea, by: User) -> None:
    """Undo the removal."""
    _require(area.agreement, by)
    rows.take_back(row=area, by=by)


@transaction.atomic
def point_to(
    *, activity: Activity, wanted: Collection[int], base: Collection[int], by: User
) -> None:
    """Let ``activity`` point to the areas ``wanted``, of those that were ``base`` when it was asked.

    What somebody else ticked meanwhile stays ticked. Areas of other agreements are left out.
    """
    agreement = activity.node.plan.agreement
    _require(agreement, by)
    structure.lock(agreement)
    areas = {area.pk: area for area in ProblemArea.objects.live().filter(agreement=agreement)}
    through = ProblemArea.activities.through._default_manager
    before = set(
        through.filter(activity=activity, problemarea__in=areas).values_list(
            "problemarea", flat=True
        )
    )
    after = (before | (set(wanted) - set(base))) - (set(base) - set(wanted))
    after &= set(areas)
    if after == before:
        return
    through.filter(activity=activity, problemarea__in=before - after).delete()
    ties: Any = ProblemArea.activities.through
    through.bulk_create(
        [ties(problemarea_id=pk, activity_id=activity.pk) for pk in sorted(after - before)],
        ignore_conflicts=True,
    )
    subject = subject_of(activity)
    changes.record(
        by=by,
        scope=subject.scope,
        action="changed",
        kind=subject.kind,
        key=subject.key,
        before={"name": name_of(activity), "problem_areas": _names(areas, before)},
        after={"name": name_of(activity), "problem_areas": _names(areas, after)},
    )


def _names(areas: dict[int, ProblemArea], pks: Collection[int]) -> list[str]:
    return [area.name for pk, area in areas.items() if pk in pks]
