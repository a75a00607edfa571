"""A comparison in words: what an approver reads of what became of each part of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.differences import Piece, PieceKind, word_diff
from core.markdown import to_plain
from core.templatetags.swedish import long_date
from plans import registry
from plans.models import ControlRow, Image, Plan, PlanOrganisation, PlanRelation, Role, Section

from .comparison import DOCUMENT, Comparison, Difference, Node, Outline
from .document.shape import (
    CONTROL_FIELDS,
    ORGANISATION_FIELDS,
    PLAN_FIELDS,
    RELATION_FIELDS,
    ROLE_FIELDS,
    SECTION_FIELDS,
    item_fields,
)

CONTEXT = 160
"""Of an unchanged passage longer than twice this, so many characters are shown at each end."""
LONGEST_NAME = 90
NAMING = ("heading", "name")
LABELS: Mapping[str, str | Promise] = {
    "audience": gettext_lazy("målgrupper"),
    "channels": gettext_lazy("kanaler"),
    "roles": gettext_lazy("roller"),
    "party": gettext_lazy("part"),
    "organisation": gettext_lazy("organisation"),
    "logo": gettext_lazy("logotyp"),
    "image": gettext_lazy("bild"),
    "deputy": gettext_lazy("ersättare"),
}

ROWS: Mapping[str, tuple[type[models.Model], tuple[str, ...]]] = {
    DOCUMENT: (Plan, PLAN_FIELDS),
    "organisations": (PlanOrganisation, ORGANISATION_FIELDS),
    "relations": (PlanRelation, RELATION_FIELDS),
    "control": (ControlRow, CONTROL_FIELDS),
    "roles": (Role, ROLE_FIELDS),
    "section": (Section, SECTION_FIELDS),
}


@dataclass(frozen=True)
class FieldWords:
    """What became of one field: its label and the words, or the pictures before and after."""

    label: str
    pieces: tuple[Piece, ...] = ()
    picture_before: str = ""
    picture_after: str = ""


@dataclass(frozen=True)
class Line:
    """What became of one part: what it is, what it is called, and its fields."""

    what: str
    name: str
    key: str
    is_added: bool
    is_removed: bool
    is_moved: bool
    moved_from: str
    moved_to: str
    fields: tuple[FieldWords, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.fields) and not (self.is_added or self.is_removed)


@dataclass(frozen=True)
class Group:
    """The lines of one section; ``key`` is empty when it is no longer there."""

    heading: str
    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Summary:
    """How many parts were changed, added, removed and moved."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed or self.moved)


def summary(comparison: Comparison) -> Summary:
    """The differences, counted; one that is both changed and moved counts as both."""
    differences = comparison.differences
    return Summary(
        changed=sum(bool(difference.changed) for difference in differences),
        added=sum(difference.is_added for difference in differences),
        removed=sum(difference.is_removed for difference in differences),
        moved=sum(difference.is_moved for difference in differences),
    )


def groups(
    comparison: Comparison, *, pictures_before: str = "", pictures_after: str = ""
) -> list[Group]:
    """The differences by section, in the order in which the sections are printed.

    ``pictures_before`` and ``pictures_after`` are the addresses under which pictures stand.
    """
    writer = _Writer(comparison, pictures_before, pictures_after)
    by_section: dict[str, list[Line]] = defaultdict(list)
    for difference in comparison.differences:
        by_section[difference.node.section].append(writer.line(difference))
    return [
        Group(writer.heading(name), writer.anchor(name), tuple(by_section[name]))
        for name in _section_order(comparison)
        if name in by_section
    ]


def _section_order(comparison: Comparison) -> list[str]:
    """Document control, then all sections; a removed one stands after what it stood after."""
    order = ["", *_sections(comparison.after)]
    previous = ""
    for name in _sections(comparison.before):
        if name not in comparison.after.nodes:
            order.insert(order.index(previous) + 1, name)
        previous = name
    return order


def _sections(outline: Outline) -> Iterator[str]:
    return (name for name, node in outline.nodes.items() if node.what == "section")


class _Writer:
    """Finds the words for differences; knows what keys are called in either document."""

    def __init__(self, comparison: Comparison, before: str, after: str) -> None:
        self.comparison = comparison
        self.pictures = (before, after)
        self.called = (_names(comparison.before), _names(comparison.after))

    def heading(self, section: str) -> str:
        """The way to a section: "Målgrupper › Internt"; a piece without a heading is its parent's."""
        if not section:
            return _("Om dokumentet")
        outline = self.comparison.after
        if section not in outline.nodes:
            outline = self.comparison.before
        found: Node | None = outline.nodes[section]
        headings: list[str] = []
        while found is not None:
            if found.fields.get("heading"):
                headings.insert(0, _name(found))
            found = outline.nodes.get(found.parent)
        return " › ".join(headings) or _name(outline.nodes[section])

    def anchor(self, section: str) -> str:
        found = self.comparison.after.nodes.get(section)
        return found.key if found else ""

    def line(self, difference: Difference) -> Line:
        node = difference.node
        before, after = difference.before, difference.after
        moved = difference.is_moved
        return Line(
            what=_what(node),
            name="" if node.what == DOCUMENT else _name(node),
            key=node.key if after else "",
            is_added=difference.is_added,
            is_removed=difference.is_removed,
            is_moved=moved,
            moved_from=self._place(self.comparison.before, before) if moved and before else "",
            moved_to=self._place(self.comparison.after, after) if moved and after else "",
            fields=tuple(self._fields(difference)),
        )

    def _place(self, outline: Outline, node: Node) -> str:
        """Where a node stands: in what, and after what."""
        siblings = list(outline.children[node.parent])
        index = siblings.index(node.name)
        inside = outline.nodes.get(node.parent.removesuffix("/items"))
        where = _("under ”%s”") % _name(inside) if inside else ""
        if index == 0:
            return f"{_('först')} {where}".strip()
        after = _("efter ”%s”") % _name(outline.nodes[siblings[index - 1]])
        return f"{after} {where}".strip()

    def _fields(self, difference: Difference) -> Iterator[FieldWords]:
        node = difference.node
        before = difference.before.fields if difference.before else {}
        after = difference.after.fields if difference.after else {}
        names = difference.changed
        if difference.is_added or difference.is_removed:
            named = next((name for name in NAMING if node.fields.get(name)), "")
            names = tuple(name for name in node.fields if name not in (named, "kind"))
        for name in sorted(names, key=lambda name: _rank(node, name)):
            if name == "cells":
                yield from self._cells(node, before.get(name, []), after.get(name, []))
            else:
                yield self._field(node, name, before.get(name), after.get(name))

    def _field(self, node: Node, name: str, before: Any, after: Any) -> FieldWords:
        field = _model_field(node, name)
        label = _label(node, name)
        if field is not None and field.related_model is Image:
            old, new = self.pictures
            return FieldWords(
                label,
                picture_before=old + before if before else "",
                picture_after=new + after if after else "",
            )
        words = [self._words(node, name, v, side) for side, v in enumerate((before, after))]
        if _is_prose(field):
            return FieldWords(label, tuple(_shortened(word_diff(*words))))
        return FieldWords(label, tuple(_replaced(*words)))

    def _cells(
        self, node: Node, before: Sequence[str], after: Sequence[str]
    ) -> Iterator[FieldWords]:
        section = self.comparison.after.nodes.get(node.section)
        section = section or self.comparison.before.nodes[node.section]
        free = [c.get("label", "") for c in section.fields.get("columns", []) if "field" not in c]
        for index in range(max(len(before), len(after))):
            old = before[index] if index < len(before) else ""
            new = after[index] if index < len(after) else ""
            if old != new:
                label = free[index] if index < len(free) and free[index] else ""
                label = label or _("Kolumn %s") % (index + 1)
                yield FieldWords(label, tuple(_shortened(word_diff(old, new))))
            elif index >= min(len(before), len(after)):
                yield FieldWords(_("Kolumn %s") % (index + 1))

    def _words(self, node: Node, name: str, value: Any, side: int) -> str:
        """A value as people say it; nothing for none."""
        if value is None:
            return _("nej") if isinstance(_model_field(node, name), models.BooleanField) else ""
        if value is True:
            return _("ja")
        if isinstance(value, list):
            return ", ".join(self._member(member, side) for member in value)
        field = _model_field(node, name)
        if isinstance(field, models.DateField):
            return long_date(date.fromisoformat(value))
        if field is not None and field.is_relation:
            return self.called[side].get(value, str(value))
        return _choice(node, name, value)

    def _member(self, member: Any, side: int) -> str:
        """One of several: a column, or the name behind a key."""
        if isinstance(member, dict):
            return str(member.get("label") or member.get("field") or "–")
        return self.called[side].get(member, str(member))


def _names(outline: Outline) -> dict[str, str]:
    return {node.key: _name(node) for node in outline.nodes.values() if node.key}


def _name(node: Node) -> str:
    """What a part is called, or its first words where it has no name."""
    fields = node.fields
    named = (fields.get(name, "") for name in (*NAMING, "label", "words", "caption", "alt"))
    words = next((words for words in named if words), "") or to_plain(fields.get("text", ""))
    words = words or next((cell for cell in fields.get("cells", []) if cell), "")
    fallback = _("stycke utan rubrik") if node.what == "section" else _what(node).lower()
    return Truncator(" ".join(words.split()) or fallback).chars(LONGEST_NAME)


def _what(node: Node) -> str:
    if node.what in ROWS:
        return str(capfirst(ROWS[node.what][0]._meta.verbose_name))
    model = registry.get(node.what).model
    return str(capfirst(model._meta.verbose_name)) if model else ""


def _model_field(node: Node, name: str) -> models.Field[Any, Any] | None:
    """The row's field; None for lists of keys, which are ties between rows."""
    model = ROWS[node.what][0] if node.what in ROWS else registry.get(node.what).model
    known = {f.name: f for f in model._meta.fields} if model else {}
    return known.get(name)


def _label(node: Node, name: str) -> str:
    """What a field is called: by its row, or here where that has no word of its own."""
    field = _model_field(node, name)
    label = LABELS.get(name) or (field.verbose_name if field else name)
    return capfirst(str(label))


def _rank(node: Node, name: str) -> int:
    names = ROWS[node.what][1] if node.what in ROWS else item_fields(registry.get(node.what))
    return names.index(name) if name in names else len(names)


def _is_prose(field: models.Field[Any, Any] | None) -> bool:
    """Whether a field holds the author's own words, to be compared word by word."""
    if not isinstance(field, models.TextField | models.CharField):
        return False
    return not field.choices and field.name not in ("kind", "type")


def _choice(node: Node, name: str, value: Any) -> str:
    """The label of a choice, or the value itself where it is none."""
    if node.what == "section" and name == "kind":
        return str(registry.get(value).label)
    field = _model_field(node, name)
    choices = dict(field.flatchoices) if field is not None else {}
    if node.what == "section" and name == "type":
        choices = _types()
    return str(choices.get(value, value))


def _types() -> dict[Any, Any]:
    """What the typed values are called that a section sets for the items of some kind."""
    found: dict[Any, Any] = {}
    for kind in registry.kinds():
        for name in ("type", "level", "answer"):
            if kind.model and name in kind.fields:
                field = kind.model._meta.get_field(name)
                found |= dict(getattr(field, "flatchoices", ()))
    return found


def _replaced(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(PieceKind.REMOVED, before)
    if after:
        yield Piece(PieceKind.ADDED, after)


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces with long unchanged passages cut to what stands next to the changes."""
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.kind is not PieceKind.SAME or len(text) <= 3 * CONTEXT:
            yield piece
            continue
        head = text[:CONTEXT].rsplit(" ", 1)[0] if index else ""
        tail = text[-CONTEXT:].split(" ", 1)[-1] if index < len(pieces) - 1 else ""
        yield Piece(PieceKind.SAME, f"{head} […] {tail}")
