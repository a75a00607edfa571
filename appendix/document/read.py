"""From a file to a document, or to a list of what is wrong with it. Files are hostile until shown otherwise."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from .canonical import FORBIDDEN_CHARACTERS, Document, tidy
from .meaning import meaning_problems
from .problems import DocumentError, Problem, path_of
from .shape import SCHEMA
from .validation import schema_problems

LARGEST_FILE = 40 * 1024 * 1024
DEEPEST = 60
LONGEST_NUMBER = 18
MOST_PROBLEMS = 50


def read(data: bytes) -> Document:
    """The canonical document in the file ``data``.

    Raises DocumentError with everything that is wrong (at most 50 problems), each with its path.
    """
    document: Document = tidy(upgrade(_parsed(data)))
    if problems := list(schema_problems(document)) or list(meaning_problems(document)):
        raise DocumentError(sorted(problems, key=lambda p: p.place)[:MOST_PROBLEMS])
    return document


def upgrade(document: Any) -> Document:
    """``document``, of whatever schema it is, as one of the newest; stored bytes stay as they are.

    Raises DocumentError when it is no document, or of a schema that this program does not know.
    """
    if not isinstance(document, dict):
        raise DocumentError([Problem("", _("filen ska innehålla ett JSON-objekt"))])
    schema = document.get("schema")
    if schema != SCHEMA or isinstance(schema, bool):
        raise DocumentError(
            [
                Problem(
                    "schema",
                    _("den här versionen av Samråd läser schema %(newest)s, inte %(found)s")
                    % {"newest": SCHEMA, "found": json.dumps(schema, ensure_ascii=False)[:60]},
                )
            ]
        )
    return document


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise _refusal(_("filen är större än %(limit)s MB") % {"limit": limit})
    try:
        parsed = json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_no_constant,
            parse_float=_no_float,
            parse_int=_integer,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        message = _("filen är inte UTF-8-text (byte %(position)s)") % {"position": error.start}
        raise _refusal(message) from None
    except json.JSONDecodeError as error:
        message = _("filen är inte giltig JSON: rad %(line)s, kolumn %(column)s") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise _refusal(message) from None
    except RecursionError:
        raise _refusal(_("filen är för djupt nästlad")) from None
    except _Unfit as error:
        raise _refusal(str(error)) from None
    _refuse_characters(parsed, [])
    return parsed


def _refusal(message: str) -> DocumentError:
    return DocumentError([Problem("", message)])


class _Unfit(ValueError):
    """A JSON value that no document may hold."""


def _no_constant(name: str) -> None:
    raise _Unfit(_("%(value)s är inget tal som JSON tillåter") % {"value": name})


def _no_float(number: str) -> int:
    raise _Unfit(_("%(value)s är inte ett heltal") % {"value": number[:60]})


def _integer(number: str) -> int:
    """Refuses what no field holds, and what Python refuses to read at all (4,300 digits)."""
    if len(number) > LONGEST_NUMBER:
        raise _Unfit(_("%(value)s är ett för stort heltal") % {"value": number[:60]})
    return int(number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuses doubled names: which one counts would be anybody's guess."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, value in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise _Unfit(_("”%(name)s” står två gånger i samma objekt") % {"name": doubled[:60]})
    return found


def _refuse_characters(value: Any, path: list[str | int]) -> None:
    """Raises DocumentError at a character that cannot be stored and printed everywhere."""
    if len(path) > DEEPEST:
        raise DocumentError([Problem(path_of(path[:8]) + "…", _("är för djupt nästlat"))])
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if found := FORBIDDEN_CHARACTERS.search(text):
            code = f"U+{ord(found.group()):04X}"
            message = _("innehåller det otillåtna tecknet %(code)s") % {"code": code}
            raise DocumentError([Problem(path_of(path), message)])
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _refuse_characters(member, [*path, index])
    elif isinstance(value, dict):
        for name, member in value.items():
            _refuse_characters(name, path)
            _refuse_characters(member, [*path, name])
