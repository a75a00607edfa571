"""Order, nesting, the bin: what changes more than one row of a plan.

Such a change locks the plan first, so that two of them are answered one after the other. Saving a
row does not: two who write on two rows never wait for one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans.models import Section, SectionItem
from plans.shape import DEEPEST_ITEMS, DEEPEST_SECTIONS

from .subjects import Subject, Values, subject_of, written


class Direction(StrEnum):
    """Where a row goes."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def lock(home: models.Model) -> None:
    """Wait until nobody else changes the structure of ``home``; for the rest of the transaction.

    ``home`` is a plan, or what else rows belong to (``Subject.home``). A plain save of document
    control is not kept waiting (``no_key``). SQLite has one writer at a time anyway.
    """
    type(home)._default_manager.select_for_update(no_key=True).only("pk").get(pk=home.pk)


def siblings(row: Any, *, parent: Any = ...) -> list[Any]:
    """The live rows beside ``row`` in order, itself among them; or those under another ``parent``."""
    rows: models.QuerySet[Any] = type(row)._default_manager.filter(removed_at__isnull=True)
    if isinstance(row, Section):
        rows = rows.filter(plan=row.plan_id)
    elif isinstance(row, SectionItem):
        rows = rows.filter(section=row.section_id)
    else:
        subject = subject_of(row)
        rows = rows.filter(**(subject.beside or {"plan": subject.plan}))
    if _nests(row):
        rows = rows.filter(parent=row.parent_id if parent is ... else parent)
    return list(rows.order_by("position", "pk"))


def number(rows: Sequence[Any]) -> None:
    """Give ``rows`` the positions that their order says, in one statement."""
    moved = []
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])


def move(*, row: Any, direction: str, by: User) -> bool:
    """Move ``row`` one step; whether there was anywhere to go. Call it with the plan locked.

    Raises ValidationError when it would stand too deep, or is in the bin.
    """
    _refuse_removed(row)
    steps: dict[str, Callable[[Any], bool]] = {
        Direction.UP: lambda row: _shift(row, -1),
        Direction.DOWN: lambda row: _shift(row, 1),
        Direction.IN: _indent,
        Direction.OUT: _outdent,
    }
    if direction not in steps:
        raise ValidationError(_("Dit går det inte att flytta."))
    before = _place(row)
    if not steps[direction](row):
        return False
    _log(subject_of(row), "moved", before, _place(row), by)
    return True


def place_after(*, row: Any, after: Any | None, by: User) -> bool:
    """Put ``row`` right after ``after`` (beside it), or first among its own siblings.

    Raises ValidationError when ``after`` is elsewhere, or stands in ``row`` itself.
    """
    _refuse_removed(row)
    before = _place(row)
    parent = row.parent if after is None else after.parent if _nests(row) else None
    if _nests(row):
        _refuse_circle(row, parent)
        _refuse_depth(row, parent)
    rows = [r for r in siblings(row, parent=parent) if r.pk != row.pk]
    if after is not None and after.pk not in {r.pk for r in rows}:
        raise ValidationError(_("Dit går det inte att flytta."))
    index = 0 if after is None else [r.pk for r in rows].index(after.pk) + 1
    _hang(row, parent, rows, index)
    if _place(row) == before:
        return False
    _log(subject_of(row), "moved", before, _place(row), by)
    return True


def remove(*, row: Any, by: User) -> None:
    """Put ``row`` into the bin with all that stands in it; nothing happens when it lies there already.

    Its version moves on, so that somebody who is just writing in it is told.
    """
    subject = subject_of(row)
    before = written(subject)
    live = type(row)._default_manager.filter(pk=row.pk, removed_at__isnull=True)
    now = timezone.now()
    if live.update(removed_at=now, version=F("version") + 1) != 1:
        return
    row.removed_at, row.version = now, row.version + 1
    _log(subject, "removed", before, None, by)


def take_back(*, row: Any, by: User) -> None:
    """Take ``row`` out of the bin, to where it was.

    Raises ValidationError when what it stood in lies in the bin itself.
    """
    if row.removed_at is None:
        return
    _refuse_hidden(row)
    beside = siblings(row)
    row.removed_at = None
    row.version += 1
    type(row)._default_manager.filter(pk=row.pk).update(removed_at=None, version=F("version") + 1)
    beside.insert(min(row.position, len(beside)), row)
    number(beside)
    subject = subject_of(row)
    _log(subject, "taken_back", None, written(subject), by)


def holders(row: Any) -> list[Any]:
    """What ``row`` stands in, the nearest first: rows it is nested in, its section, those above it."""
    found = []
    above = row.parent if _nests(row) else None
    if isinstance(row, SectionItem) and above is None:
        above = row.section
    while above is not None:
        found.append(above)
        if isinstance(above, SectionItem) and above.parent is None:
            above = above.section
        else:
            above = above.parent
    return found


def append(row: Any, after: Any | None) -> None:
    """Store the new ``row`` after ``after``, or last among its siblings."""
    beside = siblings(row)
    index = len(beside)
    if after is not None:
        if after.pk not in {r.pk for r in beside}:
            raise ValidationError(_("Raden som den skulle stå efter finns inte längre."))
        index = [r.pk for r in beside].index(after.pk) + 1
    if _nests(row):
        _refuse_depth(row, row.parent)
    row.position = index
    row.save(force_insert=True)
    beside.insert(index, row)
    number(beside)


def added(subject: Subject, by: User) -> None:
    """Log that the row of ``subject`` is new."""
    _log(subject, "added", None, written(subject), by)


# --- the steps -------------------------------------------------------------------------------------


def _shift(row: Any, step: int) -> bool:
    rows = siblings(row)
    index = [r.pk for r in rows].index(row.pk)
    if not 0 <= index + step < len(rows):
        return False
    rows.insert(index + step, rows.pop(index))
    number(rows)
    row.position = index + step
    return True


def _indent(row: Any) -> bool:
    """Into the sibling above, as its last."""
    if not _nests(row):
        return False
    rows = siblings(row)
    index = [r.pk for r in rows].index(row.pk)
    if index == 0:
        return False
    parent = rows[index - 1]
    _refuse_depth(row, parent)
    below = siblings(row, parent=parent)
    _hang(row, parent, below, len(below))
    return True


def _outdent(row: Any) -> bool:
    """Out of the row it stands in, right after it."""
    if not _nests(row) or row.parent is None:
        return False
    parent = row.parent
    rows = siblings(row, parent=parent.parent)
    index = [r.pk for r in rows].index(parent.pk) + 1
    _hang(row, parent.parent, rows, index)
    return True


def _hang(row: Any, parent: Any | None, beside: list[Any], index: int) -> None:
    """Put ``row`` under ``parent`` between those ``beside`` it."""
    if _nests(row) and row.parent_id != (parent.pk if parent else None):
        row.parent = parent
        type(row)._default_manager.filter(pk=row.pk).update(parent=parent)
    beside.insert(index, row)
    number(beside)


def _nests(row: Any) -> bool:
    return isinstance(row, (Section, SectionItem))


# --- what is refused -------------------------------------------------------------------------------


def _refuse_removed(row: Any) -> None:
    if row.removed_at is not None:
        raise ValidationError(_("Det är borttaget. Ta tillbaka det först."))


def _refuse_hidden(row: Any) -> None:
    """Raises ValidationError for a row that would still be reached by nobody."""
    if any(holder.removed_at is not None for holder in holders(row)):
        raise ValidationError(_("Det som raden stod i är också borttaget. Ta tillbaka det först."))


def _refuse_circle(row: Any, parent: Any | None) -> None:
    while parent is not None:
        if parent.pk == row.pk:
            raise ValidationError(_("Det går inte att flytta in något i sig självt."))
        parent = parent.parent


def _refuse_depth(row: Any, parent: Any | None) -> None:
    """Raises ValidationError when ``row``, with what stands in it, would be deeper than documents go."""
    above = 0
    while parent is not None:
        above, parent = above + 1, parent.parent
    deepest = DEEPEST_SECTIONS if isinstance(row, Section) else DEEPEST_ITEMS
    if above + _height(row) > deepest:
        raise ValidationError(_("Det går inte att flytta in i fler nivåer."))


def _height(row: Any) -> int:
    """How many levels ``row`` takes: one, and those of what stands in it."""
    if row.pk is None:
        return 1
    owner = "plan" if isinstance(row, Section) else "section"
    rows = type(row)._default_manager.filter(**{owner: getattr(row, f"{owner}_id")})
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in rows.values_list("pk", "parent"):
        children[parent].append(pk)
    height, level = 0, [row.pk]
    while level:
        height, level = height + 1, [child for pk in level for child in children[pk]]
    return height


# --- the log ---------------------------------------------------------------------------------------


def _place(row: Any) -> Values:
    """Where a row stands, for the log: after what, and in what."""
    place: Values = {"position": row.position}
    if _nests(row) and row.parent is not None:
        place["parent"] = row.parent.node.key
    return place


def _log(
    subject: Subject, action: str, before: Values | None, after: Values | None, by: User
) -> None:
    name = {"name": subject.name}
    changes.record(
        by=by,
        scope=subject.scope,
        action=action,
        kind=subject.kind,
        key=subject.key,
        before=None if before is None else name | before,
        after=None if after is None else name | after,
    )
