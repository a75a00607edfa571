"""A year's activities as a workbook: printed columns first, typed ones after them, one row each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from activities.lines import Line

from .columns import COLUMNS, Column, Value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # what the format allows
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
DAY = "yyyy-mm-dd"
A4 = 9  # as the format counts papers
HEAD = PatternFill("solid", fgColor="FFE3ECF1")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_workbook(lines: Iterable[Line], *, title: str, subject: str = "") -> bytes:
    """``lines`` as an .xlsx file; ``title`` is the file's own, ``subject`` what was filtered by."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    workbook.properties.subject = subject
    workbook.properties.creator = "Samråd"
    sheet: Any = workbook.create_sheet(_("Insatser"))
    _arrange(sheet)
    sheet.append(list(_heads(sheet)))
    for line in lines:
        sheet.append([_cell(sheet, column, column.write(line)) for column in COLUMNS])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}1"
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _arrange(sheet: Any) -> None:
    """The head stays in sight, on paper too."""
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _heads(sheet: Any) -> Iterator[Any]:
    for column in COLUMNS:
        cell = WriteOnlyCell(sheet, str(column.label))
        cell.font = Font(bold=True)
        cell.fill = HEAD
        cell.alignment = WRAPPED
        yield cell


def _cell(sheet: Any, column: Column, value: Value) -> Any:
    if isinstance(value, str):
        return _text(sheet, column, value)
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # a day is one too
    if isinstance(value, date):
        cell.number_format = DAY
    cell.alignment = WRAPPED
    return cell


def _text(sheet: Any, column: Column, text: str) -> Any:
    """A cell of text, whatever it begins with: no program takes it for a formula."""
    kept = ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, kept)
    if kept:
        cell.data_type = "s"
    cell.alignment = WRAPPED
    if text.startswith(FORMULA):
        cell.quotePrefix = True
    if column.name == "address":
        cell.hyperlink = kept
        cell.font = Font(underline="single", color="FF17506F")
    return cell
