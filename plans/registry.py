"""The kinds of section that a plan may hold.

A kind is described in one place: its module under ``models/kinds`` (or in an app above, which
registers its own in ``AppConfig.ready()``) names the model of its items, the fields that stand in
the document value, and the partial that prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

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


class Sketch(NamedTuple):
    """A drawing of a section of a document, empty where there is nothing to draw.

    ``items`` are those of the section as the table below the drawing says them, in the same order.
    """

    svg: SafeString
    items: Sequence[Mapping[str, Any]]


Drawing = Callable[[Mapping[str, Any]], Sketch]

_kinds: dict[str, Kind] = {}
_drawings: dict[str, Drawing] = {}


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


def register_drawing(kind: str, drawing: Drawing) -> None:
    """Let sections of ``kind`` have the layout ``wheel``: what it draws, and below it the table."""
    _drawings[kind] = drawing


def drawing_of(kind: str) -> Drawing | None:
    """What the layout ``wheel`` draws of sections of ``kind``; None where they have no such layout."""
    return _drawings.get(kind)
