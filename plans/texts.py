"""Texts as documents hold them, and what no text may hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

LONGEST_TEXT = 100_000

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


def is_empty(value: Any) -> bool:
    """Whether a member says nothing and is therefore left out of the document."""
    return value is None or value is False or value == "" or value == [] or value == {}
