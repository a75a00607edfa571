"""From the document value back to rows: the inverse of build."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from plans import registry
from plans.models import (
    Agreement,
    Image,
    Node,
    Plan,
    PlanOrganisation,
    Reference,
    Section,
    SectionItem,
)

from .canonical import Document
from .meaning import all_keys
from .shape import (
    LISTS,
    PLAN_FIELDS,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    item_fields,
    model_fields,
    read_value,
    reads_plainly,
)


@transaction.atomic
def restore(document: Document, *, agreement: Agreement, slug: str) -> Plan:
    """A new plan under ``agreement`` whose document is ``document``.

    ``document`` must come from ``read`` or ``build``: nothing is checked again here. Organisations
    are tied to the agreement's parties of the same name.
    """
    plan = Plan(agreement=agreement, slug=slug, **_plain(Plan, PLAN_FIELDS, document))
    plan.save()
    fill(plan, document)
    return plan


@transaction.atomic
def fill(plan: Plan, document: Document) -> None:
    """Put the content of ``document`` into ``plan``, which has none."""
    _Restorer(plan, document).run()


def store_images(document: Document) -> None:
    """Put the pictures of ``document`` into the database, so far as they are not there."""
    images = [
        Image(
            sha256=sha256,
            media_type=image["media_type"],
            data=base64.b64decode(image["data"]),
        )
        for sha256, image in document.get("images", {}).items()
    ]
    Image.objects.bulk_create(images, ignore_conflicts=True)


@dataclass
class _Pending:
    """An item on its way in: what the document says, where it stands, and its row's parent."""

    written: Mapping[str, Any]
    section: Section
    position: int
    parent: SectionItem | None


def _plain(
    model: type[models.Model], names: tuple[str, ...], written: Mapping[str, Any]
) -> dict[str, Any]:
    """Arguments for a row from those members that are values, not keys."""
    return {
        name: read_value(field, written[name])
        for name, field in model_fields(model, names)
        if name in written and reads_plainly(field)
    }


class _Restorer:
    """Writes rows level by level, so that a plan costs a handful of statements, not one a row."""

    def __init__(self, plan: Plan, document: Document) -> None:
        self.plan = plan
        self.document = document
        self.nodes: dict[str, Node] = {}
        self.organisations: dict[str, PlanOrganisation] = {}
        self.references: list[Reference] = []

    def run(self) -> None:
        nodes = [Node(plan=self.plan, key=key) for key, _, _ in all_keys(self.document)]
        self.nodes = {node.key: node for node in Node.objects.bulk_create(nodes)}
        store_images(self.document)
        self._lists()
        pending = self._sections()
        for name, items in pending.items():
            self._items(registry.get(name), items)
        Reference.objects.bulk_create(self.references)

    def _lists(self) -> None:
        parties = {str(row): row for row in self.plan.agreement.organisations.all()}
        for name, model, fields in LISTS:
            rows = [
                self._list_row(model, fields, written, position)
                for position, written in enumerate(self.document.get(name, []))
            ]
            for row in rows:
                if isinstance(row, PlanOrganisation):
                    row.organisation = parties.get(row.name)
            model._default_manager.bulk_create(rows)
            if model is PlanOrganisation:
                self.organisations = {row.node.key: row for row in rows}

    def _list_row(
        self,
        model: type[models.Model],
        fields: tuple[str, ...],
        written: Mapping[str, Any],
        position: int,
    ) -> Any:
        row: Any = model(plan=self.plan, position=position, **_plain(model, fields, written))
        if "key" in written:
            row.node = self.nodes[written["key"]]
        self._tie(row, model, fields, written)
        return row

    def _tie(
        self,
        row: models.Model,
        model: type[models.Model],
        fields: tuple[str, ...],
        written: Mapping[str, Any],
    ) -> None:
        """Set the members that are keys: of an image or an organisation."""
        for name, field in model_fields(model, fields):
            if name in written and field.related_model is Image:
                setattr(row, field.attname, written[name])
            elif name in written and field.related_model is PlanOrganisation:
                setattr(row, name, self.organisations[written[name]])

    def _sections(self) -> dict[str, list[_Pending]]:
        """Store the tree of sections; the items found on the way, by kind."""
        pending: dict[str, list[_Pending]] = defaultdict(list)
        level = list(_numbered(self.document.get("sections", []), None))
        while level:
            rows = [self._section_row(*place) for place in level]
            Section.objects.bulk_create(rows)
            deeper: list[tuple[int, Mapping[str, Any], Section | None]] = []
            for row, (_, written, _) in zip(rows, level, strict=True):
                self._refer(row.node, SECTION_REFERENCES, written)
                pending[row.kind] += [
                    _Pending(item, row, position, None)
                    for position, item in enumerate(written.get("items", []))
                ]
                deeper += _numbered(written.get("sections", []), row)
            level = deeper
        return pending

    def _section_row(
        self, position: int, written: Mapping[str, Any], parent: Section | None
    ) -> Section:
        row = Section(
            plan=self.plan,
            node=self.nodes[written["key"]],
            parent=parent,
            position=position,
            **_plain(Section, SECTION_FIELDS, written),
        )
        self._tie(row, Section, SECTION_FIELDS, written)
        return row

    def _items(self, kind: registry.Kind, level: list[_Pending]) -> None:
        if kind.model is None:
            return
        stored: dict[str, SectionItem] = {}
        deputies: list[tuple[SectionItem, str]] = []
        while level:
            rows = [self._item_row(kind, kind.model, item) for item in level]
            kind.model._default_manager.bulk_create(rows)
            deeper: list[_Pending] = []
            for row, item in zip(rows, level, strict=True):
                stored[item.written["key"]] = row
                if "deputy" in item.written:
                    deputies.append((row, item.written["deputy"]))
                deeper += [
                    _Pending(child, item.section, position, row)
                    for position, child in enumerate(item.written.get("items", []))
                ]
            level = deeper
        for row, key in deputies:
            setattr(row, "deputy", stored[key])  # noqa: B010 - a field of some kinds only
        if deputies:
            manager: models.Manager[Any] = kind.model._default_manager
            manager.bulk_update([row for row, _ in deputies], ["deputy"])

    def _item_row(
        self, kind: registry.Kind, model: type[SectionItem], item: _Pending
    ) -> SectionItem:
        where: dict[str, Any] = {
            "node": self.nodes[item.written["key"]],
            "section": item.section,
            "parent": item.parent,
            "position": item.position,
        }
        row = model(**where, **_plain(model, item_fields(kind), item.written))
        self._tie(row, model, item_fields(kind), item.written)
        self._refer(row.node, kind.references, item.written)
        return row

    def _refer(
        self, node: Node, fields: Mapping[str, tuple[str, ...]], written: Mapping[str, Any]
    ) -> None:
        self.references += [
            Reference(source=node, field=field, target=self.nodes[key])
            for field in fields
            for key in written.get(field, [])
        ]


def _numbered(
    sections: list[Mapping[str, Any]], parent: Section | None
) -> Iterator[tuple[int, Mapping[str, Any], Section | None]]:
    for position, section in enumerate(sections):
        yield position, section, parent
