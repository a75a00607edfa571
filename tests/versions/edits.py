"""Random edits of a document, such as people make between two versions."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from appendix.document import DocumentError, canonical_bytes, read
from appendix.document.meaning import all_keys
from tests.documents import documents, texts

Draw = Callable[[st.SearchStrategy[Any]], Any]
Written = dict[str, Any]
ADDED_KEY = "tillagd-{}"


def lists_of(document: Written) -> Iterator[tuple[str, list[Written]]]:
    """Every list of sections or of items of one kind, with what it holds."""
    sections = document.setdefault("sections", [])
    yield "section", sections
    for section in sections:
        yield from _lists_in(section)


def _lists_in(section: Written) -> Iterator[tuple[str, list[Written]]]:
    if section["kind"] != "text":
        yield from _item_lists(section, section["kind"])
    children = section.setdefault("sections", [])
    yield "section", children
    for child in children:
        yield from _lists_in(child)


def _item_lists(row: Written, kind: str) -> Iterator[tuple[str, list[Written]]]:
    items = row.setdefault("items", [])
    yield kind, items
    for item in items:
        yield from _item_lists(item, kind)


def _rows_under(row: Written) -> Iterator[int]:
    """The identities of the lists inside ``row``."""
    for name in ("items", "sections"):
        if name in row:
            yield id(row[name])
            for child in row[name]:
                yield from _rows_under(child)


def edit(draw: Draw, document: Written, step: int) -> None:
    """One random edit, in place."""
    lists = list(lists_of(document))
    filled = [(what, rows) for what, rows in lists if rows]
    how = draw(st.sampled_from(["add", "remove", "move", "turn", "say", "title", "lists"]))
    if how == "title":
        document["title"] = draw(texts())
    elif how == "lists":
        name = draw(st.sampled_from(["relations", "control", "organisations", "roles"]))
        if document.get(name):
            document[name] = draw(st.permutations(document[name]))[draw(st.integers(0, 1)) :]
    elif how == "add" or not filled:
        what, rows = draw(st.sampled_from(lists))
        new: Written = {"key": ADDED_KEY.format(step)}
        new |= {"kind": "text", "heading": draw(texts())} if what == "section" else {}
        new |= {} if what == "section" else {"name": draw(texts())}
        rows.insert(draw(st.integers(0, len(rows))), new)
    else:
        what, rows = draw(st.sampled_from(filled))
        index = draw(st.integers(0, len(rows) - 1))
        _edit_row(draw, lists, what, rows, index, how)


def _edit_row(
    draw: Draw,
    lists: list[tuple[str, list[Written]]],
    what: str,
    rows: list[Written],
    index: int,
    how: str,
) -> None:
    if how == "say":
        name = draw(st.sampled_from(["text", "heading" if what == "section" else "name"]))
        said = rows[index].get(name, "")
        rows[index][name] = draw(st.sampled_from([f"{said} igen", said[: len(said) // 2], "Nytt"]))
    elif how == "turn":
        rows[:] = draw(st.permutations(rows))
    else:
        row = rows.pop(index)
        inside = set(_rows_under(row))
        if how == "move":
            targets = [r for w, r in lists if w == what and id(r) not in inside]
            target = draw(st.sampled_from(targets))
            target.insert(draw(st.integers(0, len(target))), row)


def tidied(document: Written) -> Written | None:
    """``document`` without references to what is gone, in canonical form; None if it is no longer one."""
    keys = {key for key, _names, _path in all_keys(document)}

    def mended(value: Any) -> Any:
        if isinstance(value, list):
            return [mended(member) for member in value]
        if not isinstance(value, dict):
            return value
        kept = {}
        for name, member in value.items():
            if name in ("audience", "channels", "roles") and member and isinstance(member[0], str):
                member = [key for key in member if key in keys]
            if name in ("party", "organisation", "deputy") and member not in keys:
                continue
            kept[name] = mended(member)
        return kept

    whole = mended(document)
    used = set(_pictures(whole))
    whole["images"] = {k: v for k, v in whole.get("images", {}).items() if k in used}
    try:
        return read(canonical_bytes(whole))
    except DocumentError:
        return None


def _pictures(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for member in value:
            yield from _pictures(member)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in ("logo", "image"):
                yield member
            elif name != "images":
                yield from _pictures(member)


@st.composite
def edited_pairs(draw: Draw) -> tuple[Written, Written]:
    """A document, and what became of it after up to eight edits; both canonical."""
    before = draw(documents())
    after = copy.deepcopy(before)
    for step in range(draw(st.integers(0, 8))):
        edit(draw, after, step)
    tidy = tidied(after)
    return before, before if tidy is None else tidy


@st.composite
def pairs(draw: Draw) -> tuple[Written, Written]:
    """Two documents: one edited, or two that have nothing to do with each other but their keys."""
    if draw(st.integers(0, 3)):
        pair: tuple[Written, Written] = draw(edited_pairs())
        return pair
    return draw(documents()), draw(documents())
