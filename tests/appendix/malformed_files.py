"""Malformed files: what no JSON reader takes, and every malformed document written down."""

from __future__ import annotations

import json
from typing import Any

from .malformed import CASES
from .sample import ABSENT, SAMPLE, with_change


def text_of(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


GOOD = text_of(SAMPLE)

# (bytes, path, words)
FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "", "filen är inte giltig JSON: rad 1, kolumn 1"),
    "spaces": (b" \n ", "", "filen är inte giltig JSON"),
    "cut off": (GOOD[:200].encode(), "", "filen är inte giltig JSON: rad 1"),
    "trailing text": ((GOOD + "\n}").encode(), "", "filen är inte giltig JSON: rad 2, kolumn 1"),
    "two documents": ((GOOD + GOOD).encode(), "", "filen är inte giltig JSON"),
    "not UTF-8": (GOOD.encode("utf-16"), "", "filen är inte UTF-8-text (byte 0)"),
    "Latin-1": (GOOD.encode("latin-1"), "", "filen är inte UTF-8-text (byte"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "", "filen är inte UTF-8-text"),
    "a list on top": (f"[{GOOD}]".encode(), "", "filen ska innehålla ett JSON-objekt"),
    "a text on top": (b'"plan"', "", "filen ska innehålla ett JSON-objekt"),
    "null": (b"null", "", "filen ska innehålla ett JSON-objekt"),
    "NaN": (b'{"schema": 1, "title": NaN}', "", "NaN är inget tal som JSON tillåter"),
    "infinity": (b'{"schema": -Infinity}', "", "-Infinity är inget tal som JSON tillåter"),
    "a float": (b'{"schema": 1, "review_months": 6.5}', "", "6.5 är inte ett heltal"),
    "a float that is whole": (b'{"schema": 1.0}', "", "1.0 är inte ett heltal"),
    "a float without measure": (b'{"schema": 1e999}', "", "1e999 är inte ett heltal"),
    "a number of 5,000 digits": (b'{"schema": ' + b"9" * 5000 + b"}", "", "för stort heltal"),
    "a name twice": (
        b'{"schema": 1, "title": "A", "kind": "plan", "title": "B"}',
        "",
        "”title” står två gånger i samma objekt",
    ),
    "a name twice, escaped": (
        b'{"schema": 1, "title": "A", "kind": "plan", "t\\u0069tle": "B"}',
        "",
        "”title” står två gånger i samma objekt",
    ),
    "no end of brackets": (b"[" * 100_000, "", "filen är för djupt nästlad"),
    "no end of objects": (b'{"a":' * 100_000, "", "filen är för djupt nästlad"),
    "a lone surrogate": (
        b'{"schema": 1, "kind": "plan", "title": "\\ud83d"}',
        "title",
        "otillåtna tecknet U+D83D",
    ),
    "a lone surrogate as a name": (b'{"\\udc00": 1}', "", "otillåtna tecknet U+DC00"),
    "schema 2": (text_of(with_change("schema", 2)).encode(), "schema", "läser schema 1, inte 2"),
    "schema true": (text_of(with_change("schema", True)).encode(), "schema", "inte true"),
    "schema as words": (text_of(with_change("schema", "1")).encode(), "schema", 'inte "1"'),
    "schema a list": (text_of(with_change("schema", [1])).encode(), "schema", "inte [1]"),
    "no schema": (text_of(with_change("schema", ABSENT)).encode(), "schema", "inte null"),
}

ALL = {
    name: (text_of(document).encode(), path, words)
    for name, (document, path, words) in CASES.items()
}
ALL |= FILES
