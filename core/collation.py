"""One Swedish order of letters on both databases.

`Collate("name", COLLATION)` in a query, or `db_collation=COLLATION` on a field.

PostgreSQL gets it from ICU (migration 0001_svenska); SQLite, which knows only bytes, from the comparison
below. Å, ä and ö stand last, é beside e, ü beside y, small before capital. SQLite is also taught to
ignore case beyond ASCII when it matches.
"""

import re
import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

COLLATION = "svenska"

# The order of ICU's locale "sv" for what a Swedish keyboard and a word processor write; other letters
# follow by code point.
_ORDER = (
    "\t\n\r _-‐‑–—,;:!¡?¿.…·'‘’\"“”«»()[]{}§¶@*/\\&#%‰†•`´^¯¨¸°©®+±÷×<=>¬|¦~¤¢$£¥€"
    "0123456789abcdefghijklmnopqrstuvwxyzåäö"
)
_RANK = {character: rank for rank, character in enumerate(_ORDER)}
_ALIKE = {"\xa0": " ", "æ": "ä", "ę": "ä", "ø": "ö", "ő": "ö", "œ": "ö", "ô": "ö"}
_ALIKE |= {"ü": "y", "ű": "y"}
_ALIKE |= {"đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss", "ħ": "h"}

SortKey = tuple[tuple[int, ...], tuple[str, ...], tuple[bool, ...], str]


@lru_cache(maxsize=4096)
def sort_key(text: str) -> SortKey:
    """Return what `text` sorts by: letters, accents, case, at last code points (only equal texts are equal)."""
    normal = unicodedata.normalize("NFC", text)
    small = normal.lower()
    letters = [_letters(character) for character in small]
    return (
        tuple(_RANK.get(letter, len(_RANK) + ord(letter)) for group in letters for letter in group),
        tuple("" if group == own else own for group, own in zip(letters, small, strict=True)),
        tuple(character != character.lower() for character in normal),
        text,
    )


def _letters(character: str) -> str:
    """Return the letter or letters that a lower-case character is sorted as."""
    if character in _RANK:
        return character
    return _ALIKE.get(character) or unicodedata.normalize("NFD", character)[0]


def compare(one: str, other: str) -> int:
    """Return -1, 0 or 1: how `one` stands to `other` in Swedish order."""
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)


@lru_cache(maxsize=256)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    """Translate an SQL pattern (% and _, either of them literal after `escape`) to a regular expression."""
    parts, escaped = [], False
    for character in pattern:
        if not escaped and escape and character == escape:
            escaped = True
            continue
        wildcard = "" if escaped else {"%": ".*", "_": "."}.get(character, "")
        parts.append(wildcard or re.escape(character))
        escaped = False
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def like(pattern: object, value: object, escape: str = "") -> bool | None:
    """Match as SQL's LIKE does, ignoring case in every alphabet; nothing matches nothing (NULL)."""
    if pattern is None or value is None:
        return None
    return _like_pattern(str(pattern), escape).fullmatch(str(value)) is not None


def install(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Teach a new SQLite connection the collation and the matching; for the signal `connection_created`."""
    if connection.vendor != "sqlite":
        return
    database: sqlite3.Connection = connection.connection
    database.create_collation(COLLATION, compare)
    database.create_function("like", 2, like, deterministic=True)
    database.create_function("like", 3, like, deterministic=True)
