"""The JSON Schema of a document, made from the models.

``appendix/schema/document-1.json`` is the published contract: a test holds it equal to what this
module makes, and a change that alters it for documents already stored needs a new schema number.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import models

from plans import registry
from plans.models import Image, Plan, Section
from plans.models.node import KEY_PATTERN
from plans.models.section import MOST_CELLS, SectionItem

from .shape import (
    LISTS,
    PLAN_FIELDS,
    SCHEMA,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    item_fields,
    model_fields,
)

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schema" / f"document-{SCHEMA}.json"
KEYED = ("organisations", "roles")
SHA256 = "^[0-9a-f]{64}$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LONGEST_LANGUAGE = 20  # as the rows hold it
LINK = '^(https?://|mailto:)[^\\s<>"]+$'
LONGEST_TEXT = 100_000
MOST_ROWS = 5_000

Schema = dict[str, Any]

KEY: Schema = {"type": "string", "pattern": KEY_PATTERN}
KEYS: Schema = {"type": "array", "items": KEY, "minItems": 1, "maxItems": 200, "uniqueItems": True}
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
SPECIAL: Mapping[str, Schema] = {
    "columns": {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_CELLS,
        "items": {
            "type": "object",
            "properties": {"label": TEXT, "field": {"type": "string", "minLength": 1}},
            "additionalProperties": False,
        },
    },
    "cells": {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_CELLS,
        "items": {"type": "string", "maxLength": LONGEST_TEXT},
    },
    "language": {"type": "string", "pattern": LANGUAGE, "maxLength": LONGEST_LANGUAGE},
    "link": {"type": "string", "pattern": LINK},
}


def make_schema() -> Schema:
    """The JSON Schema of the newest documents, from the models and the registered kinds."""
    definitions: dict[str, Schema] = {"section": _section()}
    for kind in registry.kinds():
        if kind.model:
            definitions[kind.name] = _item(kind, kind.model)
    lists = {
        name: _list({**({"key": KEY} if name in KEYED else {}), **_members(model, fields)}, name)
        for name, model, fields in LISTS
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Samråd document {SCHEMA}",
        "description": "A communication plan as one value. Absent means empty. See docs/document.md.",
        "type": "object",
        "required": ["schema", "kind", "title"],
        "properties": {
            "schema": {"const": SCHEMA},
            **_members(Plan, PLAN_FIELDS),
            **lists,
            "sections": _array({"$ref": "#/$defs/section"}),
            "images": _images(),
        },
        "additionalProperties": False,
        "$defs": definitions,
    }


def _members(model: type[models.Model], names: tuple[str, ...]) -> dict[str, Schema]:
    return {name: SPECIAL.get(name) or _member(f) for name, f in model_fields(model, names)}


def _member(field: models.Field[Any, Any]) -> Schema:
    """What may stand in a document for one field; empty never does, since absent means empty."""
    if field.related_model is not None:
        return {"type": "string", "pattern": SHA256} if field.related_model is Image else KEY
    if field.choices:
        return {"enum": [value for value, label in field.flatchoices if value]}
    if isinstance(field, models.BooleanField):
        return {"const": True}
    if isinstance(field, models.DateField):
        return {"type": "string", "pattern": DAY}
    if isinstance(field, models.PositiveSmallIntegerField):
        return {"type": "integer", "minimum": 1, "maximum": 1000}
    if isinstance(field, models.CharField):
        return {"type": "string", "minLength": 1, "maxLength": field.max_length}
    return TEXT


def _array(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": items}


def _list(properties: dict[str, Schema], name: str) -> Schema:
    required = {
        "organisations": ["key", "name", "role"],
        "relations": ["kind", "words"],
        "control": ["place"],
        "roles": ["key", "name"],
    }[name]
    return _array(
        {
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": False,
        }
    )


def _section() -> Schema:
    kinds = [kind for kind in registry.kinds() if kind.model]
    return {
        "type": "object",
        "required": ["key", "kind"],
        "properties": {
            "key": KEY,
            **_members(Section, SECTION_FIELDS),
            "kind": {"enum": [kind.name for kind in registry.kinds()]},
            "type": {"enum": sorted({value for kind in kinds for value in types_of(kind)})},
            **dict.fromkeys(SECTION_REFERENCES, KEYS),
            "items": _array({"type": "object"}),
            "sections": _array({"$ref": "#/$defs/section"}),
        },
        "additionalProperties": False,
        "allOf": [_items_are(kind.name) for kind in kinds],
    }


def _items_are(kind: str) -> Schema:
    return {
        "if": {"properties": {"kind": {"const": kind}}},
        "then": {"properties": {"items": {"items": {"$ref": f"#/$defs/{kind}"}}}},
    }


def types_of(kind: registry.Kind) -> list[str]:
    """The values that ``type`` may have on items of ``kind``; none when they have no type."""
    if kind.model is None or "type" not in kind.fields:
        return []
    model: type[models.Model] = kind.model
    field = model._meta.get_field("type")
    return [value for value, label in getattr(field, "flatchoices", ()) if value]


def _item(kind: registry.Kind, model: type[SectionItem]) -> Schema:
    return {
        "type": "object",
        "required": ["key"],
        "properties": {
            "key": KEY,
            **_members(model, item_fields(kind)),
            **dict.fromkeys(kind.references, KEYS),
            "items": _array({"$ref": f"#/$defs/{kind.name}"}),
        },
        "additionalProperties": False,
    }


def _images() -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": SHA256},
        "additionalProperties": {
            "type": "object",
            "required": ["media_type", "data"],
            "properties": {
                "media_type": {"enum": ["image/png", "image/jpeg"]},
                "data": {"type": "string", "minLength": 1},
            },
            "additionalProperties": False,
        },
    }
