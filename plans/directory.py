"""What the rows of a plan can point at: organisations, roles, target groups, channels, deputies.

One question to the database for all of them, whatever is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value

from .models import Channel, Plan, PlanOrganisation, Role, Spokesperson, TargetGroup
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
    [first, *others] = [*_queries(plan)]
    rows = first.union(*others, all=True).order_by("what", "section", "position", "id")
    stands = None if sections is None else {None, *sections}
    return Directory(
        tuple(
            Target(what, pk, key, _name(name, text), section or None)
            for what, pk, key, name, text, section, _position in rows
            if stands is None or (section or None) in stands
        )
    )


def _queries(plan: Plan) -> Iterable[QuerySet[Any, tuple[Any, ...]]]:
    columns = ("what", "id", "node__key", "name", "words", "section", "position")
    for what, model in _LISTED:
        rows = model.objects.filter(plan=plan, removed_at__isnull=True)
        yield (
            rows.annotate(
                what=Value(what, CharField()),
                words=Value("", TextField()),
                section=Value(0, IntegerField()),
            )
            .order_by()
            .values_list(*columns)
        )
    for what, model in _ITEMS:
        rows = model.objects.filter(
            section__plan=plan, section__removed_at__isnull=True, removed_at__isnull=True
        )
        yield (
            rows.annotate(what=Value(what, CharField()), words=F("text"))
            .order_by()
            .values_list(*columns)
        )


def _name(name: str, text: str) -> str:
    return name_of(_Named(name, text))


@dataclass(frozen=True)
class _Named:
    name: str
    text: str
