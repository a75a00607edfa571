"""Workbooks made by code: good ones, odd ones, and ones that were made to break something."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

WORKSHEET = "xl/worksheets/sheet1.xml"
SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
Rows = Iterable[Sequence[Any]]


def saved(workbook: Workbook) -> bytes:
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def workbook(rows: Rows, **others: Rows) -> bytes:
    """A workbook with ``rows`` in its first sheet, and further sheets by their titles."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    for title, more in others.items():
        other = book.create_sheet(title)
        for row in more:
            other.append(list(row))
    return saved(book)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def with_sheet(data: str, *, base: bytes | None = None, **others: bytes | str) -> bytes:
    """A workbook whose sheet says ``data`` between its tags."""
    xml = f'<?xml version="1.0"?><worksheet xmlns="{SHEET_NS}">{data}</worksheet>'
    return zipped({**parts_of(base or workbook([["Aktivitet"]])), WORKSHEET: xml, **others})


def cells(*rows: str) -> str:
    """``sheetData`` with ``rows`` of ready cells."""
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def changed(data: bytes, path: str, before: str, after: str) -> bytes:
    """``data`` with the words of one part changed."""
    parts = parts_of(data)
    text = parts[path].decode()
    assert before in text, text
    return zipped({**parts, path: text.replace(before, after)})
