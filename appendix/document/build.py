"""From the live rows to the document value.

The number of questions to the database depends on the kinds of section that the plan has, never
on how many sections and items there are.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from plans import registry
from plans.models import Image, Plan, PlanOrganisation, Reference, Section, SectionItem

from .canonical import Document
from .shape import (
    LISTS,
    PLAN_FIELDS,
    SCHEMA,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    item_fields,
    write,
)

Tree = dict[int | None, list[Any]]
"""Rows by the primary key of their parent, in order."""


def build(plan: Plan) -> Document:
    """The canonical document of ``plan`` as it stands in the database now."""
    return _Builder(plan).document()


def as_tree(rows: Iterable[Any]) -> Tree:
    """``rows`` by parent; a row without one stands under None."""
    tree: Tree = defaultdict(list)
    for row in rows:
        tree[row.parent_id].append(row)
    return tree


def reached(live: Iterable[Any]) -> list[Any]:
    """Those of the ``live`` rows that stand in no removed one, in the same order."""
    rows = list(live)
    tree = as_tree(rows)
    found: set[int] = set()
    level = tree[None]
    while level:
        found |= {row.pk for row in level}
        level = [child for row in level for child in tree[row.pk]]
    return [row for row in rows if row.pk in found]


class _Builder:
    """Loads what a plan consists of, once, and writes it down."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.sections = reached(plan.sections.live().select_related("node"))
        self.lists = {name: _rows(model, plan) for name, model, _ in LISTS}
        self.items = {
            kind.name: self._items_of(kind.model)
            for kind in registry.kinds()
            if kind.model and any(section.kind == kind.name for section in self.sections)
        }
        self.keys = {(type(row), row.pk): row.node.key for row in self._keyed()}
        self.references = _references(plan, set(self.keys.values()))

    def _items_of(self, model: type[SectionItem]) -> dict[int, list[SectionItem]]:
        """The items of one kind, in order, by the primary key of their section."""
        found: dict[int, list[SectionItem]] = defaultdict(list)
        rows = model._default_manager.filter(
            section__plan=self.plan, section__removed_at__isnull=True, removed_at__isnull=True
        )
        stands = {section.pk for section in self.sections}
        rows = rows.select_related("node", *_image_fields(model)).order_by("position", "pk")
        for row in reached(rows):
            if row.section_id in stands:
                found[row.section_id].append(row)
        return found

    def _keyed(self) -> Iterable[Any]:
        yield from self.sections
        yield from self.lists["organisations"]
        yield from self.lists["roles"]
        for by_section in self.items.values():
            for rows in by_section.values():
                yield from rows

    def document(self) -> Document:
        document = {"schema": SCHEMA, **write(self.plan, PLAN_FIELDS, self.keys)}
        for name, model, fields in LISTS:
            rows = self.lists[name]
            keyed = model is PlanOrganisation or name == "roles"
            if rows:
                document[name] = [
                    ({"key": row.node.key} if keyed else {}) | write(row, fields, self.keys)
                    for row in rows
                ]
        tree = as_tree(self.sections)
        if sections := [self._section(row, tree) for row in tree[None]]:
            document["sections"] = sections
        if images := self._images():
            document["images"] = images
        return document

    def _section(self, section: Section, tree: Tree) -> Document:
        written = {"key": section.node.key, **write(section, SECTION_FIELDS, self.keys)}
        written |= self._referred(section, SECTION_REFERENCES)
        if items := self._items_in(section):
            written["items"] = items
        if children := [self._section(child, tree) for child in tree[section.pk]]:
            written["sections"] = children
        return written

    def _items_in(self, section: Section) -> list[Document]:
        kind = registry.get(section.kind)
        tree = as_tree(self.items.get(section.kind, {}).get(section.pk, ()))
        return [self._item(row, kind, tree) for row in tree[None]]

    def _item(self, item: SectionItem, kind: registry.Kind, tree: Tree) -> Document:
        written = {"key": item.node.key, **write(item, item_fields(kind), self.keys)}
        written |= self._referred(item, kind.references)
        if children := [self._item(child, kind, tree) for child in tree[item.pk]]:
            written["items"] = children
        return written

    def _referred(self, row: Any, fields: Iterable[str]) -> dict[str, list[str]]:
        by_field = self.references.get(row.node_id, {})
        return {name: sorted(by_field[name]) for name in fields if name in by_field}

    def _images(self) -> dict[str, Document]:
        """The images of the organisations and of the figures, which came with their rows."""
        shown = [(row, "logo") for row in self.lists["organisations"]]
        for figures in self.items.get("figure", {}).values():
            shown += [(figure, "image") for figure in figures]
        images = filter(None, (getattr(row, name) for row, name in shown))
        return {
            image.sha256: {
                "media_type": image.media_type,
                "data": base64.b64encode(image.data).decode(),
            }
            for image in images
        }


def _rows(model: type[models.Model], plan: Plan) -> list[Any]:
    rows = model._default_manager.filter(plan=plan, removed_at__isnull=True)
    rows = rows.order_by("position", "pk")
    return list(
        rows.select_related("node", *_image_fields(model)) if hasattr(model, "node") else rows
    )


def _image_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if field.related_model is Image]


def _references(plan: Plan, known: set[str]) -> dict[int, dict[str, list[str]]]:
    """Those of the ``known`` keys that each node refers to, by its primary key and the field.

    What lies in the bin is still referred to, so that it can be taken back; it is not known.
    """
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Reference.objects.filter(source__plan=plan).select_related("target")
    for reference in (row for row in rows if row.target.key in known):
        found[reference.source_id][reference.field].append(reference.target.key)
    return found
