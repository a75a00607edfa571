"""Which fields of which rows stand in a document, and how a value of each is written.

The models say what a field is; this module only names those that belong to the document. Both
directions and the JSON Schema are made from it, so that they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from .models import ControlRow, Image, PlanOrganisation, PlanRelation, Role
from .registry import Kind
from .texts import is_empty, printable_text

PLAN_FIELDS = (
    "kind",
    "title",
    "subtitle",
    "language",
    "starts_on",
    "ends_on",
    "owner",
    "review_cycle",
    "review_months",
)
ORGANISATION_FIELDS = ("name", "kind", "role", "logo", "logo_alt")
RELATION_FIELDS = ("kind", "words", "link", "not_printed")
CONTROL_FIELDS = ("label", "words", "place", "organisation", "kind", "value")
ROLE_FIELDS = ("name", "organisation")
SECTION_FIELDS = (
    "kind",
    "heading",
    "text",
    "layout",
    "numbering",
    "number",
    "columns",
    "not_in_contents",
    "new_page",
    "keep_when_empty",
    "language",
    "scope",
    "priority",
    "party",
    "role",
    "category",
    "phase",
    "type",
)
ITEM_FIELDS = ("name", "text", "cells", "language")
SECTION_REFERENCES: Mapping[str, tuple[str, ...]] = {
    "audience": ("target_groups",),
    "channels": ("channels",),
    "roles": ("role",),
}
DEEPEST_SECTIONS = 7
DEEPEST_ITEMS = 6
LISTS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("organisations", PlanOrganisation, ORGANISATION_FIELDS),
    ("relations", PlanRelation, RELATION_FIELDS),
    ("control", ControlRow, CONTROL_FIELDS),
    ("roles", Role, ROLE_FIELDS),
)

Keys = Mapping[tuple[type[models.Model], int], str]
"""(model, primary key) → key of the row within its plan."""


def item_fields(kind: Kind) -> tuple[str, ...]:
    """The fields of an item of ``kind``, those that all items have first."""
    return (*ITEM_FIELDS, *kind.fields)


def model_fields(
    model: type[models.Model], names: tuple[str, ...]
) -> Iterator[tuple[str, models.Field[Any, Any]]]:
    """The Django fields called ``names``, each with its name."""
    for name in names:
        field = model._meta.get_field(name)
        if not isinstance(field, models.Field):
            raise TypeError(f"{model.__name__}.{name} is no field of the row")
        yield name, field


def write(row: models.Model, names: tuple[str, ...], keys: Keys) -> dict[str, Any]:
    """The members of ``row`` that are not empty, as they stand in the document."""
    members = {}
    for name, field in model_fields(type(row), names):
        value = written(field, getattr(row, field.attname), keys)
        if not is_empty(value):
            members[name] = value
    return members


def written(field: models.Field[Any, Any], value: Any, keys: Keys) -> Any:
    """``value`` of a row's ``field`` as it stands in the document; None for what is in the bin."""
    if value is None:
        return None
    target = field.related_model
    if isinstance(target, type):
        return value if target is Image else keys.get((target, value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return _printable(value)


def _printable(value: Any) -> Any:
    """``value`` with canonical texts; of a column or a cell the members too."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, list):
        return [_printable(member) for member in value]
    if isinstance(value, dict):
        return {k: _printable(v) for k, v in value.items() if not is_empty(v)}
    return value


def reads_plainly(field: models.Field[Any, Any]) -> bool:
    """Whether a value of ``field`` stands in the document itself, not as somebody's key."""
    return field.related_model is None


def read_value(field: models.Field[Any, Any], value: Any) -> Any:
    """The row's value for what is written: a day for ``2026-03-01``, a time for ``13:05``."""
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(field, models.TimeField) else value
