"""What the rows of a plan can point at: organisations, roles, target groups, channels, deputies.

One question to the database for all of them, whatever is asked of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from . import registry
from .models import (
    Channel,
    Node,
    Plan,
    PlanOrganisation,
    Role,
    Section,
    Spokesperson,
    TargetGroup,
)
from .services.subjects import name_of

_LISTED: tuple[tuple[str, type[Any]], ...] = (("organisation", PlanOrganisation), ("role", Role))
_ITEMS: tuple[tuple[str, type[Any]], ...] = (
    ("target_groups", TargetGroup),
    ("channels", Channel),
    ("spokespersons", Spokesperson),
)


@dataclass(frozen=True)
class Target:
    """Something that can be pointed at."""

    what: str
    pk: int
    key: str
    name: str
    section_id: int | None


@dataclass(frozen=True)
class Directory:
    """All targets of one plan, in order."""

    targets: tuple[Target, ...] = field(default_factory=tuple)

    def of(self, *what: str) -> list[Target]:
        """Those that are called ``organisation``, ``role`` or by the kind of their section."""
        return [target for target in self.targets if target.what in what]

    def choices(self, *what: str) -> list[tuple[str, str]]:
        """(key, name) of each, for a form."""
        return [(target.key, target.name) for target in self.of(*what)]

    def name(self, key: str) -> str:
        """What people call the target with this key; the key itself when there is none."""
        return next((target.name for target in self.targets if target.key == key), key)

    def keys(self) -> dict[tuple[type[Any], int], str]:
        """(model, primary key) → key, as ``shape.write`` wants it."""
        models = dict((*_LISTED, *_ITEMS))
        return {(models[target.what], target.pk): target.key for target in self.targets}


def directory_of(plan: Plan, *, sections: Iterable[int] | None = None) -> Directory:
    """The targets of ``plan``; where ``sections`` are given, of items only those that stand in them."""
    question, parameters = _question()
    with connection.cursor() as cursor:
        cursor.execute(question, [plan.pk] * parameters)
        rows = cursor.fetchall()
    stands = None if sections is None else {None, *sections}
    return Directory(
        tuple(
            Target(what, pk, key, _name(name, text), section or None)
            for what, pk, key, name, text, section, _position in rows
            if stands is None or (section or None) in stands
        )
    )


@cache
def _question() -> tuple[str, int]:
    """One SELECT of all targets, and how many times it asks for the plan's primary key.

    Every editor page and every save with ties asks it; the ORM takes longer to write it down than
    the database to answer.
    """
    of_plan = "row.plan_id = %s AND row.removed_at IS NULL"
    in_section = (
        f'row.removed_at IS NULL AND row.section_id IN (SELECT id FROM "{Section._meta.db_table}" '  # noqa: S608 - names of our own
        "WHERE plan_id = %s AND removed_at IS NULL)"
    )
    parts = [
        *(_rows(what, model, "''", "0", of_plan) for what, model in _LISTED),
        *(_rows(what, model, "row.text", "row.section_id", in_section) for what, model in _ITEMS),
    ]
    return " UNION ALL ".join(parts) + " ORDER BY 1, 6, 7, 2", len(parts)


def _rows(what: str, model: type[Any], words: str, section: str, where: str) -> str:
    return (
        f"SELECT '{what}', row.id, node.key, row.name, {words}, {section}, row.position "  # noqa: S608
        f'FROM "{model._meta.db_table}" AS row '
        f'INNER JOIN "{Node._meta.db_table}" AS node ON node.id = row.node_id WHERE {where}'
    )


def names_of(plan: Plan, keys: Collection[str]) -> dict[str, str]:
    """What people call the rows of ``plan`` with these keys, in the bin or not; one question."""
    if not keys:
        return {}
    wanted = sorted(keys)
    marks = ", ".join(["%s"] * len(wanted))
    question = " UNION ALL ".join(
        f'SELECT node.key, row.name, {words} FROM "{model._meta.db_table}" AS row '  # noqa: S608 - names of our own
        f'INNER JOIN "{Node._meta.db_table}" AS node ON node.id = row.node_id '
        f"WHERE node.plan_id = %s AND node.key IN ({marks})"
        for model, words in _named_models()
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [plan.pk, *wanted] * len(_named_models()))
        return {key: _name(name, text) for key, name, text in cursor.fetchall()}


@cache
def _named_models() -> tuple[tuple[type[Any], str], ...]:
    """What has a name and may be pointed at, and where the words stand that take its place."""
    kinds = {kind.model for kind in registry.kinds() if kind.model}
    items = sorted(kinds, key=lambda model: model.__name__)
    return (*((model, "''") for _what, model in _LISTED), *((model, "row.text") for model in items))


def _name(name: str, text: str) -> str:
    return name_of(_Named(name, text))


@dataclass(frozen=True)
class _Named:
    name: str
    text: str
