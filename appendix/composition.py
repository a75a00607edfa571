"""From the document value to what is set on a page: numbers, levels, and words made into HTML.

Screen and print are set from the same tree, so that what is read is what is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.markdown import to_html
from plans import registry
from plans.enums import Layout, Numbering

from .control import DocumentControl
from .document.canonical import Document
from .widths import shares_for

DEEPEST_HEADING = 6
CONTENTS_LEVELS = 3
MOST_KEPT_WHOLE = 30  # items of a group that stands beside another; more do not fit on a page

MOST_MEASURED = 200
TABLES = frozenset({Layout.TABLE, Layout.WHEEL})

Fields = tuple[tuple[str, str], ...]
"""The columns of a table: the field of each ("" for a free one) and its label."""


@dataclass(frozen=True)
class Entry:
    """One item as it is printed: its words, or the fields that its kind's partial composes."""

    key: str
    html: SafeString
    is_block: bool
    written: Mapping[str, Any]
    template: str
    language: str
    image: str = ""
    children: tuple[Entry, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table, with the label of its column."""

    html: SafeString
    label: str


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is its share in per cent, 0 for an even one."""

    label: str
    width: int


@dataclass(frozen=True)
class Part:
    """A section as it is printed; ``level`` is that of its heading, 0 for a piece without one."""

    key: str
    kind: str
    layout: str
    heading: str
    level: int
    number: str
    html: SafeString
    entries: tuple[Entry, ...]
    columns: tuple[Column, ...]
    children: tuple[Part, ...]
    language: str
    new_page: bool
    in_contents: bool
    drawing: SafeString = field(default_factory=SafeString)

    @property
    def is_long(self) -> bool:
        """Whether it may break over pages where its like is kept whole."""
        return len(self.entries) > MOST_KEPT_WHOLE

    @property
    def has_column_heads(self) -> bool:
        """Whether any column of the table is labelled."""
        return any(column.label for column in self.columns)

    @property
    def tag(self) -> str:
        """The element of the heading, ``h2`` to ``h6``."""
        return f"h{self.level}"


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents with those below it."""

    key: str
    number: str
    heading: str
    children: tuple[ContentsLine, ...]


@dataclass(frozen=True)
class Composition(DocumentControl):
    """A document, ready to be set."""

    parts: tuple[Part, ...]

    @cached_property
    def contents(self) -> tuple[ContentsLine, ...]:
        """The table of contents, three levels deep."""
        return tuple(_contents(self.parts))


def compose(document: Document, *, images: str, widths: bool = True) -> Composition:
    """Everything that a page or a print of ``document`` needs.

    ``images`` stands before an image's SHA-256 in its address: ``bilder/`` on a page, ``asset:`` in
    a print. Without ``widths`` columns are not measured.
    """
    counter = _Counter(())
    setter = _Setter(document, images, widths=widths)
    parts = [setter.part(section, 2, counter) for section in document.get("sections", [])]
    return Composition(document, images, tuple(part for part in parts if part))


class _Counter:
    """Counts the automatic numbers of one level; only those are counted."""

    def __init__(self, above: tuple[int, ...]) -> None:
        self.above = above
        self.count = 0

    def next(self) -> tuple[int, ...]:
        self.count += 1
        return (*self.above, self.count)


def _number(section: Mapping[str, Any], counter: _Counter) -> tuple[str, _Counter]:
    """The number of a headed section as printed, and the counter for those below it."""
    numbering = section.get("numbering")
    if numbering == Numbering.OWN:
        return section.get("number", ""), _Counter(())
    if numbering == Numbering.AUTOMATIC:
        steps = counter.next()
        number = ".".join(str(step) for step in steps)
        return (f"{number}." if len(steps) == 1 else number), _Counter(steps)
    return "", _Counter(())


def numbers(sections: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The number of each of ``sections``, and of those below, as it is printed; by key."""
    return dict(_numbers(sections, _Counter(())))


def _numbers(sections: Sequence[Mapping[str, Any]], counter: _Counter) -> Iterator[tuple[str, str]]:
    for section in sections:
        if _is_shown(section):
            has_heading = bool(section.get("heading"))
            number, below = _number(section, counter) if has_heading else ("", counter)
            yield section["key"], number
            yield from _numbers(section.get("sections", []), below)


class _Setter:
    """Sets sections and items; knows where the images are and how wide the columns of tables.

    Tables with the same columns have the same widths, wherever they stand.
    """

    def __init__(self, document: Document, images: str, *, widths: bool) -> None:
        self.images = images
        self.widths = widths
        self.rows: dict[Fields, list[Mapping[str, Any]]] = defaultdict(list)
        self.columns: dict[Fields, tuple[Column, ...]] = {}
        for section in document.get("sections", []):
            self._collect(section)

    def _collect(self, section: Mapping[str, Any]) -> None:
        """Note the rows of every table by its columns."""
        kind = registry.get(section["kind"])
        if _layout(section, kind) in TABLES:
            items = section.get("items", [])
            self.rows[_column_fields(section, kind, items)] += items
        for child in section.get("sections", []):
            self._collect(child)

    def _columns(self, fields: Fields, kind: registry.Kind) -> tuple[Column, ...]:
        if not self.widths:
            return tuple(Column(label, 0) for _name, label in fields)
        if fields not in self.columns:
            self.columns[fields] = _measured(fields, kind, self.rows[fields][:MOST_MEASURED])
        return self.columns[fields]

    def part(self, section: Mapping[str, Any], level: int, counter: _Counter) -> Part | None:
        """The section as printed; None when it is empty and need not be kept (rule 5 of the glossary)."""
        if not _is_shown(section):
            return None
        heading = section.get("heading", "")
        kind = registry.get(section["kind"])
        layout = _layout(section, kind)
        number, below = _number(section, counter) if heading else ("", counter)
        deeper = min(level + 1, DEEPEST_HEADING) if heading else level
        children = [self.part(child, deeper, below) for child in section.get("sections", [])]
        shown = tuple(child for child in children if child)
        items = [] if layout == Layout.IN_TEXT else section.get("items", [])
        is_table = layout in TABLES and bool(items)
        fields = _column_fields(section, kind, items) if is_table else ()
        sketch = _sketch(section, layout)
        said = items if sketch is None else sketch.items
        entries = [self.entry(item, kind, fields) for item in said]
        return Part(
            key=section["key"],
            kind=kind.name,
            layout=Layout.TABLE if layout in TABLES else layout,
            heading=heading,
            level=level if heading else 0,
            number=number,
            html=to_html(section.get("text", "")),
            entries=tuple(_numbered(entries) if sketch and sketch.svg else entries),
            columns=self._columns(fields, kind) if fields else (),
            children=shown,
            language=section.get("language", ""),
            new_page=section.get("new_page", False),
            in_contents=bool(heading) and not section.get("not_in_contents"),
            drawing=sketch.svg if sketch else SafeString(),
        )

    def entry(self, item: Mapping[str, Any], kind: registry.Kind, fields: Fields) -> Entry:
        """The item as printed, with those nested in it."""
        html, is_block = _said(item)
        return Entry(
            key=item["key"],
            html=html,
            is_block=is_block,
            written=item,
            template="appendix/kinds/words.html" if item.get("text") else kind.template,
            language=item.get("language", ""),
            image=self.images + item["image"] if "image" in item else "",
            children=tuple(self.entry(child, kind, fields) for child in item.get("items", [])),
            cells=tuple(_cells(item, kind, fields)),
        )


def _layout(section: Mapping[str, Any], kind: registry.Kind) -> str:
    """How the items are set: as the section says, where its kind can be set so, or as is usual."""
    layout: str = section.get("layout") or kind.layout
    can_be = layout != Layout.WHEEL or registry.drawing_of(kind.name)
    return layout if can_be else kind.layout


def _sketch(section: Mapping[str, Any], layout: str) -> registry.Sketch | None:
    """What stands above the table of the layout ``wheel``, and the rows of that table."""
    draw = registry.drawing_of(section["kind"]) if layout == Layout.WHEEL else None
    return draw(section) if draw else None


def _numbered(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The rows of a table with the numbers that they have in the drawing above it."""
    for number, entry in enumerate(entries, start=1):
        first, *rest = entry.cells
        html = format_html('<span class="doc-mark">{}.</span> {}', number, first.html)
        yield replace(entry, cells=(replace(first, html=html), *rest))


def _is_shown(section: Mapping[str, Any]) -> bool:
    """Whether anything of the section is printed; a number is only given to what is."""
    items = section.get("items") and section.get("layout") != Layout.IN_TEXT
    return bool(
        section.get("text")
        or items
        or section.get("keep_when_empty")
        or any(_is_shown(child) for child in section.get("sections", []))
    )


def _said(item: Mapping[str, Any]) -> tuple[SafeString, bool]:
    """An item's words: its text as written, or its name, in which nothing is markup."""
    if text := item.get("text"):
        return _words(text)
    return mark_safe(escape(item.get("name", "")).replace("\n", "<br>")), False  # noqa: S308 - escaped


def _words(text: str) -> tuple[SafeString, bool]:
    """``text`` as HTML, and whether it needs a block of its own rather than a line."""
    html = to_html(text).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    if len(html) - len(inner) == 7 and "<p>" not in inner:
        return mark_safe(inner), False  # noqa: S308 - a part of cleaned HTML
    return mark_safe(html), bool(html)  # noqa: S308


def _column_fields(
    section: Mapping[str, Any], kind: registry.Kind, items: Sequence[Mapping[str, Any]]
) -> Fields:
    """(field, label) of each column; the field is empty for a free one."""
    if own := section.get("columns"):
        return tuple((column.get("field", ""), column.get("label", "")) for column in own)
    if kind.columns:
        return tuple((name, str(label)) for name, label in kind.columns)
    return (("", ""),) * max((len(item.get("cells", [])) for item in items), default=0)


def _cells(item: Mapping[str, Any], kind: registry.Kind, fields: Fields) -> Iterator[Cell]:
    free = iter(item.get("cells", []))
    for name, label in fields:
        if name in ("name", "text"):
            html = _said(item)[0]
        else:
            html = _words(_value(item, kind, name) if name else next(free, ""))[0]
        yield Cell(html, label)


def _value(item: Mapping[str, Any], kind: registry.Kind, name: str) -> str:
    """What a table prints of the field ``name``: the words, or what a typed value is called."""
    value = item.get(name, "")
    if kind.model and value:
        choices = getattr(kind.model._meta.get_field(name), "flatchoices", None)
        return str(dict(choices).get(value, value)) if choices else str(value)
    return str(value)


def _measured(
    fields: Fields, kind: registry.Kind, items: Sequence[Mapping[str, Any]]
) -> tuple[Column, ...]:
    """The columns, each as wide as its words ask for: fixed widths are laid out a third faster."""
    rows = [[cell.html for cell in _cells(item, kind, fields)] for item in items]
    shares = shares_for([label for _name, label in fields], rows)
    return tuple(Column(field[1], share) for field, share in zip(fields, shares, strict=True))


def _contents(parts: Sequence[Part], depth: int = 1) -> Iterator[ContentsLine]:
    """Lines for the headed parts; a piece passes on those below it."""
    for part in parts:
        if not part.heading:
            yield from _contents(part.children, depth)
        elif part.in_contents:
            below = _contents(part.children, depth + 1) if depth < CONTENTS_LEVELS else ()
            yield ContentsLine(part.key, part.number, part.heading, tuple(below))
