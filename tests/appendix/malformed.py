"""Malformed documents and files: what they are, where the mistake is, and what is said of it."""

from __future__ import annotations

import base64
from typing import Any

from tests.pictures import picture

from .malformed_pieces import PICTURE_PATH, SVG, bomb, encoded, nested_items, nested_sections, shown
from .sample import ABSENT, IMAGE, with_change, with_changes

CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "type: title a number": (
        with_change("title", 7),
        "title",
        "här väntades en text, men där står 7",
    ),
    "type: sections an object": (
        with_change("sections", {"a": 1}),
        "sections",
        "väntades en lista",
    ),
    "type: a section a text": (
        with_change("sections[1]", "x"),
        "sections[1]",
        "väntades ett objekt",
    ),
    "type: months a text": (
        with_changes(("review_cycle", "months"), ("review_months", "6")),
        "review_months",
        "väntades ett heltal",
    ),
    "type: months true": (
        with_changes(("review_cycle", "months"), ("review_months", True)),
        "review_months",
        "väntades ett heltal, men där står true",
    ),
    "unknown member": (with_change("colour", "blue"), "", "”colour” är okänt; här kan stå schema"),
    "unknown member of an item": (
        with_change("sections[1].items[0].status", "done"),
        "sections[1].items[0]",
        "”status” är okänt",
    ),
    "member of another kind": (
        with_change("sections[0].items[0].deputy", "chefen"),
        "sections[0].items[0]",
        "”deputy” är okänt",
    ),
    "missing title": (with_change("title", ABSENT), "", "”title” saknas"),
    "empty title": (with_change("title", ""), "", "”title” saknas"),
    "missing key": (with_change("sections[5].key", ABSENT), "sections[5]", "”key” saknas"),
    "missing place": (with_change("control[0].place", ABSENT), "control[0]", "”place” saknas"),
    "enum: kind of plan": (
        with_change("kind", "memo"),
        "kind",
        '"memo" är okänt; välj ett av plan',
    ),
    "enum: kind of section": (
        with_change("sections[5].kind", "poem"),
        "sections[5].kind",
        '"poem" är okänt; välj ett av ',
    ),
    "enum: type of item": (
        with_change("sections[6].items[0].type", "overall"),
        "sections[6].items[0].type",
        '"overall" är okänt',
    ),
    "type of section for another kind": (
        with_change("sections[6].type", "overall"),
        "sections[6].type",
        "”overall” passar inte; välj ett av value",
    ),
    "flag that is no flag": (
        with_change("sections[5].new_page", "ja"),
        "sections[5].new_page",
        'ska vara true, men är "ja"',
    ),
    "dangling key": (
        with_change("sections[1].items[0].audience", ["saknas"]),
        "sections[1].items[0].audience[0]",
        "nyckeln ”saknas” finns inte i dokumentet",
    ),
    "dangling deputy": (
        with_change("sections[2].items[0].deputy", "saknas"),
        "sections[2].items[0].deputy",
        "nyckeln ”saknas” finns inte",
    ),
    "dangling organisation": (
        with_change("control[0].organisation", "saknas"),
        "control[0].organisation",
        "nyckeln ”saknas” finns inte",
    ),
    "dangling role of a section": (
        with_change("sections[3].roles", ["saknas"]),
        "sections[3].roles[0]",
        "nyckeln ”saknas” finns inte",
    ),
    "duplicate key": (
        with_change("sections[5].key", "boende"),
        "sections[5].key",
        "nyckeln ”boende” finns redan",
    ),
    "duplicate key in document control": (
        with_change("roles[0].key", "kommunen"),
        "roles[0].key",
        "nyckeln ”kommunen” finns redan",
    ),
    "reference to the wrong kind": (
        with_change("sections[1].items[0].audience", ["mote"]),
        "sections[1].items[0].audience[0]",
        "”mote” är activities, här väntades target_groups",
    ),
    "reference to a section": (
        with_change("sections[1].items[0].audience", ["malgrupper"]),
        "sections[1].items[0].audience[0]",
        "”malgrupper” är section, här väntades target_groups",
    ),
    "a party that is a role": (
        with_change("sections[2].items[0].party", "fc"),
        "sections[2].items[0].party",
        "”fc” är role, här väntades organisation",
    ),
    "own deputy": (
        with_change("sections[2].items[0].deputy", "chefen"),
        "sections[2].items[0].deputy",
        "ingen kan vara sin egen ersättare",
    ),
    "date that is words": (
        with_change("ends_on", "i vår"),
        "ends_on",
        "inte ett datum som 2026-03-01",
    ),
    "date that does not exist": (
        with_change("ends_on", "2026-02-30"),
        "ends_on",
        "dagen 2026-02-30 finns inte",
    ),
    "date in the year 0": (with_change("ends_on", "0000-01-01"), "ends_on", "finns inte"),
    "date with a line break at its end": (
        with_change("ends_on", "2026-12-31\n"),
        "ends_on",
        "inte ett datum som 2026-03-01",
    ),
    "date in other digits": (with_change("ends_on", "２０２６-01-01"), "ends_on", "inte ett datum"),
    "end before start": (
        with_change("ends_on", "2025-12-31"),
        "ends_on",
        "sista dagen ligger före den första",
    ),
    "end before start in an item": (
        with_changes(
            ("sections[3].items[0].starts_on", "2026-02-01"),
            ("sections[3].items[0].ends_on", "2026-01-31"),
        ),
        "sections[3].items[0].ends_on",
        "sista dagen ligger före den första",
    ),
    "control: day that is none": (
        with_changes(("control[0].kind", "adopted"), ("control[0].value", "i mars")),
        "control[0].value",
        "dagen ”i mars” finns inte",
    ),
    "control: day in another form": (
        with_changes(("control[0].kind", "adopted"), ("control[0].value", "20260301")),
        "control[0].value",
        "dagen ”20260301” finns inte",
    ),
    "control: period that is none": (
        with_changes(("control[0].kind", "valid"), ("control[0].value", "2026")),
        "control[0].value",
        "”2026” är ingen period",
    ),
    "control: period that ends first": (
        with_changes(("control[0].kind", "valid"), ("control[0].value", "2027-01-01/2026-01-01")),
        "control[0].value",
        "sista dagen ligger före den första",
    ),
    "months without the cycle": (
        with_change("review_months", 6),
        "review_months",
        "ska stå när review_cycle är ”months”, och bara då",
    ),
    "cycle without the months": (
        with_change("review_cycle", "months"),
        "review_months",
        "ska stå när review_cycle är ”months”, och bara då",
    ),
    "months below one": (
        with_changes(("review_cycle", "months"), ("review_months", 0)),
        "review_months",
        "talet är mindre än 1",
    ),
    "months without measure": (
        with_changes(("review_cycle", "months"), ("review_months", 10**17)),
        "review_months",
        "talet är större än",
    ),
    "number without own numbering": (
        with_change("sections[5].number", "A"),
        "sections[5].number",
        "hör ihop med numbering ”own”",
    ),
    "number too long": (
        with_changes(("sections[5].numbering", "own"), ("sections[5].number", "1" * 21)),
        "sections[5].number",
        "texten är längre än 20 tecken",
    ),
    "language too long": (
        with_change("language", "sv-aaaaaaaa-bbbbbbbb-cccccccc"),
        "language",
        "texten är längre än 20 tecken",
    ),
    "language that is none": (with_change("language", "svenska"), "language", "inte en språkkod"),
    "items in a text": (
        with_change("sections[5].items", [{"key": "a"}]),
        "sections[5].items",
        "ett textavsnitt har inga poster",
    ),
    "column of no field": (
        with_change("sections[3].columns", [{"label": "A", "field": "status"}]),
        "sections[3].columns[0].field",
        "”status” är inget fält här; välj ett av name, text",
    ),
    "too many cells": (
        with_change("sections[7].items[0].cells", ["x"] * 41),
        "sections[7].items[0].cells",
        "listan har fler än 40 poster",
    ),
    "cell that is a number": (
        with_change("sections[7].items[0].cells", ["x", 3]),
        "sections[7].items[0].cells[1]",
        "väntades en text",
    ),
    "times a year without its timing": (
        with_change("sections[3].items[0].times_a_year", 2),
        "sections[3].items[0].times_a_year",
        "hör ihop med timing_kind ”times_a_year”",
    ),
    "dated without a day": (
        with_change("sections[3].items[0].timing_kind", "week"),
        "sections[3].items[0]",
        "tidpunkten behöver starts_on",
    ),
    "recurrence without its timing": (
        with_change("sections[3].items[0].recurrence", "FREQ=DAILY"),
        "sections[3].items[0].recurrence",
        "hör ihop med timing_kind ”recurrence”",
    ),
    "recurrence that is no rule": (
        with_change("sections[3].items[0].recurrence", "varje tisdag"),
        "sections[3].items[0].recurrence",
        "upprepningen går inte att läsa",
    ),
    "recurrence without a first day": (
        with_change("sections[3].items[0].recurrence", "FREQ=DAILY"),
        "sections[3].items[0]",
        "upprepningen behöver starts_on",
    ),
    "wheel of what is no activity": (
        with_change("sections[2].layout", "wheel"),
        "sections[2].layout",
        "kan inte vara årshjul",
    ),
    "link of a script": (
        with_change("relations[0].link", "javascript:alert(1)"),
        "relations[0].link",
        "inte en länk som börjar med https://",
    ),
    "link to a file": (
        with_change("relations[0].link", "file:///etc/passwd"),
        "relations[0].link",
        "inte en länk",
    ),
    "link with a line break": (
        with_change("relations[0].link", "https://a.example/\n"),
        "relations[0].link",
        "inte en länk",
    ),
    "key with a capital": (
        with_change("sections[5].key", "Syfte"),
        "sections[5].key",
        "inte en nyckel",
    ),
    "key with a line break at its end": (
        with_change("sections[5].key", "syfte\n"),
        "sections[5].key",
        "inte en nyckel av små bokstäver",
    ),
    "key too long": (with_change("sections[5].key", "a" * 81), "sections[5].key", "inte en nyckel"),
    "key that is empty": (with_change("sections[5].key", ""), "sections[5]", "”key” saknas"),
    "text too long": (
        with_change("sections[5].text", "å" * 100_001),
        "sections[5].text",
        "texten är längre än 100000 tecken",
    ),
    "sections too deep": (
        with_change("sections", nested_sections(9)),
        "sections[0]" + ".sections[0]" * 7,
        "avsnitten är nästlade i för många nivåer",
    ),
    "items too deep": (
        with_change("sections[0].items", [*nested_items(7), {"key": "boende"}]),
        "sections[0]" + ".items[0]" * 7,
        "posterna är nästlade i för många nivåer",
    ),
    "far too deep": (with_change("sections", nested_sections(200)), "…", "är för djupt nästlat"),
    "control character": (
        with_change("sections[5].text", "a\x00b"),
        "sections[5].text",
        "innehåller det otillåtna tecknet U+0000",
    ),
    "vertical tab": (with_change("title", "a\x0bb"), "title", "otillåtna tecknet U+000B"),
    "C1 control": (with_change("title", "a\x9bb"), "title", "otillåtna tecknet U+009B"),
    "non-character": (with_change("title", "a\uffffb"), "title", "otillåtna tecknet U+FFFF"),
    "image without its bytes": (
        with_change("sections[4].items[0].image", "a" * 64),
        "sections[4].items[0].image",
        "bilden finns inte under images",
    ),
    "image that nobody shows": (
        with_change("sections[4].items[0].image", ABSENT),
        PICTURE_PATH,
        "bilden används inte i dokumentet",
    ),
    "image that is no SHA-256": (
        with_change("sections[4].items[0].image", "karta.png"),
        "sections[4].items[0].image",
        "inte en SHA-256",
    ),
    "image under no SHA-256": (
        with_change("images", {"karta": {"media_type": "image/png", "data": "AAAA"}}),
        "images",
        "",
    ),
    "image of another type": (
        shown(SVG, "image/svg+xml"),
        r"images\.[0-9a-f]{64}\.media_type",
        '"image/svg+xml" är okänt; välj ett av image/png, image/jpeg',
    ),
    "SVG that says it is PNG": (shown(SVG), PICTURE_PATH, "går inte att läsa som PNG"),
    "JPEG that says it is PNG": (
        shown(picture(form="JPEG")),
        PICTURE_PATH,
        "går inte att läsa som PNG",
    ),
    "picture cut off": (shown(picture()[:45]), PICTURE_PATH, "går inte att läsa som PNG"),
    "bytes of another SHA-256": (
        shown(picture((1, 2, 3)), under=IMAGE),
        PICTURE_PATH,
        "bildens SHA-256 är en annan än den står under",
    ),
    "bad base64": (encoded("@@@@"), PICTURE_PATH, "data är inte base64"),
    "base64 of letters that are not ASCII": (encoded("åäöå"), PICTURE_PATH, "inte base64"),
    "base64 with spaces": (
        encoded(" " + base64.b64encode(picture()).decode()),
        PICTURE_PATH,
        "data är inte base64",
    ),
    "base64 with loose bits": (
        encoded("iVBORw=="[:-3] + "x=="),
        PICTURE_PATH,
        "data är inte base64",
    ),
    "pixel bomb": (shown(bomb(7000)), PICTURE_PATH, "fler än 40 miljoner bildpunkter"),
    "pixel bomb without measure": (shown(bomb(60000)), PICTURE_PATH, "bildpunkter"),
    "logo without words": (
        with_change("organisations[0].logo", IMAGE),
        "organisations[0]",
        "logotypen saknar logo_alt",
    ),
}
