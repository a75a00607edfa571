"""Files that somebody made, broke or mistook: each is refused in a sentence or read for what it is."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from pytest_django import Settings

from activities.sheets.inspection import SheetError, column_letters, column_number
from activities.sheets.reading import Cell, Sheet, pack, read_workbook, unpack

from .workbooks import (
    BOMB,
    WORKSHEET,
    cells,
    changed,
    inline,
    parts_of,
    saved,
    with_sheet,
    workbook,
    zipped,
)

GOOD = workbook([["Aktivitet", "När"], ["Torgdag", "vår"]])
CONTENT = "[Content_Types].xml"


def encrypted() -> bytes:
    """An archive whose parts say that they are encrypted."""
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def lying_size() -> bytes:
    """A part that says that it unpacks to nothing much."""
    data = bytearray(zipped({**parts_of(GOOD), WORKSHEET: b"<a>" * 200_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def doubled() -> bytes:
    """Two parts of one name: each program may read another one."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts_of(GOOD).items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(WORKSHEET, b"<worksheet/>")
    return output.getvalue()


def document() -> bytes:
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({CONTENT: f"<Types>{types}</Types>", "word/document.xml": "<x/>"})


def macros() -> bytes:
    return changed(
        GOOD,
        CONTENT,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def strayed_relation() -> bytes:
    """A sheet that is said to be a picture, and is a bomb."""
    parts = parts_of(GOOD)
    path = "xl/_rels/workbook.xml.rels"
    parts[path] = parts[path].replace(b"worksheets/sheet1.xml", b"media/bild.png")
    return zipped({**parts, "xl/media/bild.png": f"<?xml version='1.0'?>{BOMB}<x>&d;</x>"})


REFUSED: dict[str, tuple[Any, str]] = {
    "empty": (b"", "Filen är tom"),
    "csv": ("Aktivitet;När\nTorgdag;vår\n".encode(), "ingen Excelfil"),
    "html": (b"<html><table><tr><td>Aktivitet</td></tr></table></html>", "ingen Excelfil"),
    "pdf": (b"%PDF-1.7\n", "ingen Excelfil"),
    "picture": (b"\x89PNG\r\n\x1a\n", "ingen Excelfil"),
    "polyglot, picture before archive": (b"\x89PNG\r\n\x1a\n" + GOOD, "ingen Excelfil"),
    "polyglot, page before archive": (b"<script>alert(1)</script>" + GOOD, "ingen Excelfil"),
    "old format or encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "lösenord"),
    "encrypted parts": (encrypted, "lösenord"),
    "cut off": (GOOD[: len(GOOD) // 2], "går inte att läsa"),
    "only a beginning": (b"PK\x03\x04", "går inte att läsa"),
    "empty archive": (b"PK\x05\x06" + bytes(18), "ingen Excelfil"),
    "other archive": (zipped({"brev.txt": "Hej"}), "ingen Excelfil"),
    "document": (document, "ingen Excelfil"),
    "macros": (macros, "makron"),
    "macros without saying so": (
        zipped({**parts_of(GOOD), "xl/vbaProject.bin": b"x"}),
        "makron",
    ),
    "too large": (b"PK\x03\x04" + bytes(4 * 1024 * 1024), "större än 4 MB"),
    "zip bomb": (
        zipped({**parts_of(GOOD), "xl/media/a.png": bytes(40 * 1024 * 1024)}),
        "för mycket",
    ),
    "many parts": (
        zipped({**parts_of(GOOD), **{f"x{n}.txt": b"" for n in range(1001)}}),
        "går inte att läsa",
    ),
    "two parts of one name": (doubled, "går inte att läsa"),
    "lying size": (lying_size, "går inte att läsa"),
    "entities": (
        zipped({**parts_of(GOOD), WORKSHEET: f"<?xml version='1.0'?>{BOMB}<worksheet>&d;</worksheet>"}),
        "går inte att läsa",
    ),
    "entities in sixteen bits": (
        zipped(
            {
                **parts_of(GOOD),
                WORKSHEET: f"<?xml version='1.0' encoding='UTF-16'?>{BOMB}<worksheet>&d;</worksheet>".encode(
                    "utf-16"
                ),
            }
        ),
        "går inte att läsa",
    ),
    "file from outside": (
        zipped(
            {
                **parts_of(GOOD),
                "xl/sharedStrings.xml": "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>",
            }
        ),
        "går inte att läsa",
    ),
    "bomb where no one looks": (strayed_relation, "går inte att läsa"),
    "deep": (with_sheet("<a>" * 200 + "</a>" * 200), "går inte att läsa"),
    "broken part": (with_sheet("<sheetData><row>"), "går inte att läsa"),
    "row beyond the last": (
        with_sheet('<sheetData><row r="99999999999"><c><v>1</v></c></row></sheetData>'),
        "går inte att läsa",
    ),
    "column beyond the last": (
        with_sheet('<sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData>'),
        "går inte att läsa",
    ),
    "no such string": (with_sheet(cells('<c t="s"><v>999</v></c>')), "går inte att läsa"),
    "no workbook part": (
        zipped({k: v for k, v in parts_of(GOOD).items() if k != "xl/workbook.xml"}),
        "går inte att läsa",
    ),
    "nothing in it": (workbook([]), "ingen tabell"),
    "more cells than may be": (
        lambda: with_sheet(cells(*["<c><v>1</v></c>" * 90] * 700)),
        "för mycket",
    ),
    "wide and long": (
        lambda: with_sheet(cells(*["<c><v>1</v></c>" * 20] * 100_000)),
        "för mycket",
    ),
    "too much text": (workbook([["x" * 30_000]] * 21), "för mycket"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_sentence(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(SheetError, match=words):
        read_workbook(data() if callable(data) else data)


def one(data: bytes) -> Sheet:
    [sheet] = read_workbook(data)
    return sheet


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.values()] for row in sheet.rows.values()]


def test_a_good_one_is_read() -> None:
    assert texts(one(GOOD)) == [["Aktivitet", "När"], ["Torgdag", "vår"]]


def test_a_long_table_is_cut_and_says_so(settings: Settings) -> None:
    settings.SHEET_MOST_ROWS = 5
    sheet = one(with_sheet(cells(inline("Aktivitet"), *[inline("Nr")] * 100_000)))
    assert sheet.is_cut
    assert len(sheet.rows) == 6  # the head, and as many as may be


def test_a_row_at_the_end_of_the_sheet_is_not_counted_up_to() -> None:
    data = with_sheet(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c><c r="A1048576"><v>3</v></c></row></sheetData>'
    )
    began = time.process_time()
    sheet = one(data)
    assert (sheet.rows, sheet.is_cut) == ({1: {1: Cell("n", "1")}}, True)
    assert time.process_time() - began < 5


def test_a_gap_within_reach_is_nothing() -> None:
    data = with_sheet(
        '<sheetData><row r="3"><c r="B3"><v>1</v></c></row><row r="900"><c r="A900"/></row>'
        '<row r="901"><c r="CV901"><v>2</v></c><c r="CW901"><v>3</v></c></row></sheetData>'
    )
    assert one(data).rows == {3: {2: Cell("n", "1")}, 901: {100: Cell("n", "2")}}


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    data = with_sheet(f'<dimension ref="A1:A1"/>{cells(inline("a") + inline("b"), inline("c"))}')
    assert texts(one(data)) == [["a", "b"], ["c"]]


def test_hidden_sheets_are_left_out() -> None:
    book = Workbook()
    shown: Any = book.active
    shown.append(["Aktivitet"])
    for title, state in (("dold", "hidden"), ("mer dold", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["Hemligt"])
        sheet.sheet_state = state
    assert texts(one(saved(book))) == [["Aktivitet"]]


def test_cells_merged_downwards_all_say_the_same_and_titles_do_not_spread() -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["Aktivitetsplan"], ["A", "x"], [None, "y"], [None, "z"], ["B", "å"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:A4")
    rows = one(saved(book)).rows
    assert [rows[n][1].text for n in (2, 3, 4, 5)] == ["A", "A", "A", "B"]
    assert rows[1] == {1: Cell("t", "Aktivitetsplan")}


@pytest.mark.parametrize("reference", ["A1:A9999999", "skräp", ":", "A5:A1", "A1:ZZZZ9", ""])
def test_odd_merges_are_refused_or_left_alone(reference: str) -> None:
    data = with_sheet(
        f'{cells(inline("a"), inline("b"))}<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    )
    with contextlib.suppress(SheetError):
        assert texts(one(data)) == [["a"], ["b"]]


def test_a_style_that_is_not_there_is_none() -> None:
    assert texts(one(with_sheet(cells('<c s="999"><v>1</v></c>')))) == [["1"]]


def test_formulas_are_their_stored_values_and_known_to_have_none() -> None:
    data = with_sheet(
        cells(
            '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
            '<c r="A2"><f>HYPERLINK("http://x")</f></c>',
        )
    )
    assert one(data).rows == {
        1: {1: Cell("n", "2"), 2: Cell("t", "2x")},
        2: {1: Cell("f", "")},
    }
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "=cmd|' /C calc'!A0"
    sheet["B1"] = ArrayFormula("B1:B2", "=A1:A2")
    assert one(saved(book)).rows == {1: {1: Cell("f", ""), 2: Cell("f", "")}}


def test_error_values_are_known() -> None:
    data = with_sheet(cells('<c t="e"><v>#REF!</v></c><c t="e"><v>#DIV/0!</v></c>'))
    assert one(data).rows == {1: {1: Cell("e", "#REF!"), 2: Cell("e", "#DIV/0!")}}


def test_days_numbers_and_words_are_told_apart() -> None:
    row = [
        date(2027, 3, 1),
        datetime(2027, 3, 1, 13, 5),
        46_000,
        2.5,
        True,
        " a\n b ",
        "\u200b",
        "",
    ]
    kinds = list(one(workbook([row])).rows[1].values())
    assert kinds[:6] == [
        Cell("d", "2027-03-01"),
        Cell("d", "2027-03-01T13:05"),
        Cell("n", "46000"),
        Cell("n", "2,5"),
        Cell("t", "Ja"),
        Cell("t", "a\n b"),
    ]


@pytest.mark.parametrize("value", ["1E400", "-1E400"])
def test_numbers_that_are_none_do_not_fail(value: str) -> None:
    assert one(with_sheet(cells(f"<c><v>{value}</v></c>"))).rows[1][1].kind == "n"


def test_a_day_that_cannot_be_is_no_failure_of_the_server() -> None:
    """Excel's 29 February 1900, a day before its beginning, one after the end of time."""
    book = workbook([[date(2027, 3, 1)]])
    path, before = WORKSHEET, "<v>46447</v>"
    for serial in ("60", "-5", "99999999", "0.5"):
        try:
            sheet = one(changed(book, path, before, f"<v>{serial}</v>"))
        except SheetError:
            continue
        assert sheet.rows[1][1].text


def test_text_is_taken_as_it_stands_with_or_without_apostrophe() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "'=1+1"
    sheet["B1"] = "=1+1"
    sheet["B1"].data_type = "s"
    sheet["B1"].quotePrefix = True
    assert texts(one(saved(book))) == [["'=1+1", "=1+1"]]


def test_escaped_and_forbidden_characters_do_not_come_through() -> None:
    data = with_sheet(cells(inline("a_x000D_\nb_x0000_c_xD800_d") + inline("_x005F_x0041_")))
    assert texts(one(data)) == [["a\nbcd", "_x0041_"]]


def test_other_prefixes_of_the_same_names_are_read_alike() -> None:
    xml = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c r="A1"><x:f>1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert one(zipped({**parts_of(GOOD), WORKSHEET: xml})).rows == {1: {1: Cell("f", "")}}


def test_it_survives_the_way_to_the_browser_and_back() -> None:
    sheets = read_workbook(workbook([["Aktivitet", None, "När"], [], ["Å", 1]], Mer=[["x"]]))
    assert unpack(pack(sheets)) == sheets


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (16_384, "XFD")])
def test_columns_are_called_as_in_excel(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number
