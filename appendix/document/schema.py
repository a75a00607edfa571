"""The JSON Schema of a document, made from the models, and its words for people.

``appendix/schema/document-1.json`` is the published contract: a test holds it equal to what this
module makes, and a change that alters it for documents already stored needs a new schema number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from plans import registry
from plans.models import Image, Plan, Section
from plans.models.node import KEY_PATTERN
from plans.models.section import MOST_CELLS, SectionItem

from .problems import Problem, path_of
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
    "language": {"type": "string", "pattern": LANGUAGE},
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
    field = kind.model._meta.get_field("type")
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


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    """As JSON Schema means it: Python's ``$`` would let a line break through at the end."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _validator() -> Validator:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    return validators.extend(Draft202012Validator, {"pattern": _pattern})(schema)


def schema_problems(document: Any) -> Iterator[Problem]:
    """What the published schema says is wrong with ``document``, in words and with paths."""
    for error in _validator().iter_errors(document):
        yield Problem(path_of(list(error.absolute_path)), _words_for(error))


def _words_for(error: ValidationError) -> str:
    say = _WORDS.get(str(error.validator))
    return say(error) if say else _("passar inte dokumentets schema")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def _say_type(error: ValidationError) -> str:
    names = {
        "object": _("ett objekt"),
        "array": _("en lista"),
        "string": _("en text"),
        "integer": _("ett heltal"),
    }
    return _("här väntades %(type)s, men där står %(value)s") % {
        "type": names.get(error.validator_value, error.validator_value),
        "value": _shown(error.instance),
    }


def _say_required(error: ValidationError) -> str:
    missing = [name for name in error.validator_value if name not in error.instance]
    return _("%(names)s saknas") % {"names": ", ".join(f"”{name}”" for name in missing)}


def _say_additional(error: ValidationError) -> str:
    known = error.schema.get("properties", {})
    unknown = [name for name in error.instance if name not in known]
    return _("%(names)s är okänt; här kan stå %(known)s") % {
        "names": ", ".join(f"”{name}”" for name in unknown),
        "known": ", ".join(known),
    }


def _say_enum(error: ValidationError) -> str:
    return _("%(value)s är okänt; välj ett av %(choices)s") % {
        "value": _shown(error.instance),
        "choices": ", ".join(error.validator_value) or _("inget värde, utelämna fältet"),
    }


def _say_const(error: ValidationError) -> str:
    return _("ska vara %(expected)s, men är %(value)s") % {
        "expected": _shown(error.validator_value),
        "value": _shown(error.instance),
    }


def _say_pattern(error: ValidationError) -> str:
    expected = {
        KEY_PATTERN: _("en nyckel av små bokstäver a–z, siffror och streck"),
        SHA256: _("en SHA-256 med 64 hexadecimala tecken"),
        DAY: _("ett datum som 2026-03-01"),
        LANGUAGE: _("en språkkod som ”sv” eller ”en-GB”"),
        LINK: _("en länk som börjar med https://, http:// eller mailto:"),
    }
    return _("%(value)s är inte %(expected)s") % {
        "value": _shown(error.instance),
        "expected": expected.get(error.validator_value, error.validator_value),
    }


def _say_limit(words: str) -> Callable[[ValidationError], str]:
    return lambda error: _(words) % {"limit": error.validator_value}


_WORDS: dict[str, Callable[[ValidationError], str]] = {
    "type": _say_type,
    "required": _say_required,
    "additionalProperties": _say_additional,
    "enum": _say_enum,
    "const": _say_const,
    "pattern": _say_pattern,
    "minLength": _say_limit("texten är tom; utelämna fältet i stället"),
    "maxLength": _say_limit("texten är längre än %(limit)s tecken"),
    "minItems": _say_limit("listan är tom; utelämna den i stället"),
    "maxItems": _say_limit("listan har fler än %(limit)s poster"),
    "minimum": _say_limit("talet är mindre än %(limit)s"),
    "maximum": _say_limit("talet är större än %(limit)s"),
    "uniqueItems": _say_limit("samma nyckel står två gånger"),
    "minProperties": _say_limit("objektet är tomt; utelämna det i stället"),
}
