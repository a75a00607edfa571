"""What differs between two documents, by key: what was added, removed, moved and changed.

A function of two document values and of nothing else. Applied to the first, the differences make
the second (a test does so); the words for people are made elsewhere (``appendix.compared``).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .document.canonical import Document
from .document.shape import PLAN_FIELDS

Fields = Mapping[str, Any]

DOCUMENT = "document"
TOP = ""
# Rows without a key of their own are the same row when they say the same, or else when these
# members of theirs do, the first set that fits.
UNKEYED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "relations": (("kind", "link"), ("kind",)),
    "control": (("kind", "label", "organisation", "place"), ("kind", "label"), ("kind",)),
}
KEYED = ("organisations", "roles")
TREE = ("key", "items", "sections")


@dataclass(frozen=True)
class Node:
    """A section, an item or a row of document control: what it says and where it stands.

    ``name`` tells it from all others: what it is and its key. ``parent`` is the name of what it
    stands in; ``section`` that of the nearest section, for those who group.
    """

    name: str
    what: str
    key: str
    parent: str
    section: str
    fields: Fields


@dataclass(frozen=True)
class Outline:
    """A document as nodes by name, in the order in which they are printed."""

    nodes: Mapping[str, Node]
    children: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Difference:
    """What happened to one node. ``before`` is None when it was added, ``after`` when removed.

    ``follows`` is the name of the sibling that an added or moved node now comes after, TOP for the
    first place.
    """

    before: Node | None
    after: Node | None
    is_moved: bool = False
    changed: tuple[str, ...] = ()
    follows: str = TOP

    @property
    def is_added(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def node(self) -> Node:
        """The node as it is now, or as it was last."""
        node = self.after or self.before
        if node is None:
            raise ValueError("a difference is of something")
        return node


@dataclass(frozen=True)
class Comparison:
    """All differences: those of what stands in the second document in its order, then the removed."""

    before: Outline
    after: Outline
    differences: tuple[Difference, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.differences)


def compare(before: Document, after: Document) -> Comparison:
    """What became of ``before`` in ``after``; both of the newest schema."""
    names = _UnkeyedNames(before, after)
    old, new = outline(before, names.before), outline(after, names.after)
    moved = set(_moved(old, new))
    differences = [*_present(old, new, moved)]
    differences += [
        Difference(node, None) for name, node in old.nodes.items() if name not in new.nodes
    ]
    return Comparison(old, new, tuple(differences))


def outline(document: Document, unkeyed: Mapping[str, Sequence[str]]) -> Outline:
    """``document`` as nodes; ``unkeyed`` gives the names of the rows that have no key."""
    nodes: dict[str, Node] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for node in _nodes(document, unkeyed):
        nodes[node.name] = node
        children[node.parent].append(node.name)
    return Outline(nodes, children)


def _nodes(document: Document, unkeyed: Mapping[str, Sequence[str]]) -> Iterator[Node]:
    fields = {name: document[name] for name in PLAN_FIELDS if name in document}
    yield Node(DOCUMENT, DOCUMENT, "", "root", "", fields)
    for what in (*KEYED, *UNKEYED):
        for index, row in enumerate(document.get(what, [])):
            name = f"{what}:{row['key']}" if what in KEYED else unkeyed[what][index]
            yield Node(name, what, row.get("key", ""), what, "", _fields(row))
    yield from _sections(document.get("sections", []), TOP)


def _sections(sections: Sequence[Document], parent: str) -> Iterator[Node]:
    for section in sections:
        name = f"section:{section['key']}"
        yield Node(name, "section", section["key"], parent, name, _fields(section))
        yield from _items(section.get("items", []), section["kind"], name, name)
        yield from _sections(section.get("sections", []), name)


def _items(items: Sequence[Document], kind: str, parent: str, section: str) -> Iterator[Node]:
    """Items; those directly in a section stand beside its sub-sections, in a row of their own."""
    inside = f"{parent}/items" if parent == section else parent
    for item in items:
        name = f"{kind}:{item['key']}"
        yield Node(name, kind, item["key"], inside, section, _fields(item))
        yield from _items(item.get("items", []), kind, name, section)


def _fields(row: Document) -> Fields:
    return {name: value for name, value in row.items() if name not in TREE}


def _present(old: Outline, new: Outline, moved: set[str]) -> Iterator[Difference]:
    """Differences of what stands in the new document."""
    follows = {
        name: siblings[index - 1] if index else TOP
        for siblings in new.children.values()
        for index, name in enumerate(siblings)
    }
    for name, node in new.nodes.items():
        before = old.nodes.get(name)
        changed = _changed(before.fields, node.fields) if before else ()
        if before is None or name in moved or changed:
            is_moved = name in moved
            place = follows[name] if before is None or is_moved else TOP
            yield Difference(before, node, is_moved, changed, place)


def _changed(before: Fields, after: Fields) -> tuple[str, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(name for name in names if before.get(name) != after.get(name))


def _moved(old: Outline, new: Outline) -> Iterator[str]:
    """What stands in another place: elsewhere, or in another order among those that stayed.

    Of siblings that changed order, as few as possible are said to have moved: all but the longest
    row of them whose order is the same.
    """
    for parent, siblings in new.children.items():
        places = {name: index for index, name in enumerate(old.children.get(parent, ()))}
        stayed = [name for name in siblings if name in places]
        yield from (name for name in siblings if name in old.nodes and name not in places)
        in_order = longest_increasing([places[name] for name in stayed])
        yield from (name for index, name in enumerate(stayed) if index not in in_order)


def longest_increasing(numbers: Sequence[int]) -> set[int]:
    """The indices of a longest increasing row within ``numbers``, in n log n steps."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int | None] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        previous.append(last[place - 1] if place else None)
        ends[place : place + 1] = [number]
        last[place : place + 1] = [index]
    found: set[int] = set()
    index_or_none = last[-1] if last else None
    while index_or_none is not None:
        found.add(index_or_none)
        index_or_none = previous[index_or_none]
    return found


class _UnkeyedNames:
    """Names for rows without keys, the same in both documents for those that are the same row.

    First those that say the same, then, in order, those that are about the same.
    """

    def __init__(self, before: Document, after: Document) -> None:
        self.before: dict[str, list[str]] = {}
        self.after: dict[str, list[str]] = {}
        for what, abouts in UNKEYED.items():
            old, new = before.get(what, []), after.get(what, [])
            self.before[what] = [f"{what}:{index}" for index in range(len(old))]
            self.after[what] = [f"{what}:+{index}" for index in range(len(new))]
            everything = tuple(sorted({name for row in (*old, *new) for name in row}))
            for about in (everything, *abouts):
                self._pair(what, old, new, about)

    def _pair(
        self, what: str, old: Sequence[Fields], new: Sequence[Fields], about: tuple[str, ...]
    ) -> None:
        """Give the rows of ``new`` that have no partner the names of the rows of ``old`` like them."""
        taken = set(self.after[what])
        free: dict[str, list[str]] = defaultdict(list)
        for name, row in zip(self.before[what], old, strict=True):
            if name not in taken:
                free[_said(row, about)].append(name)
        for index, row in enumerate(new):
            is_alone = self.after[what][index].startswith(f"{what}:+")
            if is_alone and (names := free[_said(row, about)]):
                self.after[what][index] = names.pop(0)


def _said(row: Fields, about: tuple[str, ...]) -> str:
    return json.dumps([row.get(name) for name in about])
