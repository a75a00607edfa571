"""An uploaded workbook as plain rows of cells: nothing of it is trusted, and nothing of it is kept.

Formulas are their stored values, hidden sheets are left out, and cells merged downwards all have the
value of the first.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from plans.texts import printable_text

from .inspection import CELL, Part, SheetError, column_number, inspect, too_much, unreadable

MOST_SHEETS = 20
MOST_COLUMNS = 100
LAST_ROW = 20_000  # what stands further down is no table of activities
MOST_TEXT = 600_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot
TEXT, DAY, NUMBER, ERROR, UNKNOWN = "t", "d", "n", "e", "f"


class Cell(NamedTuple):
    """What stands in a cell: words, a day (``2027-03-01``, or with ``T13:00``), a number, an error value
    such as ``#REF!``, or a formula whose value is not known.
    """

    kind: str
    text: str


Cells = dict[int, Cell]
"""Number of the column, from 1 → cell; empty ones are left out."""


@dataclass
class Sheet:
    """A visible sheet: its rows by their number, from 1, those without anything left out.

    ``is_cut`` where it has more rows than may be read.
    """

    title: str
    rows: dict[int, Cells] = field(default_factory=dict)
    is_cut: bool = False


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets of the workbook ``data`` that have anything in them.

    Raises SheetError, with a sentence for whoever uploaded it.
    """
    parts = inspect(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library leaves out
            sheets = _sheets(data, parts)
    except SheetError:
        raise
    except Exception:  # the library raises whatever an odd file provokes
        raise SheetError(unreadable()) from None
    if not sheets:
        raise SheetError(_("Filen innehåller ingen tabell."))
    return sheets


def _sheets(data: bytes, parts: Any) -> list[Sheet]:
    library = import_module("openpyxl")  # which most web processes never need
    workbook = library.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        budget = _Budget()
        found = []
        for sheet in visible[:MOST_SHEETS]:
            part = parts.get(_path(sheet), Part())
            read = Sheet(printable_text(sheet.title))
            _fill(read, sheet, part, budget)
            _spread(read, part)
            if read.rows:
                found.append(read)
        return found
    finally:
        workbook.close()


def _path(sheet: Any) -> str:
    """The part that a sheet stands in; the library has no public name for it."""
    return str(getattr(sheet, "_worksheet_path", ""))


@dataclass
class _Budget:
    """How many cells and characters have been read, of all sheets together."""

    cells: int = 0
    text: int = 0

    def take(self, cell: Cell) -> None:
        """Raises SheetError when it is too much."""
        self.cells += 1
        self.text += len(cell.text)
        if self.cells > settings.SHEET_MOST_CELLS or self.text > MOST_TEXT:
            raise SheetError(too_much())


def _fill(read: Sheet, sheet: Any, part: Part, budget: _Budget) -> None:
    unknown = {_place(reference) for reference in part.unknown}
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    read.is_cut = part.last_row > LAST_ROW
    last = min(part.last_row, LAST_ROW) or 1
    rows = sheet.iter_rows(min_row=1, max_row=last, min_col=1, max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, 1):
        cells: Cells = {}
        for column, cell in enumerate(row, 1):
            value = Cell(UNKNOWN, "") if (number, column) in unknown else _cell(cell)
            if value is not None:
                cells[column] = value
        if not cells:
            continue
        if len(read.rows) > settings.SHEET_MOST_ROWS:
            read.is_cut = True
            return
        for value in cells.values():
            budget.take(value)
        read.rows[number] = cells


def _place(reference: str) -> tuple[int, int]:
    found = CELL.fullmatch(reference)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def _spread(read: Sheet, part: Part) -> None:
    """Cells that are merged over several rows of one column all say what the first says."""
    for reference in part.merged:
        first, _colon, last = reference.partition(":")
        (top, column), (bottom, end) = _place(first), _place(last)
        value = read.rows.get(top, {}).get(column)
        if value is None or column != end or bottom - top > settings.SHEET_MOST_ROWS:
            continue
        for number in range(top + 1, bottom + 1):
            if number in read.rows:
                read.rows[number].setdefault(column, value)


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return Cell(ERROR, str(value))
    return _of_value(value)


def _of_value(value: Any) -> Cell | None:
    match value:
        case bool():
            return Cell(TEXT, _("Ja") if value else _("Nej"))
        case int() | float():
            return Cell(NUMBER, _number(value))
        case datetime():
            whole = value.time() == time()
            return Cell(DAY, value.date().isoformat() if whole else value.isoformat("T", "minutes"))
        case date():
            return Cell(DAY, value.isoformat())
        case time():
            return Cell(TEXT, value.strftime("kl. %H.%M"))
        case timedelta():
            return Cell(TEXT, str(value))
        case _:
            text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
            text = printable_text(text).strip()
            return Cell(TEXT, text) if text else None


def _number(value: float) -> str:
    whole = isinstance(value, int) or (value == value and value.is_integer())
    return str(int(value)) if whole else str(value).replace(".", ",")


# --- between two requests -----------------------------------------------------------------------------


def pack(sheets: list[Sheet]) -> Any:
    """The same as JSON has it."""
    return [
        [
            sheet.title,
            sheet.is_cut,
            [
                [number, [[column, *cell] for column, cell in cells.items()]]
                for number, cells in sheet.rows.items()
            ],
        ]
        for sheet in sheets
    ]


def unpack(packed: Any) -> list[Sheet]:
    """What ``pack`` made."""
    return [Sheet(title, dict(_rows(rows)), is_cut) for title, is_cut, rows in packed]


def _rows(packed: Any) -> Iterator[tuple[int, Cells]]:
    for number, cells in packed:
        yield number, {column: Cell(kind, text) for column, kind, text in cells}
