"""What can be saved, and what it is called: one description for every sort of row in a plan.

All values that services take and give are written as documents write them (``plans.shape``): days
as ISO days, organisations and deputies by key, references as lists of keys. What a form posts, what
the log holds and what a document prints can so be compared with one another directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.markdown import to_plain
from plans import registry
from plans.models import (
    ControlRow,
    Image,
    Plan,
    PlanOrganisation,
    PlanRelation,
    Reference,
    Role,
    Section,
    SectionItem,
)
from plans.models.plan import OrderedRow
from plans.shape import (
    CONTROL_FIELDS,
    ORGANISATION_FIELDS,
    PLAN_FIELDS,
    RELATION_FIELDS,
    ROLE_FIELDS,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    Keys,
    item_fields,
    model_fields,
    write,
)

LONGEST_NAME = 80

Row = Plan | OrderedRow
Values = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """A row as the log and the services know it: ``kind`` and ``key`` name it within its ``home``.

    The home is the plan, or what else an app above lets rows belong to: it is locked while their
    order changes, and their changes are logged under it. ``beside`` are the values that a row
    shares with those it stands in order with, where that is not the plan. ``settle`` adds to what
    is changed (the second argument is what was written before) what has to change with it.
    ``outside`` are, by field, the rows beyond the plan that it may point at; such a field is
    written as a primary key.
    """

    row: Any
    home: models.Model
    kind: str
    key: str
    fields: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)
    settle: Callable[[Values, Values], Values] | None = None
    outside: Mapping[str, Callable[[], models.QuerySet[Any]]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan that the row stands in; TypeError for one that belongs to none."""
        if not isinstance(self.home, Plan):
            raise TypeError(f"a row of kind {self.kind} stands in no plan")
        return self.home

    @property
    def scope(self) -> str:
        """Where its changes are logged, such as ``plan:12``."""
        return f"{self.home._meta.model_name}:{self.home.pk}"

    @property
    def name(self) -> str:
        """What people call it: its name, or how its words begin."""
        return name_of(self.row)


_LISTED: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    PlanOrganisation: ("organisation", ORGANISATION_FIELDS),
    PlanRelation: ("relation", RELATION_FIELDS),
    ControlRow: ("control", CONTROL_FIELDS),
    Role: ("role", ROLE_FIELDS),
}


_described: dict[type[models.Model], Callable[[Any], Subject]] = {}


def describe(model: type[models.Model], subject: Callable[[Any], Subject]) -> None:
    """Let ``subject`` describe the rows of ``model``: an app above has rows of its own to save."""
    _described[model] = subject


def subject_of(row: Row | models.Model) -> Subject:
    """The description of ``row``; TypeError for what is no row of a plan."""
    if type(row) in _described:
        return _described[type(row)](row)
    if isinstance(row, Plan):
        return Subject(row, row, "plan", row.slug, PLAN_FIELDS)
    if isinstance(row, Section):
        return Subject(row, row.plan, "section", _key(row), SECTION_FIELDS, SECTION_REFERENCES)
    if isinstance(row, SectionItem):
        kind = kind_of(type(row))
        return Subject(
            row, row.section.plan, kind.name, _key(row), item_fields(kind), kind.references
        )
    if isinstance(row, (PlanOrganisation, Role)):
        kind_name, fields = _LISTED[type(row)]
        return Subject(row, row.plan, kind_name, _key(row), fields)
    if isinstance(row, (PlanRelation, ControlRow)):
        kind_name, fields = _LISTED[type(row)]
        return Subject(row, row.plan, kind_name, str(row.pk), fields)
    raise TypeError(f"{type(row).__name__} is no row of a plan")


def _key(row: Any) -> str:
    """The key of a row that has one; a new row has none yet."""
    return "" if row.node_id is None else str(row.node.key)


def kind_of(model: type[SectionItem]) -> registry.Kind:
    """The kind of section whose items are ``model``; KeyError when there is none."""
    for kind in registry.kinds():
        if kind.model is model:
            return kind
    raise KeyError(model.__name__)


def name_of(row: Any) -> str:
    """What people call ``row`` in lists, messages and the log; never empty."""
    words = str(getattr(row, "heading", "") or getattr(row, "name", "") or "")
    words = words or to_plain(str(getattr(row, "text", "") or ""))
    words = words or " · ".join(filter(None, getattr(row, "cells", None) or []))
    if not words and not isinstance(row, (Section, SectionItem)):
        words = str(row)
    words = " ".join(words.split())
    if len(words) > LONGEST_NAME:
        words = words[:LONGEST_NAME].rpartition(" ")[0] + " …"
    return words or _("(utan text)")


def written(subject: Subject, keys: Keys | None = None) -> Values:
    """The row as it stands in the database now, empty members left out.

    ``keys`` are those of the rows that it may point at, where they are known already.
    """
    values = write(subject.row, subject.fields, _keys(subject) if keys is None else keys)
    if subject.references:
        rows = Reference.objects.filter(
            source=subject.row.node_id, field__in=list(subject.references)
        )
        for name, key in rows.values_list("field", "target__key").order_by("target__key"):
            values.setdefault(name, []).append(key)
    return values


def _keys(subject: Subject) -> Keys:
    """The keys of the rows that this one points at, those in the bin left out."""
    keys: dict[tuple[Any, int], str] = {}
    wanted: dict[type[models.Model], set[int]] = {}
    for name, model_field in model_fields(type(subject.row), subject.fields):
        target = model_field.related_model
        pk = getattr(subject.row, model_field.attname)
        if name in subject.outside:
            keys[target, pk] = str(pk)
        elif isinstance(target, type) and target is not Image and pk is not None:
            wanted.setdefault(target, set()).add(pk)
    for model, pks in wanted.items():
        rows = model._default_manager.filter(pk__in=pks, removed_at__isnull=True)
        keys |= {(model, pk): key for pk, key in rows.values_list("pk", "node__key")}
    return keys
