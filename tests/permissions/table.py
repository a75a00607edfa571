"""Who is answered what: every address, by method, object and person, as access*.txt has it.

A row: name of the address, method, object, then one answer for each column of ``PEOPLE``:

    in    sent to sign in, with the way back
    200   answered      302  led on to another page
    403   known, not allowed          404  does not exist for this person
    405   not asked this way

HEAD is answered as GET. Methods that no row names are answered 405. What the words for objects
stand for is told in ``places.py``: all but ``foreign`` and ``absent`` are of Älvhamra's agreement,
``foreign`` is Norrskog's, where the chief of the police has a seat too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .places import PEOPLE

# One file for each part of the application: access.txt and access_*.txt.
TABLES = sorted(Path(__file__).parent.glob("access*.txt"))


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    method: str
    word: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.word}"


def rows() -> list[Row]:
    """The tables, read."""
    return [row for table in TABLES for row in _rows(table)]


def _rows(table: Path) -> list[Row]:
    [heads, *lines] = [
        line.split() for line in table.read_text(encoding="utf-8").splitlines() if line
    ]
    if heads[3:] != list(PEOPLE):
        raise ValueError(f"the columns of {table.name} are not the people of places.py")
    return [
        Row(name, method, word, dict(zip(PEOPLE, answers, strict=True)))
        for name, method, word, *answers in lines
    ]
