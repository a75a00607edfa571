"""The columns of a table: added, named, moved, removed.

A column either prints a field of the items or is free; the n-th free column prints each item's n-th
cell. So a free column that moves or goes takes its cells with it, and whoever is just writing in a
row of the table is told, since every row's version moves on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans import registry
from plans.models import Section
from plans.models.section import MOST_CELLS

from .structure import lock
from .subjects import subject_of

Column = dict[str, str]


def columns_of(section: Section, *, most_cells: int | None = None) -> list[Column]:
    """The columns of ``section`` as they are printed: its own, or the usual ones of its kind."""
    if section.columns:
        return [dict(column) for column in section.columns]
    kind = registry.get(section.kind)
    if kind.columns:
        return [{"label": str(label), "field": name} for name, label in kind.columns]
    count = most_cells if most_cells is not None else _most_cells(section)
    return [{} for _column in range(max(1, count))]


def free_index(columns: Sequence[Column], index: int) -> int | None:
    """Which cell of a row stands in the column ``index``; None when it prints a field."""
    if columns[index].get("field"):
        return None
    return sum(not column.get("field") for column in columns[:index])


@transaction.atomic
def add_column(*, section: Section, label: str, field: str = "", by: User) -> None:
    """A new column at the end; ValidationError when there are too many, or it is none of the kind's."""
    columns = _locked(section)
    if len(columns) >= MOST_CELLS:
        raise ValidationError(_("En tabell kan ha högst %s kolumner.") % MOST_CELLS)
    if field and field not in fields_of(section):
        raise ValidationError(_("Välj vad kolumnen ska visa."))
    column = {"label": label} | ({"field": field} if field else {})
    _store(section, columns, [*columns, _tidy(column)], by)


@transaction.atomic
def rename_columns(
    *, section: Section, labels: Sequence[str], base: Sequence[str], by: User
) -> list[int]:
    """Name the columns ``labels`` where they were called ``base``; those that clash, by index.

    A heading that somebody else changed meanwhile is left alone, as are all when the columns
    themselves are others by now.
    """
    columns = _locked(section)
    if not len(columns) == len(labels) == len(base):
        return list(range(len(columns)))
    renamed, clashes = [], []
    for index, (column, label, was) in enumerate(zip(columns, labels, base, strict=True)):
        now = column.get("label", "")
        if label in (was, now):
            renamed.append(column)
        elif now == was:
            renamed.append(_tidy(column | {"label": label}))
        else:
            clashes.append(index)
            renamed.append(column)
    if renamed != columns:
        _store(section, columns, renamed, by)
    return clashes


@transaction.atomic
def move_column(*, section: Section, index: int, step: int, by: User) -> bool:
    """Move a column ``step`` places to the right (or left); whether there was room."""
    columns = _locked(section)
    goal = index + step
    if not (0 <= index < len(columns) and 0 <= goal < len(columns)):
        return False
    order = list(range(len(columns)))
    order.insert(goal, order.pop(index))
    _reorder(section, columns, order, by)
    return True


@transaction.atomic
def remove_column(*, section: Section, index: int, by: User) -> None:
    """Take a column away; its cells go with it and are kept in the log."""
    columns = _locked(section)
    if not 0 <= index < len(columns):
        return
    if len(columns) == 1:
        raise ValidationError(_("Tabellen behöver minst en kolumn."))
    _reorder(section, columns, [place for place in range(len(columns)) if place != index], by)


def fields_of(section: Section) -> dict[str, str]:
    """The fields that a column may print, with what they are called."""
    kind = registry.get(section.kind)
    model: Any = kind.model
    if model is None or kind.name == "table":
        return {}
    usual = {name: str(label) for name, label in kind.columns}
    words = {
        name: str(model._meta.get_field(name).verbose_name)
        for name in kind.fields
        if model._meta.get_field(name).related_model is None
    }
    return {"name": str(model._meta.verbose_name)} | words | usual


# --- together --------------------------------------------------------------------------------------


def _locked(section: Section) -> list[Column]:
    lock(section.plan)
    section.refresh_from_db(fields=["columns", "kind", "version"])
    if registry.get(section.kind).model is None:
        raise ValidationError(_("I det här avsnittet finns ingen tabell."))
    return columns_of(section)


def _reorder(section: Section, columns: list[Column], order: list[int], by: User) -> None:
    """Put the columns into ``order``, which may leave some out, and the rows' cells with them."""
    cells = [place for index in order if (place := free_index(columns, index)) is not None]
    count = sum(not column.get("field") for column in columns)
    changed = _reorder_cells(section, cells) if cells != list(range(count)) else {}
    _store(section, columns, [columns[index] for index in order], by, cells=changed)


def _reorder_cells(section: Section, order: list[int]) -> dict[str, list[str]]:
    """Rearrange the cells of every row, those in the bin too; what was there before, by key."""
    model: Any = registry.get(section.kind).model
    before, rows = {}, []
    for row in model._default_manager.filter(section=section).select_related("node"):
        if row.cells:
            before[row.node.key] = row.cells
            row.cells = [row.cells[place] if place < len(row.cells) else "" for place in order]
            rows.append(row)
    if rows:
        model._default_manager.bulk_update(rows, ["cells"])
    model._default_manager.filter(section=section).update(version=F("version") + 1)
    return before


def _store(
    section: Section,
    before: list[Column],
    after: list[Column],
    by: User,
    *,
    cells: dict[str, list[str]] | None = None,
) -> None:
    Section.objects.filter(pk=section.pk).update(columns=after, version=F("version") + 1)
    section.columns = after
    section.version += 1
    subject = subject_of(section)
    name = {"name": subject.name}
    changes.record(
        by=by,
        scope=subject.scope,
        action="changed",
        kind=subject.kind,
        key=subject.key,
        before=name | {"columns": before} | ({"cells": cells} if cells else {}),
        after=name | {"columns": after},
    )


def _most_cells(section: Section) -> int:
    model: Any = registry.get(section.kind).model
    if model is None:
        return 0
    rows = model._default_manager.filter(section=section, removed_at__isnull=True)
    return max((len(cells) for cells in rows.values_list("cells", flat=True)), default=1)


def _tidy(column: Column) -> Column:
    return {name: value for name, value in column.items() if value}
