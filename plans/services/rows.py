"""The rows of a plan: what stands in its sections, and the rows of document control.

All values are written as documents write them; see ``subjects``.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from plans import registry
from plans.models import Plan, PlanOrganisation, Role, Section, SectionItem
from plans.models.plan import OrderedRow

from . import structure
from .keys import take_key
from .saving import Conflict, Saved, check, refer, row_values, save
from .structure import lock
from .subjects import Row, Values, subject_of

__all__ = [
    "Conflict",
    "Saved",
    "add_item",
    "add_row",
    "move_row",
    "remove_row",
    "save_row",
    "take_back",
    "take_back_all",
]

Listed = TypeVar("Listed", bound=OrderedRow)


def save_row(
    *,
    row: Row,
    values: Values,
    base_version: int,
    base_values: Values | None,
    by: User,
    now: Values | None = None,
) -> Saved | Conflict:
    """Save an item, a row of document control or the plan's own fields; see ``saving.save``."""
    return save(
        row=row,
        values=values,
        base_version=base_version,
        base_values=base_values,
        by=by,
        now=now,
    )


@transaction.atomic
def add_item(
    *,
    section: Section,
    values: Values,
    parent: SectionItem | None = None,
    after: SectionItem | None = None,
    by: User,
) -> SectionItem:
    """A new item of ``section``, last or right after ``after``, nested in ``parent``.

    Raises ValidationError when the section holds no items, or a value is wrong.
    """
    lock(section.plan)
    section.refresh_from_db(fields=["kind", "removed_at"])
    kind = registry.get(section.kind)
    if kind.model is None or section.removed_at is not None:
        raise ValidationError(_("I det här avsnittet finns inga rader."))
    model: Any = kind.model
    row: SectionItem = model(section=section, parent=parent)
    words = str(values.get("name") or values.get("text") or next(iter(values.get("cells") or [""])))
    _store(row, section.plan, values, after, words=words, otherwise=str(kind.label))
    structure.added(subject_of(row), by)
    return row


@transaction.atomic
def add_row(*, plan: Plan, model: type[Listed], values: Values, by: User) -> Listed:
    """A new row of document control, last in its list: an organisation, a relation, a fact, a role.

    Raises ValidationError when a value is wrong.
    """
    lock(plan)
    make: Any = model
    row: Listed = make(plan=plan)
    otherwise = str(model._meta.verbose_name)
    _store(row, plan, values, None, words=str(values.get("name") or ""), otherwise=otherwise)
    structure.added(subject_of(row), by)
    return row


def _store(row: Any, plan: Plan, values: Values, after: Any, *, words: str, otherwise: str) -> None:
    """Fill the new ``row`` with ``values`` and put it in its place."""
    if isinstance(row, (PlanOrganisation, Role, SectionItem)):
        row.node = take_key(plan=plan, words=words, otherwise=otherwise)
    subject = subject_of(row)
    columns = {name: value for name, value in values.items() if name in subject.fields}
    attributes = dict(row_values(subject, columns))
    check(row, attributes, {*columns, *_required(subject.fields, row)})
    for name, value in attributes.items():
        setattr(row, name, value)
    structure.append(row, after)
    for name in subject.references:
        refer(subject, name, values.get(name) or [], [])


def _required(names: tuple[str, ...], row: Any) -> set[str]:
    """The fields that must not be empty, also where nobody has said anything of them."""
    return {name for name in names if not row._meta.get_field(name).blank}


@transaction.atomic
def move_row(*, row: Any, direction: str | None = None, after: Any | None = None, by: User) -> bool:
    """Move ``row`` ``up``, ``down``, ``in`` or ``out`` by one, or right after ``after``.

    With neither it becomes the first among its siblings. Whether anything moved; raises
    ValidationError where that cannot be.
    """
    lock(subject_of(row).home)
    row.refresh_from_db()
    if direction is not None:
        return structure.move(row=row, direction=direction, by=by)
    return structure.place_after(row=row, after=after, by=by)


@transaction.atomic
def remove_row(*, row: Any, by: User) -> None:
    """Put ``row`` into the bin with all that is nested in it."""
    lock(subject_of(row).home)
    row.refresh_from_db()
    structure.remove(row=row, by=by)


@transaction.atomic
def take_back(*, row: Any, by: User) -> None:
    """Take ``row`` out of the bin.

    Raises ValidationError when what it stood in lies there too, or holds other things by now.
    """
    lock(subject_of(row).home)
    row.refresh_from_db()
    if isinstance(row, SectionItem) and registry.get(row.section.kind).model is not type(row):
        raise ValidationError(_("Avsnittet innehåller numera något annat."))
    structure.take_back(row=row, by=by)


@transaction.atomic
def take_back_all(*, row: Any, by: User) -> None:
    """Take ``row`` out of the bin, and with it everything that it stands in.

    Raises ValidationError where that holds other things by now.
    """
    lock(subject_of(row).home)
    row.refresh_from_db()
    for holder in reversed(structure.holders(row)):
        structure.take_back(row=holder, by=by)
    take_back(row=row, by=by)
