"""Making a plan's rows say what another document says, without throwing any row away.

Rows are known by their keys: those that both have are changed where they stand, those that only the
document has are made or come back from the bin, and those that only the plan has go to the bin.
Comments, earlier forms and links hang on keys and so remain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from core.changes import Entry
from plans import registry
from plans.models import (
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
from .restore import store_images
from .shape import (
    LISTS,
    PLAN_FIELDS,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    item_fields,
    model_fields,
    read_value,
    write,
)

Written = Mapping[str, Any]
Names = tuple[str, ...]
WHERE = ("section_id", "parent_id")


def replace_content(plan: Plan, document: Document) -> list[Entry]:
    """Make ``document`` what ``build`` makes of ``plan``; what changed, for the log.

    ``document`` is of the newest schema, and the caller holds the plan's lock in a transaction.
    """
    return _Replacement(plan, document).run()


class _Replacement:
    """Loads every row of the plan, the bin's too, locked; then puts what is wanted in its place."""

    def __init__(self, plan: Plan, document: Document) -> None:
        self.plan = plan
        self.document = document
        self.now: datetime = timezone.now()
        self.entries: list[Entry] = []
        self.nodes = {node.key: node for node in Node.objects.filter(plan=plan)}
        self.names = {node.pk: node.key for node in self.nodes.values()}
        self.lists = {name: _locked(model, plan=plan) for name, model, _fields in LISTS}
        self.sections = {self.names[r.node_id]: r for r in _locked(Section, plan=plan)}
        self.items = {
            kind.name: {
                self.names[row.node_id]: row for row in _locked(kind.model, node__plan=plan)
            }
            for kind in registry.kinds()
            if kind.model
        }
        self.organisations = {self.names[r.node_id]: r for r in self.lists["organisations"]}
        self.roles = {self.names[r.node_id]: r for r in self.lists["roles"]}
        self.references = self._references()
        self.wanted_references: dict[tuple[str, str, str], None] = {}
        self.printed_references: dict[str, Names] = {}
        self.kept: set[tuple[type[models.Model], int]] = set()
        self.deputies: list[tuple[Any, str | None]] = []
        self.shifted: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.keys = {(type(row), row.pk): self.names[row.node_id] for row in self._keyed()}

    def run(self) -> list[Entry]:
        self._plan()
        store_images(self.document)
        missing = {key for key, _names, _path in all_keys(self.document)} - self.nodes.keys()
        made = Node.objects.bulk_create(Node(plan=self.plan, key=key) for key in sorted(missing))
        self.nodes |= {node.key: node for node in made}
        for name, model, fields in LISTS:
            known = {"organisations": self.organisations, "roles": self.roles}.get(name)
            if known is None:
                self._unkeyed(name, model, fields)
            else:
                for position, written in enumerate(self.document.get(name, [])):
                    where = {"plan": self.plan, "position": position}
                    self._put(known, model, fields, {}, written, where, name)
        self._sections(self.document.get("sections", []), None)
        self._set_deputies()
        self._bin()
        self._tie()
        for shifted_model, rows in self.shifted.items():
            shifted_model._default_manager.bulk_update(rows, ["position"])
        return self.entries

    def _keyed(self) -> list[Any]:
        rows = [*self.organisations.values(), *self.roles.values(), *self.sections.values()]
        return rows + [row for found in self.items.values() for row in found.values()]

    def _references(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in Reference.objects.filter(source__plan=self.plan):
            found[self.names[row.source_id], row.field].append(self.names[row.target_id])
        return found

    def _plan(self) -> None:
        before = write(self.plan, PLAN_FIELDS, {})
        changed = _differing(before, self.document, PLAN_FIELDS)
        if changed:
            for name, field in model_fields(Plan, changed):
                setattr(self.plan, field.attname, self._value(field, self.document.get(name)))
            self.plan.version += 1
            self.plan.save(update_fields=[*changed, "version"])
            self._log("changed", "plan", self.plan.slug, before, self.document, changed)

    def _put(
        self,
        known: dict[str, Any],
        model: type[Any],
        fields: Names,
        references: Mapping[str, Names],
        written: Written,
        where: dict[str, Any],
        kind: str,
    ) -> Any:
        """The row with the key of ``written``, saying what that says and standing in ``where``."""
        key = written["key"]
        plain = tuple(name for name in fields if name != "deputy")
        names = (*fields, *references)
        row = known.get(key)
        before: dict[str, Any] = {}
        if row is None:
            row = model(node=self.nodes[key], **where)
            if isinstance(row, PlanOrganisation):
                parties = self.plan.agreement.organisations
                row.organisation = parties.filter(name=written["name"]).first()
            self._say(row, plain, written)
            row.save()
            known[key], self.keys[model, row.pk] = row, key
            self._log("added", kind, key, {}, written, names)
        else:
            before = write(row, fields, self.keys)
            before |= {n: sorted(self.references[key, n]) for n in references}
            self._change(row, plain, names, before, written, where, kind)
        self.kept.add((model, row.pk))
        if "deputy" in fields:
            self.deputies.append((row, written.get("deputy")))
        self.printed_references[key] = tuple(references)
        self.wanted_references |= {
            (key, name, target): None for name in references for target in written.get(name, [])
        }
        return row

    def _change(
        self,
        row: Any,
        plain: Names,
        names: Names,
        before: Written,
        written: Written,
        where: dict[str, Any],
        kind: str,
    ) -> None:
        stood = {name: getattr(row, name, None) for name in (*WHERE, "position", "removed_at")}
        for name, value in where.items():
            setattr(row, name, value)
        row.removed_at = None
        moved = any(getattr(row, name, None) != stood[name] for name in WHERE)
        changed = _differing(before, written, names)
        if changed:
            self._say(row, plain, written)
            self._log("changed", kind, written["key"], before, written, changed)
        if stood["removed_at"] is not None:
            self._log("taken_back", kind, written["key"], {}, written, names)
        elif moved:
            self._log("moved", kind, written["key"], {}, {}, ())
        if changed or moved or stood["removed_at"] is not None:
            row.version += 1
            row.save()
        elif row.position != stood["position"]:
            self.shifted[type(row)].append(row)

    def _say(self, row: Any, names: Names, written: Written) -> None:
        for name, field in model_fields(type(row), names):
            setattr(row, field.attname, self._value(field, written.get(name)))

    def _value(self, field: models.Field[Any, Any], value: Any) -> Any:
        """What the row holds for what the document says; absent is the field's empty value."""
        if value is None:
            return None if field.null else field.get_default()
        if field.related_model is PlanOrganisation:
            return self.organisations[value].pk
        return value if field.related_model is Image else read_value(field, value)

    def _sections(self, sections: list[Written], parent: Section | None) -> None:
        for position, written in enumerate(sections):
            where = {"plan": self.plan, "parent": parent, "position": position}
            section = self._put(
                self.sections,
                Section,
                SECTION_FIELDS,
                SECTION_REFERENCES,
                written,
                where,
                "section",
            )
            self._items(written, section, None, registry.get(written["kind"]))
            self._sections(written.get("sections", []), section)

    def _items(
        self, container: Written, section: Section, parent: Any, kind: registry.Kind
    ) -> None:
        for position, written in enumerate(container.get("items", [])):
            where = {"section": section, "parent": parent, "position": position}
            row = self._put(
                self.items[kind.name],
                kind.model,  # type: ignore[arg-type]
                item_fields(kind),
                kind.references,
                written,
                where,
                kind.name,
            )
            self._items(written, section, row, kind)

    def _set_deputies(self) -> None:
        """When every row is there: a deputy may stand further down."""
        by_key = self.items.get("spokespersons", {})
        for row, key in self.deputies:
            wanted = by_key[key].pk if key else None
            if row.deputy_id != wanted:
                row.deputy_id = wanted
                row.save(update_fields=["deputy"])

    def _unkeyed(self, name: str, model: type[Any], fields: Names) -> None:
        """Rows that say the same stay, whatever their order; the others go, and new ones come."""
        stays: dict[str, list[Any]] = defaultdict(list)
        for row in self.lists[name]:
            if row.removed_at is None:
                stays[repr(sorted(write(row, fields, self.keys).items()))].append(row)
        for position, written in enumerate(self.document.get(name, [])):
            if same := stays[repr(sorted(written.items()))]:
                row = same.pop(0)
                if row.position != position:
                    row.position = position
                    self.shifted[model].append(row)
            else:
                row = model(plan=self.plan, position=position)
                self._say(row, fields, written)
                row.save()
                self._log("added", name, str(row.pk), {}, written, fields)
            self.kept.add((model, row.pk))
        for row in (row for rows in stays.values() for row in rows):
            self._remove(row, name, str(row.pk), write(row, fields, self.keys))

    def _bin(self) -> None:
        """Remove what is not wanted; what stands in a removed row goes along with it."""
        for name, known in (("organisations", self.organisations), ("roles", self.roles)):
            self._bin_rows(name, known, ("name",))
        self._bin_rows("section", self.sections, SECTION_FIELDS)
        kinds = {section.pk: section.kind for section in self.sections.values()}
        for name, known in self.items.items():
            # Items of another kind than their section's wait there for the kind to come back.
            own = {key: row for key, row in known.items() if kinds.get(row.section_id) == name}
            self._bin_rows(name, own, item_fields(registry.get(name)))

    def _bin_rows(self, name: str, known: Mapping[str, Any], fields: Names) -> None:
        for key, row in known.items():
            if self._is_unwanted(row):
                self._remove(row, name, key, write(row, fields, self.keys))

    def _is_unwanted(self, row: Any) -> bool:
        if row.removed_at is not None or (type(row), row.pk) in self.kept:
            return False
        if parent := getattr(row, "parent_id", None):
            return (type(row), parent) in self.kept
        if not isinstance(row, SectionItem):
            return True
        # An activity may stand in a year alone; no document says anything of it then.
        section: int | None = row.section_id
        return section is not None and (Section, section) in self.kept

    def _remove(self, row: Any, kind: str, key: str, before: Written) -> None:
        row.removed_at = self.now
        row.version += 1
        row.save(update_fields=["removed_at", "version"])
        self.entries.append(Entry(action="removed", kind=kind, key=key, before=dict(before)))

    def _tie(self) -> None:
        """References of what is wanted; those of what lies in the bin wait there.

        Only those that a document holds: what else an activity refers to is none of its business.
        """
        present = set()
        spare = []
        for row in Reference.objects.filter(source__plan=self.plan).select_related(
            "source", "target"
        ):
            tie = (row.source.key, row.field, row.target.key)
            present.add(tie)
            is_printed = row.field in self.printed_references.get(row.source.key, ())
            if is_printed and tie not in self.wanted_references:
                spare.append(row.pk)
        Reference.objects.filter(pk__in=spare).delete()
        Reference.objects.bulk_create(
            Reference(source=self.nodes[source], field=field, target=self.nodes[target])
            for source, field, target in self.wanted_references
            if (source, field, target) not in present
        )

    def _log(
        self, action: str, kind: str, key: str, before: Written, after: Written, names: Names
    ) -> None:
        self.entries.append(
            Entry(
                action=action,
                kind=kind,
                key=key,
                before={name: before[name] for name in names if before.get(name)} or None,
                after={name: after[name] for name in names if name in after} or None,
            )
        )


def _locked(model: type[Any], **where: Any) -> list[Any]:
    """Rows that nobody saves until we are done: a save meanwhile is shown both texts afterwards."""
    rows = model._default_manager.filter(**where).order_by("position", "pk")
    return list(rows.select_for_update(of=("self",)))


def _differing(before: Written, after: Written, names: Names) -> Names:
    return tuple(name for name in names if (before.get(name) or None) != (after.get(name) or None))
