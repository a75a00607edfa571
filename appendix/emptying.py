"""A plan as a template for another: what is local taken out, what is usual kept.

Local are the organisations, the document control's words, contacts, figures, activities, and every
word that names a place or an organisation of the plan. Usual are the headings, the questions of
checklists and evaluations, the kinds and the order of things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .document.canonical import Document, tidy
from .document.meaning import all_keys

LOCAL_KINDS = frozenset({"spokespersons", "activities", "figure"})
LOCAL_MEMBERS = (
    "starts_on",
    "ends_on",
    "owner",
    "organisations",
    "relations",
    "images",
    "subtitle",
)
KEPT_CONTROL = ("label", "place", "kind")
# What bodies are called everywhere; what is left of their names is local.
COMMON_WORDS = frozenset(
    {
        "kommun",
        "kommuns",
        "kommunen",
        "kommunens",
        "lokalpolisområde",
        "lokalpolisområdet",
        "stadsdelsförvaltning",
        "stadsdelsförvaltningen",
        "samordningsförbundet",
        "kommunförbundet",
        "polisen",
        "norra",
        "södra",
        "östra",
        "västra",
    }
)
SAYING = ("heading", "text", "items", "sections")
KEYED_MEMBERS = ("audience", "channels", "roles")


def emptied(document: Document) -> Document:
    """``document`` without what is local; again a document that ``read`` accepts."""
    is_local = _local_words(document)
    kept = {name: value for name, value in document.items() if name not in LOCAL_MEMBERS}
    kept["title"] = _title(document, is_local)
    kept["control"] = [
        {name: row[name] for name in KEPT_CONTROL if name in row}
        for row in document.get("control", [])
    ]
    kept["roles"] = [
        {"key": row["key"], "name": row["name"]}
        for row in document.get("roles", [])
        if not is_local(row["name"])
    ]
    kept["sections"] = _sections(document.get("sections", []), is_local)
    return _without_dangling(tidy(kept))


class _LocalWords:
    """Says whether a text names something of the place."""

    def __init__(self, words: set[str]) -> None:
        stems = "|".join(sorted(re.escape(word) for word in words))
        self._pattern = re.compile(rf"\b(?:{stems})|\.example\b", re.IGNORECASE) if words else None

    def __call__(self, text: str) -> bool:
        return bool(self._pattern and self._pattern.search(text))


def _local_words(document: Document) -> _LocalWords:
    names = " ".join(row["name"] for row in document.get("organisations", []))
    words = {word for word in re.findall(r"\w{4,}", names.casefold()) if word not in COMMON_WORDS}
    return _LocalWords({re.sub("s$", "", word) for word in words})


def _title(document: Document, is_local: _LocalWords) -> str:
    title = str(document["title"])
    if not is_local(title):
        return title
    words = {"plan": "Kommunikationsplan", "strategy": "Kommunikationsstrategi"}
    return words.get(document["kind"], "Kommunikationspolicy")


def _section(section: dict[str, Any], is_local: _LocalWords) -> dict[str, Any]:
    """The section with what is usual; a heading that names the place goes, its sub-sections stay."""
    kept = {name: value for name, value in section.items() if name not in ("items", "party")}
    for name in ("heading", "text", "category"):
        if is_local(kept.get(name, "")):
            kept[name] = ""
    if section["kind"] not in LOCAL_KINDS:
        kept["items"] = list(_items(section, is_local))
    kept["sections"] = _sections(section.get("sections", []), is_local)
    return kept


def _sections(written: list[dict[str, Any]], is_local: _LocalWords) -> list[dict[str, Any]]:
    """What is left of the sections; of a piece without a heading nothing may be, and it goes."""
    kept = [_section(section, is_local) for section in written]
    return [row for row in kept if any(row.get(name) for name in SAYING)]


def _items(row: dict[str, Any], is_local: _LocalWords) -> Iterator[dict[str, Any]]:
    for item in row.get("items", []):
        words = [item.get("name", ""), item.get("text", ""), *item.get("cells", [])]
        if not any(is_local(word) for word in words):
            yield {**item, "items": list(_items(item, is_local))}


def _without_dangling(document: Document) -> Document:
    """Drop references to what is no longer there."""
    keys = {key for key, _names, _path in all_keys(document)}

    def mended(value: Any) -> Any:
        if isinstance(value, list):
            return [mended(member) for member in value]
        if not isinstance(value, dict):
            return value
        return {
            name: [key for key in member if key in keys]
            if name in KEYED_MEMBERS and isinstance(member[0], str)
            else mended(member)
            for name, member in value.items()
        }

    cleaned: Document = tidy(mended(document))
    return cleaned
