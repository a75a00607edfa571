"""What the comparison of two documents says is all that differs, and no more than that."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appendix.compared import ROWS, FieldWords, Line, _label, _Writer, groups, summary
from appendix.comparison import (
    DOCUMENT,
    TOP,
    Comparison,
    Difference,
    Node,
    compare,
    longest_increasing,
)
from appendix.document.shape import item_fields
from plans import registry
from tests.documents import documents
from tests.versions.edits import edited_pairs, pairs

Written = dict[str, Any]


def applied(comparison: Comparison) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The old outline with the differences carried out: what each node says, and the rows of siblings."""
    said = {name: dict(node.fields) for name, node in comparison.before.nodes.items()}
    rows: dict[str, list[str]] = defaultdict(list)
    for parent, names in comparison.before.children.items():
        rows[parent] += names
    placed = defaultdict(list)
    for difference in comparison.differences:
        name = difference.node.name
        if difference.before and (difference.is_removed or difference.is_moved):
            rows[difference.before.parent].remove(name)
        if difference.is_removed:
            del said[name]
        elif difference.after:
            change(said, difference)
            if difference.is_added or difference.is_moved:
                placed[difference.after.parent].append(difference)
    for parent, differences in placed.items():
        for difference in differences:
            place = 0 if difference.follows == TOP else rows[parent].index(difference.follows) + 1
            rows[parent].insert(place, difference.node.name)
    return said, {parent: names for parent, names in rows.items() if names}


def change(said: dict[str, Any], difference: Difference) -> None:
    after = difference.node.fields
    if difference.is_added:
        said[difference.node.name] = dict(after)
    for name in difference.changed:
        said[difference.node.name].pop(name, None)
        if name in after:
            said[difference.node.name][name] = after[name]


@given(pairs())
def test_the_differences_make_the_second_of_the_first(pair: tuple[Written, Written]) -> None:
    comparison = compare(*pair)
    said, rows = applied(comparison)
    assert said == {name: dict(node.fields) for name, node in comparison.after.nodes.items()}
    assert rows == {parent: list(names) for parent, names in comparison.after.children.items()}


@settings(max_examples=50)
@given(documents())
def test_a_document_does_not_differ_from_itself(document: Written) -> None:
    comparison = compare(document, document)
    assert not comparison
    assert not summary(comparison)
    assert groups(comparison) == []


@given(edited_pairs())
def test_every_changed_word_is_reported(pair: tuple[Written, Written]) -> None:
    """Without the words that were added stands the old text, without those removed the new one."""
    comparison = compare(*pair)
    lines = [line for group in groups(comparison) for line in group.lines]
    assert len(lines) == len(comparison.differences)
    for difference in comparison.differences:
        line = next(line for line in lines if line == _line(comparison, difference))
        before = difference.before.fields if difference.before else {}
        after = difference.after.fields if difference.after else {}
        told = [field for field in line.fields if field.pieces]
        for name in ("title", "heading", "name", "text", "owner", "effect"):
            if name in difference.changed:
                written = (before.get(name, ""), after.get(name, ""))
                assert written in {(read(f, "added"), read(f, "removed")) for f in told}


def _line(comparison: Comparison, difference: Difference) -> Line:
    return _Writer(comparison, "", "").line(difference)


def read(field: FieldWords, but: str) -> str:
    """The field's text without the pieces of one kind."""
    return "".join(piece.text for piece in field.pieces if piece.kind != but)


@given(st.permutations(range(7)))
def test_as_few_as_possible_are_moved(order: list[int]) -> None:
    longest = max(
        length
        for length in range(1, 8)
        if any(list(row) == sorted(row) for row in itertools.combinations(order, length))
    )
    found = longest_increasing(order)
    kept = [order[index] for index in sorted(found)]
    assert kept == sorted(kept)
    assert len(kept) == longest


# --- in words -------------------------------------------------------------------------------------


def plan(*sections: Written, **members: Any) -> Written:
    return {"schema": 1, "kind": "plan", "title": "Plan", "sections": list(sections), **members}


def goals(*items: Written, **members: Any) -> Written:
    return {"key": "mal", "kind": "goals", "heading": "Mål", "items": list(items), **members}


def told(before: Written, after: Written) -> list[str]:
    """Each line as a sentence."""
    said = []
    for group in groups(compare(before, after)):
        for line in group.lines:
            marks = [
                word
                for word, holds in (
                    ("tillagt", line.is_added),
                    ("borttaget", line.is_removed),
                    ("ändrat", line.is_changed),
                    ("flyttat", line.is_moved),
                )
                if holds
            ]
            fields = [
                f"{field.label}: "
                + "".join(
                    {"same": "{}", "added": "+{}+", "removed": "-{}-"}[piece.kind].format(
                        piece.text
                    )
                    for piece in field.pieces
                )
                for field in line.fields
            ]
            moved = [f"från {line.moved_from} till {line.moved_to}"] if line.is_moved else []
            said.append(
                f"{group.heading}/{line.what} {line.name} {' '.join(marks)} "
                + "; ".join(moved + fields)
            )
    return [sentence.strip() for sentence in said]


ONE, TWO, THREE = ({"key": name, "name": name.upper()} for name in ("ett", "tva", "tre"))


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (
            plan(goals(ONE)),
            plan(goals({**ONE, "level": "awareness", "audience": ["x"]})),
            ["Mål/Kommunikationsmål ETT ändrat Nivå: +kännedom+; Målgrupper: +x+"],
        ),
        (
            plan(goals(ONE, TWO, THREE)),
            plan(goals(THREE, ONE, TWO)),
            [
                "Mål/Kommunikationsmål TRE flyttat från efter ”TVA” under ”Mål” till först under ”Mål”"
            ],
        ),
        (plan(goals(ONE)), plan(goals(ONE, TWO)), ["Mål/Kommunikationsmål TVA tillagt"]),
        (plan(goals(ONE, TWO)), plan(goals(ONE)), ["Mål/Kommunikationsmål TVA borttaget"]),
        (
            plan(goals(text="Alla ska känna till planen.")),
            plan(goals(text="Boende ska känna till planen.")),
            ["Mål/Avsnitt Mål ändrat Text: -Alla-+Boende+ ska känna till planen."],
        ),
        (
            plan(),
            plan(starts_on="2026-03-01", title="Ny plan"),
            [
                "Om dokumentet/Plan  ändrat Titel: -Plan-+Ny plan+; "
                "Gäller från och med: +1 mars 2026+"
            ],
        ),
        (
            plan(control=[{"label": "Dnr", "words": "ÄK 1", "place": "cover"}]),
            plan(control=[{"label": "Dnr", "words": "ÄK 2", "place": "cover"}]),
            ["Om dokumentet/Uppgift om dokumentet Dnr ändrat Uppgift: ÄK -1-+2+"],
        ),
        (
            plan(goals(new_page=True)),
            plan(goals()),
            ["Mål/Avsnitt Mål ändrat Börjar på ny sida: -ja-+nej+"],
        ),
        (
            plan({**goals(), "kind": "table", "items": [{"key": "r", "cells": ["a", "b"]}]}),
            plan({**goals(), "kind": "table", "items": [{"key": "r", "cells": ["a", "c"]}]}),
            ["Mål/Tabellrad a ändrat Kolumn 2: -b-+c+"],
        ),
    ],
)
def test_differences_are_told_in_words(
    before: Written, after: Written, sentences: list[str]
) -> None:
    assert told(before, after) == sentences


def test_references_are_told_by_name() -> None:
    audience = {
        "key": "grupper",
        "kind": "target_groups",
        "heading": "Målgrupper",
        "items": [{"key": "boende", "name": "Boende"}],
    }
    before = plan(audience, goals(ONE))
    after = plan(audience, goals({**ONE, "audience": ["boende"]}))
    assert told(before, after) == ["Mål/Kommunikationsmål ETT ändrat Målgrupper: +Boende+"]


def test_no_code_name_is_shown() -> None:
    """Every field that a document may have has a Swedish label of its own."""
    whats = {what: names for what, (_model, names) in ROWS.items()}
    whats |= {kind.name: item_fields(kind) for kind in registry.kinds() if kind.model}
    for what, names in whats.items():
        node = Node(what, what, "", "", "", {})
        for name in (*names, "audience", "channels", "roles"):
            label = _label(node, name)
            assert label[0].isupper(), (what, name)
            assert label in {"Text", "Organisation"} or label.lower() != name, (what, name)


def test_a_removed_section_stands_where_it_stood() -> None:
    one, two, three = (
        {"key": key, "kind": "text", "heading": key.upper(), "text": "Ord."} for key in "abc"
    )
    found = groups(compare(plan(one, two, three), plan(one, {**three, "text": "Andra ord."})))
    assert [group.heading for group in found] == ["B", "C"]
    assert [group.key for group in found] == ["", "c"]


def test_document_control_is_one_group() -> None:
    comparison = compare(plan(), plan(owner="Samordnaren"))
    assert [d.node.name for d in comparison.differences] == [DOCUMENT]
    assert summary(comparison).changed == 1


def test_long_unchanged_words_are_cut() -> None:
    long = " ".join(["ord"] * 900)
    [group] = groups(compare(plan(goals(text=long)), plan(goals(text=f"{long} slut"))))
    [line] = group.lines
    shown = "".join(piece.text for piece in line.fields[0].pieces)
    assert "[…]" in shown
    assert shown.endswith("slut")
    assert len(shown) < 500
