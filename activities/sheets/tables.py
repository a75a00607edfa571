"""Finding the table in a sheet: its row of headings, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .columns import BY_NAME, mapping_of
from .inspection import column_letters
from .reading import Sheet

MOST_LOOKED_AT = 60  # rows in which headings are looked for


@dataclass(frozen=True)
class Head:
    """The head of one column as the file has it, and the name of what it is taken for (or ``""``)."""

    number: int
    heading: str
    name: str

    @property
    def letters(self) -> str:
        """A, B, … as Excel calls it."""
        return column_letters(self.number)


@dataclass(frozen=True)
class Table:
    """The table of a sheet: the row that has its headings, and its columns."""

    sheet: Sheet
    head_row: int
    heads: Sequence[Head]

    @property
    def columns(self) -> Mapping[str, Head]:
        """The columns that mean something, by what they mean."""
        return {head.name: head for head in self.heads if head.name}

    @property
    def row_numbers(self) -> list[int]:
        """The rows below the headings."""
        return [number for number in self.sheet.rows if number > self.head_row]

    @property
    def known(self) -> int:
        """How many columns are understood, what the activity is called counted twice."""
        return len(self.columns) + ("name" in self.columns)


def find_table(sheets: Sequence[Sheet]) -> tuple[int, Table]:
    """(index of the sheet, its table): the one whose headings are understood best, else the first."""
    tables = [table_of(sheet) for sheet in sheets]
    best = max(range(len(tables)), key=lambda index: tables[index].known)
    return best, tables[best]


def table_of(sheet: Sheet) -> Table:
    """The table of ``sheet``, its headings where they are understood best; else the first full row."""
    numbers = list(sheet.rows)[:MOST_LOOKED_AT]
    tables = [table_at(sheet, number) for number in numbers]
    best = max(tables, key=lambda table: table.known)
    if best.known > 1:
        return best
    wide = [table for table in tables if len(table.heads) > 1]
    return (wide or tables)[0]


def table_at(sheet: Sheet, head_row: int, chosen: Mapping[int, str] | None = None) -> Table:
    """The table whose headings stand in ``head_row``; ``chosen`` are meanings that somebody chose."""
    headings = {n: cell.text for n, cell in sheet.rows.get(head_row, {}).items()}
    below = {n for row, cells in sheet.rows.items() if row > head_row for n in cells}
    headings |= {number: "" for number in below if number not in headings}
    names = mapping_of(dict(sorted(headings.items())))
    if chosen is not None:
        names = _each_once({n: chosen.get(n, names[n]) for n in names})
    heads = [Head(number, headings[number], names[number]) for number in sorted(names)]
    return Table(sheet, head_row, heads)


def _each_once(names: Mapping[int, str]) -> dict[int, str]:
    """What is chosen twice counts where it stands first; what is not known, nowhere."""
    found: dict[int, str] = {}
    for number, name in names.items():
        column = BY_NAME.get(name)
        is_new = column is not None and column.is_read and name not in found.values()
        found[number] = name if is_new else ""
    return found
