"""Malformed document files: refused whole, with the place and the reason, and nothing is stored."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image as Picture
from PIL import ImageFile

from accounts.models import Organisation
from appendix.document import DocumentError, canonical_bytes, read
from core.models import Change
from plans.models import Agreement, Image, Node, Plan
from tests.pictures import picture, stored

from .sample import ABSENT, IMAGE, SAMPLE, with_change, with_changes

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it is ``side`` by ``side`` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def shown(data: bytes, media_type: str = "image/png", *, under: str = "") -> dict[str, Any]:
    """The sample with ``data`` as its picture, under its own SHA-256 unless told otherwise."""
    sha256 = under or hashlib.sha256(data).hexdigest()
    image = next(iter(stored(data, media_type).values()))
    return with_changes(("images", {sha256: image}), ("sections[4].items[0].image", sha256))


def encoded(data: str) -> dict[str, Any]:
    return with_change(f"images.{IMAGE}.data", data)


def nested_sections(levels: int) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for level in range(levels):
        inner = {"sections": sections} if sections else {}
        sections = [{"key": f"niva-{level}", "kind": "text", "text": "x", **inner}]
    return sections


def nested_items(levels: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for level in range(levels):
        items = [{"key": f"post-{level}", **({"items": items} if items else {})}]
    return items


PICTURE_PATH = r"images\.[0-9a-f]{12}…"
ITEM = "sections[{}].items[0]"

# (document, path of the problem, words of the message)
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


def matches(path: str, expected: str) -> bool:
    if expected == "…":
        return path.endswith("…")
    return path == expected or ("\\" in expected and re.fullmatch(expected, path) is not None)


def test_the_sample_itself_is_read() -> None:
    assert read(canonical_bytes(SAMPLE)) == SAMPLE


@pytest.mark.parametrize(("data", "path", "words"), ALL.values(), ids=ALL)
def test_what_is_wrong_is_told_with_its_place(data: bytes, path: str, words: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(data)
    told = [(p.path, p.message) for p in refused.value.problems]
    assert any(matches(found, path) and words in message for found, message in told), told


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "path", "words"), ALL.values(), ids=ALL)
def test_nothing_is_stored_of_a_malformed_file(
    data: bytes, path: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(data)
    with pytest.raises(CommandError) as refused:
        call_command("import_plan", str(file), "--new-agreement")
    assert words in str(refused.value)
    for model in (Plan, Agreement, Organisation, Node, Image, Change):
        assert not model._default_manager.exists()


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(DocumentError, match="filen är större än 40 MB"):
        read(b" " * (40 * 1024 * 1024 + 1))


def test_an_image_that_is_too_large() -> None:
    noise = Picture.effect_noise((3200, 3200), 100)
    output = io.BytesIO()
    noise.save(output, "PNG")
    assert output.tell() > 8 * 1024 * 1024
    with pytest.raises(DocumentError, match="bilden är större än 8 MB"):
        read(text_of(shown(output.getvalue())).encode())


def test_a_picture_cut_off_is_refused_also_where_pdfs_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint sets this for the whole process when it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(DocumentError, match="går inte att läsa som PNG"):
        read(text_of(shown(picture()[:45])).encode())
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_all_problems_are_told_at_once_but_no_more_than_fifty() -> None:
    wrong = with_changes(("title", 7), ("sections[5].kind", "poem"), ("ends_on", "snart"))
    with pytest.raises(DocumentError) as refused:
        read(text_of(wrong).encode())
    assert {p.path for p in refused.value.problems} == {"title", "sections[5].kind", "ends_on"}

    items = [{"key": f"grupp-{n}", "name": n} for n in range(200)]
    with pytest.raises(DocumentError) as refused:
        read(text_of(with_change("sections[0].items", items)).encode())
    assert len(refused.value.problems) == 50


def test_messages_shorten_what_they_quote() -> None:
    with pytest.raises(DocumentError) as refused:
        read(text_of(with_change("kind", "x" * 5000)).encode())
    assert len(str(refused.value)) < 300
