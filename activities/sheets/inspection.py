"""Looking at an uploaded workbook before any library unpacks it.

An .xlsx file is a ZIP archive of XML. Here it is seen that it is one, and no more than it says: not
encrypted, without macros, within the limits of the settings, free of DTDs and entities, with rows and
columns that a sheet can have. Each part is read as a stream; nothing is kept but what is asked for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, handler

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from django.conf import settings
from django.utils.translation import gettext as _

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
MOST_PARTS = 1000
MOST_ELEMENTS = 600_000
DEEPEST = 100
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class SheetError(Exception):
    """Why a file cannot be read, as a sentence for whoever uploaded it."""


@dataclass
class Part:
    """What was seen in one part: formulas whose value nobody has stored, merged cells, and the last row
    that says anything.
    """

    unknown: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    last_row: int = 0


def inspect(data: bytes) -> Mapping[str, Part]:
    """The parts of the workbook ``data`` that are XML, by their path. Raises SheetError."""
    if not data:
        raise SheetError(_("Filen är tom."))
    if len(data) > settings.SHEET_LARGEST_FILE:
        raise SheetError(_("Filen är större än %s MB.") % (settings.SHEET_LARGEST_FILE // 1024**2))
    if data.startswith(OLE):
        raise SheetError(
            _(
                "Filen är skyddad med lösenord eller sparad i ett äldre format. "
                "Spara den som .xlsx utan lösenord."
            )
        )
    if not data.startswith(ZIP):
        raise SheetError(no_workbook())
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at(archive)
            return {name: _read(archive, name) for name in archive.namelist() if _is_xml(name)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise SheetError(unreadable()) from None
    except Exception as error:  # zlib.error, and what else a broken archive provokes
        if isinstance(error, SheetError):
            raise
        raise SheetError(unreadable()) from None


def no_workbook() -> str:
    """What is said of a file that is something else."""
    return _("Det är ingen Excelfil. Öppna tabellen i Excel och spara den som .xlsx.")


def unreadable() -> str:
    """What is said of a file that is broken, or made to break something."""
    return _("Filen går inte att läsa. Öppna den i Excel, spara den på nytt och försök igen.")


def too_much() -> str:
    """What is said of a file that holds more than anybody plans in a year."""
    return _("Filen innehåller för mycket. Spara bara tabellen i en egen fil.")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _look_at(archive: zipfile.ZipFile) -> None:
    """The table of contents, before anything is unpacked."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        raise SheetError(unreadable())
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError(_("Filen är skyddad med lösenord. Spara den utan lösenord."))
    if sum(part.file_size for part in parts) > settings.SHEET_LARGEST_UNPACKED:
        raise SheetError(too_much())
    if CONTENT_TYPES not in names:
        raise SheetError(no_workbook())
    types = archive.read(CONTENT_TYPES)
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetError(_("Filen innehåller makron. Spara den som vanlig Excelarbetsbok (.xlsx)."))
    if WORKBOOK not in types:
        raise SheetError(no_workbook())


def _read(archive: zipfile.ZipFile, name: str) -> Part:
    found = _Handler()
    try:
        with archive.open(name) as source:
            defusedxml.sax.parse(source, found, forbid_dtd=True)
    except (DefusedXmlException, SAXException):
        raise SheetError(unreadable()) from None
    return found.part


class _Handler(handler.ContentHandler):
    """Counts, and notes what the library that reads the sheet does not tell."""

    def __init__(self) -> None:
        super().__init__()
        self.part = Part()
        self._elements = self._depth = self._row = 0
        self._cell = ""
        self._has_formula = self._has_value = self._in_value = False

    def startElement(self, name: str, attrs: Any) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS:
            raise SheetError(too_much())
        if self._depth > DEEPEST:
            raise SheetError(unreadable())
        self._begin(name.rpartition(":")[2], attrs)

    def _begin(self, name: str, attrs: Any) -> None:
        match name:
            case "row":
                _refuse_row(attrs.get("r", ""))
                self._row = int(attrs.get("r", "") or self._row + 1)
            case "c":
                self._cell = attrs.get("r", "")
                _refuse_cell(self._cell)
                self._has_formula = self._has_value = False
            case "f" | "v" | "is":
                self._has_formula |= name == "f"
                self._in_value = name == "v"
                self.part.last_row = max(self.part.last_row, self._row)
            case "mergeCell":
                self.part.merged.append(attrs.get("ref", ""))

    def characters(self, content: str) -> None:
        self._has_value |= self._in_value

    def endElement(self, name: str) -> None:
        self._depth -= 1
        self._in_value = False
        if name.rpartition(":")[2] == "c" and self._has_formula and not self._has_value:
            self.part.unknown.add(self._cell)


def _refuse_row(number: str) -> None:
    """A row far beyond the last that a sheet can have would be counted up to."""
    if number and not (number.isascii() and number.isdecimal() and 1 <= int(number) <= LAST_ROW):
        raise SheetError(unreadable())


def _refuse_cell(reference: str) -> None:
    found = CELL.fullmatch(reference)
    if not reference:
        return
    if not found or column_number(found[1]) > LAST_COLUMN:
        raise SheetError(unreadable())
    _refuse_row(found[2])


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
