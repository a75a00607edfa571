"""What the editor shows: the outline of a plan, and one chapter of it with a section open.

The cost is that of the outline and of one chapter, however long the plan is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.db import connection
from django.db.models import Model

from plans import registry
from plans.directory import Directory, directory_of
from plans.enums import Layout, Numbering
from plans.models import Plan, Section, SectionItem
from plans.services.subjects import name_of
from plans.shape import SECTION_FIELDS, item_fields, write

from .composition import Entry, Part, compose, numbers
from .document.build import Tree, as_tree, reached
from .document.canonical import Document


@dataclass(frozen=True)
class OutlineLine:
    """A section in the outline."""

    key: str
    label: str
    number: str
    kind: str
    is_piece: bool
    is_empty: bool
    is_open: bool
    is_first: bool
    is_last: bool
    level: int
    children: tuple[OutlineLine, ...]


@dataclass(frozen=True)
class Line:
    """An item of the open section as it is drawn: its words, and what can be done with it."""

    entry: Entry
    name: str
    is_first: bool
    is_last: bool
    level: int
    children: tuple[Line, ...]


@dataclass(frozen=True)
class Block:
    """A section of the chapter: read, or open for editing."""

    section: Section
    part: Part
    label: str
    is_open: bool
    is_empty: bool
    holds_open: bool
    lines: tuple[Line, ...] = ()
    children: tuple[Block, ...] = ()

    @property
    def table_lines(self) -> Iterator[Line]:
        """The lines as rows of a table."""
        return in_order(self.lines)

    @property
    def width(self) -> int:
        """How many cells a row of the table has, the tools' cell among them."""
        return len(self.part.columns) + 1


@cache
def _filled_question() -> str:
    """One SELECT of the sections of a plan that hold items; the ORM takes longer to write it down."""
    cases = " ".join(
        f"WHEN '{kind.name}' THEN EXISTS (SELECT 1 FROM \"{kind.model._meta.db_table}\" AS item "  # noqa: S608 - names of our own
        "WHERE item.section_id = section.id AND item.removed_at IS NULL)"
        for kind in registry.kinds()
        if kind.model
    )
    holds = f"CASE section.kind {cases} ELSE FALSE END"
    table = Section._meta.db_table
    return f'SELECT section.id FROM "{table}" AS section WHERE section.plan_id = %s AND {holds}'  # noqa: S608


@dataclass
class Workspace:
    """The sections of a plan, and what is asked of them more than once."""

    plan: Plan
    shown: dict[int, list[SectionItem]] = field(default_factory=dict)

    @cached_property
    def sections(self) -> list[Section]:
        """All that stand in the plan, in no bin and in nothing that lies there."""
        rows = reached(self.plan.sections.live().select_related("node"))
        by_pk = {row.pk: row for row in rows}
        for row in rows:
            row.plan = self.plan
            row.parent = by_pk.get(row.parent_id)
        return rows

    @cached_property
    def tree(self) -> Tree:
        """The sections by the primary key of their parent."""
        return as_tree(self.sections)

    def targets(self) -> Directory:
        """What the rows can point at: only what stands in the plan, where its sections are known."""
        known = "sections" in vars(self)
        return directory_of(self.plan, sections=[s.pk for s in self.sections] if known else None)

    @cached_property
    def filled(self) -> frozenset[int]:
        """The sections that hold items; one question for all kinds."""
        with connection.cursor() as cursor:
            cursor.execute(_filled_question(), [self.plan.pk])
            return frozenset(pk for (pk,) in cursor.fetchall())

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each section as it is printed, by key."""
        return numbers([self._skeleton(row) for row in self.tree[None]])

    def section(self, key: str) -> Section | None:
        """The section called ``key``, if it stands in the plan."""
        return next((row for row in self.sections if row.node.key == key), None)

    def first(self) -> Section | None:
        """The first section of the plan."""
        return self.tree[None][0] if self.tree[None] else None

    def chapter(self, section: Section) -> Section:
        """The section at the top that ``section`` stands in, or itself."""
        while section.parent is not None:
            section = section.parent
        return section

    def _skeleton(self, row: Section) -> Document:
        """As much of a section as its number depends on."""
        return {
            "key": row.node.key,
            "heading": row.heading,
            "text": row.text,
            "layout": row.layout,
            "numbering": row.numbering,
            "number": row.number,
            "keep_when_empty": row.keep_when_empty,
            "items": [{}] if row.pk in self.filled else [],
            "sections": [self._skeleton(child) for child in self.tree[row.pk]],
        }

    # --- the outline

    def outline(self, opened: Section | None) -> tuple[OutlineLine, ...]:
        """All sections, nested."""
        return tuple(self._outline(None, opened, 1))

    def _outline(
        self, parent: int | None, opened: Section | None, level: int
    ) -> Iterator[OutlineLine]:
        rows = self.tree[parent]
        for index, row in enumerate(rows):
            yield OutlineLine(
                key=row.node.key,
                label=self.label(row),
                number=self.numbers.get(row.node.key, ""),
                kind=row.kind,
                is_piece=not row.heading,
                is_empty=self.is_empty(row),
                is_open=row is opened,
                is_first=index == 0,
                is_last=index == len(rows) - 1,
                level=level,
                children=tuple(self._outline(row.pk, opened, level + 1)),
            )

    def is_empty(self, row: Section) -> bool:
        """Whether nothing stands in the section yet."""
        return not (row.text or row.pk in self.filled or self.tree[row.pk])

    def label(self, row: Section) -> str:
        """What the outline calls a section: its heading, how it begins, or what it holds."""
        return name_of(row) if row.heading or row.text else str(registry.get(row.kind).label)

    # --- the chapter

    def blocks(self, opened: Section, *, images: str) -> Block:
        """The chapter that ``opened`` stands in; ``images`` stands before an image's SHA-256."""
        chapter = self.chapter(opened)
        below = list(self._below(chapter))
        items = self.shown = _items_of(below, self.filled)
        documents = _Documents(self, items)
        document = {"title": "", "sections": [documents.section(chapter)]}
        composed = compose(document, images=images, widths=False)
        return self._block(chapter, composed.parts[0], opened, items)

    def _below(self, row: Section) -> Iterator[Section]:
        yield row
        for child in self.tree[row.pk]:
            yield from self._below(child)

    def _block(
        self, row: Section, part: Part, opened: Section, items: Mapping[int, list[SectionItem]]
    ) -> Block:
        children = tuple(
            self._block(child, below, opened, items)
            for child, below in zip(self.tree[row.pk], part.children, strict=True)
        )
        is_open = row is opened
        names = {item.node.key: name_of(item) for item in items.get(row.pk, ())} if is_open else {}
        return Block(
            section=row,
            part=part,
            label=self.label(row),
            is_open=is_open,
            is_empty=self.is_empty(row),
            holds_open=is_open or any(child.holds_open for child in children),
            lines=tuple(_lines(part.entries, names)) if is_open else (),
            children=children,
        )


def items_of(section: Section) -> list[SectionItem]:
    """The live items of ``section``, nested ones among them, in order."""
    model = registry.get(section.kind).model
    if model is None:
        return []
    rows = model._default_manager.filter(section=section, removed_at__isnull=True)
    return list(rows.select_related("node").order_by("position", "pk"))


def _items_of(sections: Sequence[Section], filled: frozenset[int]) -> dict[int, list[SectionItem]]:
    """The items of ``sections`` by section; one question for each kind that there is."""
    found: dict[int, list[SectionItem]] = {}
    wanted: dict[str, list[int]] = {}
    for section in sections:
        if section.pk in filled:
            wanted.setdefault(section.kind, []).append(section.pk)
    for kind, pks in wanted.items():
        model = registry.get(kind).model
        if model is None:
            continue
        rows = model._default_manager.filter(section__in=pks, removed_at__isnull=True)
        for row in reached(rows.select_related("node").order_by("position", "pk")):
            found.setdefault(row.section_id, []).append(row)
    return found


class _Documents:
    """Writes the sections of a chapter down, for the composition that screen and print share."""

    def __init__(self, workspace: Workspace, items: Mapping[int, list[SectionItem]]) -> None:
        self.workspace = workspace
        self.items = items
        self.keys = _item_keys(items.values())

    def section(self, row: Section) -> Document:
        kind = registry.get(row.kind)
        tree = as_tree(self.items.get(row.pk, ()))
        written = write(row, SECTION_FIELDS, {})
        if row.layout == Layout.IN_TEXT:
            written["layout"] = kind.layout  # they are edited here, wherever they are printed
        return {
            **written,
            "key": row.node.key,
            "numbering": Numbering.OWN,
            "number": self.workspace.numbers.get(row.node.key, ""),
            "keep_when_empty": True,
            "items": [self._item(item, kind, tree) for item in tree[None]],
            "sections": [self.section(child) for child in self.workspace.tree[row.pk]],
        }

    def _item(self, row: SectionItem, kind: registry.Kind, tree: Tree) -> Document:
        return {
            **write(row, item_fields(kind), self.keys),
            "key": row.node.key,
            "items": [self._item(child, kind, tree) for child in tree[row.pk]],
        }


def _item_keys(rows: Iterable[Sequence[SectionItem]]) -> dict[tuple[type[Model], int], str]:
    return {(type(row), row.pk): row.node.key for items in rows for row in items}


def _lines(entries: Sequence[Entry], names: Mapping[str, str], level: int = 0) -> Iterator[Line]:
    for index, entry in enumerate(entries):
        yield Line(
            entry=entry,
            name=names[entry.key],
            is_first=index == 0,
            is_last=index == len(entries) - 1,
            level=level,
            children=tuple(_lines(entry.children, names, level + 1)),
        )


def in_order(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines as a table has them: nested ones follow the one they belong to."""
    for line in lines:
        yield line
        yield from in_order(line.children)
