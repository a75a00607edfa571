"""What the published schema says of a document, in words for people and with paths."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from plans.models.node import KEY_PATTERN

from .problems import Problem, path_of
from .schema import DAY, LANGUAGE, LINK, SCHEMA_FILE, SHA256, Schema


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    """As JSON Schema means it: Python's ``$`` would let a line break through at the end."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _validator() -> Validator:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    strict: Callable[[Schema], Validator] = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern}
    )
    return strict(schema)


def _expected(error: ValidationError) -> Any:
    """What the schema asks for at this place."""
    return error.validator_value


def _found(error: ValidationError) -> Any:
    """What stands there."""
    return error.instance


def _properties(error: ValidationError) -> Any:
    """The members that may stand there."""
    schema: Any = error.schema
    return schema.get("properties", {})


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
        "type": names.get(_expected(error), _expected(error)),
        "value": _shown(_found(error)),
    }


def _say_required(error: ValidationError) -> str:
    missing = [name for name in _expected(error) if name not in _found(error)]
    return _("%(names)s saknas") % {"names": ", ".join(f"”{name}”" for name in missing)}


def _say_additional(error: ValidationError) -> str:
    known = _properties(error)
    unknown = [name for name in _found(error) if name not in known]
    return _("%(names)s är okänt; här kan stå %(known)s") % {
        "names": ", ".join(f"”{name}”" for name in unknown),
        "known": ", ".join(known),
    }


def _say_enum(error: ValidationError) -> str:
    return _("%(value)s är okänt; välj ett av %(choices)s") % {
        "value": _shown(_found(error)),
        "choices": ", ".join(_expected(error)) or _("inget värde, utelämna fältet"),
    }


def _say_const(error: ValidationError) -> str:
    return _("ska vara %(expected)s, men är %(value)s") % {
        "expected": _shown(_expected(error)),
        "value": _shown(_found(error)),
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
        "value": _shown(_found(error)),
        "expected": expected.get(_expected(error), _expected(error)),
    }


def _say_limit(words: str) -> Callable[[ValidationError], str]:
    return lambda error: _(words) % {"limit": _expected(error)}


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
