"""Saving one row, with others about: nothing is ever overwritten silently.

A row has a version number. Who saves says which version they began with, and what each field was
then. The row is written by one conditional UPDATE on the version, so that of two who save at the
same moment one is first and the other reads again. Where the version has moved on, a field that
nobody else touched is saved all the same; one that both changed is a clash and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import CheckConstraint, F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from core.numbers import number_of
from plans.models import Image, Node, Reference
from plans.models.plan import OrderedRowQuerySet
from plans.shape import read_value
from plans.texts import is_empty

from .subjects import Row, Subject, Values, subject_of, written

# Each round that is lost means that somebody else saved the very same row in between.
MOST_ROUNDS = 20


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what it was, what I wrote, what they wrote."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Saved:
    """The row is saved; ``version`` is its number now and ``changed`` the fields that were written."""

    row: Any
    version: int
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """Some of it is not saved: ``clashes`` says what and against what.

    ``changed`` are the fields that were saved all the same. A row ``removed`` in the meantime
    clashes in everything.
    """

    row: Any
    version: int
    clashes: tuple[Clash, ...]
    removed: bool = False
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Merge:
    changes: Values = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


@transaction.atomic
def save(
    *,
    row: Row,
    values: Values,
    base_version: int,
    base_values: Values | None,
    by: User,
    now: Values | None = None,
) -> Saved | Conflict:
    """Save ``values`` of ``row``, which was read at ``base_version`` and then said ``base_values``.

    Both are written as documents write them, as is ``now``: what ``row``, as it is given, says
    (it is looked up unless told). Without ``base_values`` every field that differs is a
    clash once the version has moved on.

    Raises ValidationError where a value is wrong, also together with what others have saved.
    """
    subject = subject_of(row)
    for _round in range(MOST_ROUNDS):
        answer = _attempt(subject, values, base_version, base_values, by, now)
        if answer is not None:
            return answer
        subject.row.refresh_from_db()
        now = None
    raise ValidationError(_("Det gick inte att spara just nu. Försök igen."))


def lost(row: Row, values: Values) -> Conflict:
    """The answer to a save of ``row`` that stands in something removed: nothing of it is saved."""
    before = written(subject_of(row))
    clashes = tuple(Clash(n, None, mine, before.get(n)) for n, mine in values.items())
    return Conflict(row, getattr(row, "version", 1), clashes, removed=True)


def _attempt(
    subject: Subject,
    values: Values,
    base_version: int,
    base: Values | None,
    by: User,
    now: Values | None,
) -> Saved | Conflict | None:
    """One round; None when somebody else was first, and the row is to be read again."""
    row = subject.row
    if getattr(row, "is_gone", False):
        return lost(row, values)
    before = written(subject) if now is None else now
    merge = _merged(subject, values, before, base, moved_on=row.version != base_version)
    if merge.changes and subject.settle:
        merge.changes = subject.settle(merge.changes, before)
    if merge.changes:
        name = subject.name
        try:
            if not _write(subject, merge.changes, before):
                return None
        except ValidationError:
            if not merge.clashes:
                raise
            return Conflict(row, row.version, _all_clash(merge, before))
        _log(subject, name, before, merge.changes, by)
    if merge.clashes:
        return Conflict(row, row.version, tuple(merge.clashes), changed=merge.changes)
    return Saved(row, row.version, merge.changes)


def _all_clash(merge: _Merge, before: Values) -> tuple[Clash, ...]:
    """What fits only together with a field that clashes waits with it."""
    rest = [Clash(n, before.get(n), mine, before.get(n)) for n, mine in merge.changes.items()]
    return (*merge.clashes, *rest)


# --- what becomes of each field --------------------------------------------------------------------


def _merged(
    subject: Subject, values: Values, now: Values, base: Values | None, *, moved_on: bool
) -> _Merge:
    merge = _Merge()
    for name, mine in values.items():
        theirs = now.get(name)
        known = base is not None and name in base
        was = base[name] if base is not None and known else theirs
        if same(mine, theirs) or (known and same(mine, was)):
            continue
        if name in subject.references and (known or not moved_on):
            _take(merge, name, _united(was, mine, theirs), theirs)
        elif same(was, theirs) if known else not moved_on:
            merge.changes[name] = mine
        elif name == "cells" and known and (cells := _cells(was, mine, theirs)) is not None:
            _take(merge, name, cells, theirs)
        else:
            merge.clashes.append(Clash(name, was if known else None, mine, theirs))
    return merge


def _take(merge: _Merge, name: str, value: Any, theirs: Any) -> None:
    if not same(value, theirs):
        merge.changes[name] = value


def _united(base: Any, mine: Any, theirs: Any) -> list[str]:
    """A set of keys after two people's ticking: what either added is there, what either took is not."""
    was, wanted, now = set(base or ()), set(mine or ()), set(theirs or ())
    return sorted((now | (wanted - was)) - (was - wanted))


Cells = list[str] | None


def _cells(base: Cells, mine: Cells, theirs: Cells) -> Cells:
    """Each cell is a text of its own; None where two changed the same one."""
    merged = []
    length = max(len(cells or ()) for cells in (base, mine, theirs))
    for was, wanted, now in zip(*(_padded(c, length) for c in (base, mine, theirs)), strict=True):
        if wanted not in (was, now) and was != now:
            return None
        merged.append(now if wanted == was else wanted)
    return _trimmed(merged)


def _padded(cells: Cells, length: int) -> list[str]:
    cells = list(cells or ())
    return cells + [""] * (length - len(cells))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def same(one: Any, other: Any) -> bool:
    """Whether two written values say the same; empty is empty, however it is written."""
    if isinstance(one, list) and isinstance(other, list):
        return _trimmed(one) == _trimmed(other)
    return one == other or (_says_nothing(one) and _says_nothing(other))


def _says_nothing(value: Any) -> bool:
    return is_empty(value) or (isinstance(value, list) and not any(value))


# --- writing ---------------------------------------------------------------------------------------


def _write(subject: Subject, wanted: Values, before: Values) -> bool:
    """Write the row if it still has its version; whether it had."""
    row = subject.row
    columns = {name: value for name, value in wanted.items() if name in subject.fields}
    attributes = dict(row_values(subject, columns))
    check(row, attributes, set(columns))
    unchanged = type(row)._default_manager.filter(pk=row.pk, version=row.version)
    if isinstance(unchanged, OrderedRowQuerySet):
        unchanged = unchanged.live()
    if unchanged.update(version=F("version") + 1, **attributes, **_stamps(row)) != 1:
        return False
    row.version += 1
    for name, value in attributes.items():
        setattr(row, name, value)
    for name in subject.references:
        if name in wanted:
            refer(subject, name, wanted[name], before.get(name) or [])
    return True


def _stamps(row: Row) -> dict[str, Any]:
    """The times of change that the row keeps: an UPDATE does not set ``auto_now``, as a save would."""
    stamped = [one.name for one in row._meta.concrete_fields if getattr(one, "auto_now", False)]
    return dict.fromkeys(stamped, timezone.now())


def row_values(subject: Subject, values: Values) -> Iterator[tuple[str, Any]]:
    """(attribute, value) of the row for each written value; a key becomes the row it names.

    Raises ValidationError when a key names nothing that can stand there.
    """
    for name, value in values.items():
        model_field = type(subject.row)._meta.get_field(name)
        if not isinstance(model_field, models.Field):
            raise TypeError(f"{name} is no field of the row")
        target = model_field.related_model
        if is_empty(value):
            yield model_field.attname, None if model_field.null else model_field.get_default()
        elif not isinstance(target, type):
            yield name, _read(model_field, value)
        elif target is Image:
            yield model_field.attname, value
        else:
            yield model_field.attname, _named(subject, target, name, value)


def _named(subject: Subject, target: type[models.Model], name: str, key: str) -> int:
    """The primary key of the live row of ``target`` in the same plan that is called ``key``.

    Of a row outside the plan the primary key is the key.
    """
    if name in subject.outside:
        found = number_of(key) and subject.outside[name]().filter(pk=number_of(key))
        pk = found.values_list("pk", flat=True).first() if found else None
        return _there(name, pk)
    rows = target._default_manager.filter(
        node__plan=subject.plan, node__key=key, removed_at__isnull=True
    )
    return _there(name, rows.values_list("pk", flat=True).first())


def _there(name: str, pk: int | None) -> int:
    if pk is None:
        raise ValidationError({name: _("Det du valde finns inte längre. Välj igen.")})
    return pk


def _read(model_field: models.Field[Any, Any], value: Any) -> Any:
    try:
        return read_value(model_field, value)
    except (TypeError, ValueError):
        raise ValidationError({model_field.name: _("Dagen finns inte.")}) from None


def check(row: models.Model, attributes: Values, names: set[str]) -> None:
    """Raises ValidationError where ``row`` with these ``attributes`` breaks a rule of its fields ``names``.

    Only those rules are asked that the fields take part in: each costs a question to the database.
    """
    probe = copy(row)
    for name, value in attributes.items():
        setattr(probe, name, value)
    fields = {f.name for f in probe._meta.fields if f.related_model is None} & names
    probe.clean_fields(exclude={f.name for f in probe._meta.fields} - fields)
    for constraint in probe._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            asked = getattr(constraint.condition, "referenced_base_fields", names)
            if asked & names:
                constraint.validate(type(probe), probe)


def refer(subject: Subject, name: str, wanted: list[str], now: list[str]) -> None:
    """Let the row refer to the keys ``wanted`` in the field ``name``, where it referred to ``now``.

    Raises ValidationError when a key is none of the plan's.
    """
    source = subject.row.node_id
    if gone := set(now) - set(wanted):
        Reference.objects.filter(source=source, field=name, target__key__in=gone).delete()
    if new := set(wanted) - set(now):
        nodes = list(Node.objects.filter(plan=subject.plan, key__in=new).exclude(pk=source))
        if len(nodes) != len(new):
            raise ValidationError({name: _("Det du valde finns inte längre. Välj igen.")})
        Reference.objects.bulk_create(
            [Reference(source_id=source, field=name, target=node) for node in nodes],
            ignore_conflicts=True,
        )


def _log(subject: Subject, name: str, before: Values, wanted: Values, by: User) -> None:
    changes.record(
        by=by,
        scope=subject.scope,
        action="changed",
        kind=subject.kind,
        key=subject.key,
        before={"name": name} | {member: before.get(member) for member in wanted},
        after={"name": subject.name} | wanted,
    )
