"""One value, one row of bytes: the form in which documents are hashed, stored and exchanged."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

Document = dict[str, Any]

SET_FIELDS = frozenset({"audience", "channels", "roles"})
"""Lists of keys whose order means nothing; kept sorted."""

# Control characters, lone surrogates and the two non-characters of the basic plane: nothing that
# an author writes, and nothing that PostgreSQL, HTML and a PDF all can carry.
FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
_NEWLINES = re.compile("\r\n|\r|\u2028|\u2029|\x85")


def canonical_text(text: str) -> str:
    """``text`` in NFC with ``\\n`` as its only line break; the words are left alone."""
    return unicodedata.normalize("NFC", _NEWLINES.sub("\n", text))


def printable_text(text: str) -> str:
    """Canonical text without the characters that no document may hold.

    For rows typed or pasted into the database: a stray control character from a word processor
    must not make a plan unprintable.
    """
    return canonical_text(FORBIDDEN_CHARACTERS.sub("", _NEWLINES.sub("\n", text)))


def tidy(value: Any) -> Any:
    """``value`` in canonical form: absent means empty, so empty members are left out.

    Sets of keys are sorted. Lists keep their empty members, since a table row may well begin with
    an empty cell.
    """
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, list):
        return [tidy(member) for member in value]
    if isinstance(value, dict):
        tidied = {
            canonical_text(name): _tidy_member(name, member) for name, member in value.items()
        }
        return {name: member for name, member in tidied.items() if not is_empty(member)}
    return value


def _tidy_member(name: str, member: Any) -> Any:
    tidied = tidy(member)
    if name in SET_FIELDS and isinstance(tidied, list) and all(isinstance(k, str) for k in tidied):
        return sorted(set(tidied))
    return tidied


def is_empty(value: Any) -> bool:
    """Whether a member says nothing and is therefore left out of the document."""
    return value is None or value is False or value == "" or value == [] or value == {}


def canonical_bytes(document: Document) -> bytes:
    """The UTF-8 bytes of ``document``: sorted names, no spaces, no escapes that are not needed."""
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(document: Document) -> str:
    """The SHA-256, in hexadecimal, of the canonical bytes: what the parties approve."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()
