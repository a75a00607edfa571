"""From the document to what is set: numbers, levels, what is left out, tables, and hostile words."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from appendix.composition import Composition, Part, compose
from appendix.printing import print_html
from appendix.record import DRAFT

Section = dict[str, Any]


def composed(*sections: Section, **members: Any) -> Composition:
    document = {"schema": 1, "kind": "plan", "title": "Plan", "sections": list(sections), **members}
    return compose(document, images="bilder/")


def keyed(sections: list[Section], prefix: str = "s") -> list[Section]:
    """``sections`` with a key and the kind ``text`` where they lack them."""
    return [
        {
            "key": f"{prefix}-{n}",
            "kind": "text",
            "text": "Ord.",
            **section,
            **(
                {"sections": keyed(section["sections"], f"{prefix}-{n}")}
                if "sections" in section
                else {}
            ),
        }
        for n, section in enumerate(sections)
    ]


def headed(heading: str, *sections: Section, **members: Any) -> Section:
    below = {"sections": list(sections)} if sections else {}
    return {"heading": heading, **below, **members}


def flat(parts: tuple[Part, ...]) -> list[Part]:
    return [row for part in parts for row in (part, *flat(part.children))]


def numbers(*sections: Section) -> list[str]:
    parts = flat(composed(*keyed(list(sections))).parts)
    return [f"{part.number} {part.heading}".strip() for part in parts if part.heading]


def page(composition: Composition, *, screen: bool = False) -> str:
    context = {"parts": composition.parts, "screen": screen}
    return render_to_string("appendix/document/parts.html", context)


AUTO = {"numbering": "automatic"}


def test_only_automatic_numbers_count() -> None:
    assert numbers(
        headed("A", **AUTO),
        headed("B"),
        headed("C", numbering="own", number="§ 7"),
        headed("D", **AUTO),
    ) == ["1. A", "B", "§ 7 C", "2. D"]


def test_numbers_nest_below_numbers_only() -> None:
    assert numbers(
        headed("A", headed("A1", headed("A11", **AUTO), **AUTO), headed("A2", **AUTO), **AUTO),
        headed("B", headed("B1", **AUTO)),
        headed("C", headed("C1", **AUTO), numbering="own", number="X"),
        headed("D", **AUTO),
    ) == ["1. A", "1.1 A1", "1.1.1 A11", "1.2 A2", "B", "1. B1", "X C", "1. C1", "2. D"]


def test_a_piece_has_no_number_and_passes_on_the_counting() -> None:
    assert numbers(
        headed("A", {"sections": [headed("A1", **AUTO)]}, {}, headed("A2", **AUTO), **AUTO),
        {**AUTO, "text": "Ett stycke."},
        headed("B", **AUTO),
    ) == ["1. A", "1.1 A1", "1.2 A2", "2. B"]


def test_what_is_not_printed_takes_no_number() -> None:
    empty = headed("Tom", text="", **AUTO)
    assert numbers(headed("A", **AUTO), empty, headed("B", **AUTO)) == ["1. A", "2. B"]


def test_levels_follow_headings_and_end_at_six() -> None:
    deep: Section = headed("sju")
    for name in ("sex", "fem", "fyra", "tre", "två"):
        deep = headed(name, deep)
    parts = flat(composed(*keyed([{"sections": [deep]}])).parts)
    assert [(part.heading, part.level) for part in parts] == [
        ("", 0), ("två", 2), ("tre", 3), ("fyra", 4), ("fem", 5), ("sex", 6), ("sju", 6),
    ]  # fmt: skip


def test_empty_sections_are_left_out_unless_they_are_kept() -> None:
    """Rule 5 of the glossary."""
    empty = {"text": ""}
    rows = keyed(
        [
            headed("Tom", **empty),
            headed("Tom med tomma", headed("Tom", **empty), **empty),
            headed("Tom utanpå", headed("Full"), **empty),
            headed("Behållen", keep_when_empty=True, **empty),
            {"kind": "goals", "heading": "Tom lista", **empty},
            {"kind": "goals", "heading": "Full lista", "items": [{"key": "m"}], **empty},
        ]
    )
    shown = [part.heading for part in flat(composed(*rows).parts)]
    assert shown == ["Tom utanpå", "Full", "Behållen", "Full lista"]


def test_what_is_named_in_the_text_is_not_printed_again() -> None:
    items = [{"key": "a", "name": "Öppenhet"}]
    section = {"key": "s", "kind": "statements", "layout": "in_text", "items": items}
    assert composed(section).parts == ()
    [part] = composed({**section, "text": "Vi är öppna."}).parts
    assert part.entries == ()
    assert "Öppenhet" not in page(composed({**section, "text": "Vi är öppna."}))


def test_the_contents_are_three_levels_of_headings() -> None:
    rows = keyed(
        [
            headed("A", headed("A1", headed("A11", headed("A111")))),
            headed("Dold", headed("Under dold"), not_in_contents=True),
            {"sections": [headed("I ett stycke")]},
            headed("Tom", text=""),
        ]
    )

    def names(lines: Any) -> list[Any]:
        return [(line.heading, names(line.children)) for line in lines]

    assert names(composed(*rows).contents) == [
        ("A", [("A1", [("A11", [])])]),
        ("I ett stycke", []),
    ]


# --- tables -------------------------------------------------------------------------------------


def table(items: list[dict[str, Any]], **members: Any) -> Part:
    keys = [{"key": f"i-{n}", **item} for n, item in enumerate(items)]
    [part] = composed({"key": "t", "kind": "table", "items": keys, **members}).parts
    return part


def cells(part: Part) -> list[list[str]]:
    return [[str(cell.html) for cell in entry.cells] for entry in part.entries]


def test_a_table_has_the_usual_columns_of_its_kind() -> None:
    part = table([{"name": "Möte", "timing": "varje vår", "goal": "Kännedom"}], kind="activities")
    labels = [column.label for column in part.columns]
    assert labels == ["Aktivitet", "Kommunikationsmål", "Effekt", "Tidplan", "Ansvarig"]
    assert cells(part) == [["Möte", "Kännedom", "", "varje vår", ""]]


def test_own_columns_take_fields_and_free_cells_in_order() -> None:
    columns = [{"label": "Fritt"}, {"label": "Mål", "field": "name"}, {}, {"field": "level"}]
    part = table(
        [
            {"name": "Känna till", "cells": ["ett", "två", "tre"], "level": "awareness"},
            {"cells": ["", "två"]},
        ],
        kind="goals",
        layout="table",
        columns=columns,
    )
    assert [column.label for column in part.columns] == ["Fritt", "Mål", "", ""]
    assert cells(part) == [["ett", "Känna till", "två", "kännedom"], ["", "", "två", ""]]


def test_a_free_table_is_as_wide_as_its_longest_row() -> None:
    assert cells(table([{"cells": ["a"]}, {"cells": ["b", "", "d"]}])) == [
        ["a", "", ""],
        ["b", "", "d"],
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("words", ["x", "Kommunikationsplanering " * 3, ""])
def test_the_widths_fill_the_page(count: int, words: str) -> None:
    part = table([{"cells": [words] * count}, {"cells": ["y"] + [words * 3] * (count - 1)}])
    widths = [column.width for column in part.columns]
    assert len(widths) == count
    assert sum(widths) in ({100} if count < 6 else {0, 100})
    assert all(width > 0 for width in widths) or set(widths) == {0}


def test_forty_columns_are_even() -> None:
    part = table([{"cells": ["långa ord"] * 40}])
    assert {column.width for column in part.columns} == {0}


def test_tables_with_the_same_columns_have_the_same_widths() -> None:
    rows: list[Section] = [
        {"key": f"t-{n}", "kind": "activities", "items": [{"key": f"i-{n}", "name": name}]}
        for n, name in enumerate(["Möte", "En mycket lång aktivitet med många ord i sitt namn"])
    ]
    first, second = composed(*rows).parts
    assert first.columns == second.columns


# --- hostile words ------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</p></section></body><iframe src=//ond.example>",
    "[klicka](javascript:alert(1))",
    "[klicka](data:text/html;base64,PHNjcmlwdD4=)",
    "[klicka](file:///etc/passwd)",
    "![bild](http://ond.example/a.png)",
    "<!-- --><style>@import 'http://ond.example'</style>",
    "{% include 'x' %}{{ settings.SECRET_KEY }}",
    "&lt;script&gt; &#60;b&#62;",
)


def everywhere(words: str) -> dict[str, Any]:
    """A document that says ``words`` wherever a document may say anything."""
    items: dict[str, dict[str, Any]] = {
        "goals": {"name": words, "indicator": words, "baseline": words, "target": words},
        "target_groups": {"name": words, "text": words},
        "messages": {"name": words, "effect": words},
        "channels": {"name": words, "category": words},
        "spokespersons": {"name": words, "title": words, "phone": words, "email": words},
        "statements": {"name": words},
        "activities": {"name": words, "goal": words, "timing": words, "responsible": words},
        "table": {"cells": [words, words]},
    }
    return {
        "schema": 1,
        "kind": "plan",
        "title": words,
        "subtitle": words,
        "owner": words,
        "organisations": [{"key": "o", "name": words, "role": "party"}],
        "relations": [{"kind": "annex_to", "words": words, "link": "https://alvhamra.example/"}],
        "control": [
            {"label": words, "words": words, "place": place}
            for place in ("above_title", "under_title", "cover", "head", "foot", "first_foot")
        ],
        "sections": [
            {
                "key": f"s-{kind}",
                "kind": kind,
                "heading": words,
                "text": words,
                "numbering": "own",
                "number": words[:20],
                "columns": [{"label": words}],
                "layout": layout,
                "items": [{"key": f"i-{kind}-{layout}", **members}],
            }
            for kind, members in items.items()
            for layout in ("list", "table", "paragraphs")
        ],
    }


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_words(words: str) -> None:
    document = everywhere(words)
    html = print_html(document, DRAFT, site_url="https://samrad.example")
    html += page(compose(document, images="bilder/"), screen=True)
    for active in ("<script", "<img", "<svg", "<iframe", "<style", "onerror=alert(1)>"):
        assert active not in html
    for scheme in ("javascript:", "data:", "file:"):
        assert f'href="{scheme}' not in html
        assert f'src="{scheme}' not in html
    assert "SECRET_KEY" not in words or "{{ settings.SECRET_KEY }}" in html


def test_a_print_has_no_script_and_no_picture_from_elsewhere() -> None:
    html = print_html(everywhere("Ord."), DRAFT, site_url="https://samrad.example")
    assert "<script" not in html
    assert "src=" not in html
