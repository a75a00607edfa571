"""The kinds of section that a plan may hold.

A kind is described in one place: its module under ``models/kinds`` (or in an app above, which
registers its own in ``AppConfig.ready()``) names the model of its items, the fields that stand in
the document value, and the partial that prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from plans.models.section import SectionItem

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of section.

    ``fields`` are the item's own fields as they stand in the document, in the order in which a
    print composes them; ``references`` are lists of keys and the kinds they may point at;
    ``layout`` is the usual way to set the items; ``columns`` is what a table prints of them when
    the section names no columns of its own; ``template`` is the partial that prints an item which
    has no words of its own.
    """

    name: str
    label: Words
    hint: Words
    layout: str = "list"
    model: type[SectionItem] | None = None
    fields: tuple[str, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: tuple[tuple[str, Words], ...] = ()
    template: str = "appendix/kinds/words.html"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make ``kind`` known; a name is taken once."""
    if kind.name in _kinds and _kinds[kind.name] is not kind:
        raise ValueError(f"the kind {kind.name!r} is registered twice")
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind:
    """The kind called ``name``; KeyError when there is none."""
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which they were registered."""
    return tuple(_kinds.values())
