"""One value, one row of bytes: the form in which documents are hashed, stored and exchanged."""

from __future__ import annotations

import hashlib
from typing import Any

from core.canonical import canonical_bytes
from plans.texts import FORBIDDEN_CHARACTERS, canonical_text, is_empty, printable_text

__all__ = [
    "FORBIDDEN_CHARACTERS",
    "SET_FIELDS",
    "Document",
    "canonical_bytes",
    "canonical_text",
    "is_empty",
    "printable_text",
    "sha256",
    "tidy",
]

Document = dict[str, Any]

SET_FIELDS = frozenset({"audience", "channels", "roles"})
"""Lists of keys whose order means nothing; kept sorted."""


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


def sha256(document: Document) -> str:
    """The SHA-256, in hexadecimal, of the canonical bytes: what the parties approve."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()
