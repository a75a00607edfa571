"""Documents of offices (.docx, .xlsx, .pptx, .odt, .ods, .odp): archives with files in them.

Everything in them is unpacked once, in pieces, so that what they say of their own size is not
believed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zlib import error as ZlibError

from evaluations.inspection.verdicts import Limits, RefusedError, Verdict, main

MOST_MEMBERS = 4000
DEEPEST = 2
LARGEST_INNER = 16 * 1024 * 1024
PIECE = 1 << 18
# How far a match may reach over the seam of two pieces.
OVERLAP = 512
LIGHT = 4 * 1024 * 1024
MOST_RATIO = 200

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    b"wordprocessingml.document.main+xml": f"{OFFICE}wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{OFFICE}spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": f"{OFFICE}presentationml.presentation",
    b"presentationml.slideshow.main+xml": f"{OFFICE}presentationml.presentation",
}
OPEN = "application/vnd.oasis.opendocument."
OPEN_TYPES = frozenset(OPEN + name for name in ("text", "spreadsheet", "presentation"))

ACTIVE_NAMES = re.compile(
    r"vbaproject|vbadata|/activex|macrosheet|/oleobject|dialogsheet|^basic/|^scripts/"
    r"|\.(?:exe|dll|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|scr|com|jar|class|swf|lnk|msi|bin\.exe)$"
)
MARKUP_NAMES = (".xml", ".rels", ".vml", ".svg", ".rdf", ".html", ".htm")
ACTIVE_MARKUP = re.compile(
    rb"macroenabled|<!entity|<!doctype|<[\w:]*ddelink\b|\bddeauto\b|instrtext[^>]*>\s*dde\b"
    rb"|<script[\s>/]|script:event-listener|vnd\.sun\.star\.script|<[\w:]*ole(?:object|embed)\b"
    rb"|javascript:",
    re.I,
)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
TYPE = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/(\w+)[\"']", re.I)
HARMLESS_OUTSIDE = frozenset({b"hyperlink", b"externallinkpath"})
ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF")
OLE = b"\xd0\xcf\x11\xe0"
# A zip within the document: charts carry their table as a workbook of their own.
INNER_NAMES = re.compile(r"/embeddings/[^/]+\.(?:xlsx|docx|pptx)$")


class Reader:
    """Reads packages within one budget of unpacked bytes."""

    def __init__(self, most: int) -> None:
        self.left = most

    def media_type(self, file: IO[bytes], depth: int = 0) -> str:
        """What the package is; RefusedError where it is broken, active, or no document."""
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            _refuse_shape(file, package, members)
            for member in members:
                if not member.is_dir():
                    self._look_into(package, member, depth)
            return _type_of(package, {member.filename for member in members})

    def _look_into(self, package: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> None:
        name = member.filename.lower()
        if ACTIVE_NAMES.search(name):
            raise RefusedError("macros")
        if member.file_size > self.left or _is_suspiciously_light(member):
            raise RefusedError("bomb")
        with package.open(member) as opened:
            head = opened.peek(8)[:8]  # type: ignore[attr-defined]
            if head.startswith(b"PK\x03\x04"):
                self._inner(name, opened.read(LARGEST_INNER + 1), depth)
                return
            if head.startswith(ARCHIVES):
                raise RefusedError("nested")
            if head.startswith(OLE):
                raise RefusedError("macros")
            self._read(opened, name)

    def _inner(self, name: str, data: bytes, depth: int) -> None:
        self._spend(len(data))
        if depth + 1 >= DEEPEST or len(data) > LARGEST_INNER or not INNER_NAMES.search(f"/{name}"):
            raise RefusedError("nested")
        self.media_type(io.BytesIO(data), depth + 1)

    def _read(self, opened: IO[bytes], name: str) -> None:
        is_markup = name.endswith(MARKUP_NAMES)
        before = b""
        for piece in iter(lambda: opened.read(PIECE), b""):
            self._spend(len(piece))
            if is_markup:
                text = before + piece.replace(b"\0", b"")  # UTF-16 says the same words
                _refuse_active(text, is_relations=name.endswith(".rels"))
                before = text[-OVERLAP:]

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise RefusedError("bomb")


def inspect(source: Path, folder: Path, limits: Limits) -> Verdict:
    """Say which document the package is; raises RefusedError where it is anything else."""
    try:
        with source.open("rb") as file:
            return Verdict(Reader(limits.unpacked).media_type(file))
    except (zipfile.BadZipFile, ZlibError, EOFError, OSError, ValueError, RuntimeError):
        raise RefusedError("broken") from None
    except NotImplementedError:
        raise RefusedError("broken") from None


def _refuse_shape(
    file: IO[bytes], package: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> None:
    """A package whose list of contents cannot be trusted."""
    if not members or len(members) > MOST_MEMBERS:
        raise RefusedError("bomb" if members else "broken")
    names = [member.filename for member in members]
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_plain, names)):
        raise RefusedError("broken")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("locked")
    file.seek(0)
    starts_first = file.read(4) == b"PK\x03\x04" and min(m.header_offset for m in members) == 0
    if package.comment or not starts_first:
        raise RefusedError("polyglot")
    _refuse_overlapping(members)


def _refuse_overlapping(members: list[zipfile.ZipInfo]) -> None:
    """Members that share bytes: how a small archive unpacks to a sea."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise RefusedError("bomb")
        end = member.header_offset + 30 + member.compress_size


def _is_plain(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        len(name) < 300
        and ".." not in parts
        and not name.startswith(("/", "\\"))
        and ":" not in name
        and name.isprintable()
    )


def _is_suspiciously_light(member: zipfile.ZipInfo) -> bool:
    return member.file_size > LIGHT and member.file_size > MOST_RATIO * max(1, member.compress_size)


def _refuse_active(text: bytes, *, is_relations: bool) -> None:
    if ACTIVE_MARKUP.search(text):
        raise RefusedError("macros")
    if is_relations:
        for relation in RELATION.findall(text):
            if b"external" in relation.lower() and not _is_harmless(relation):
                raise RefusedError("outside")


def _is_harmless(relation: bytes) -> bool:
    found = TYPE.search(relation)
    return found is not None and found[1].lower() in HARMLESS_OUTSIDE


def _type_of(package: zipfile.ZipFile, names: set[str]) -> str:
    return next(_types(package, names), "") or _no_document()


def _types(package: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    if "[Content_Types].xml" in names:
        declared = package.read("[Content_Types].xml")
        yield from (kind for words, kind in MAIN.items() if words in declared)
    if "mimetype" in names:
        with package.open("mimetype") as opened:
            kind = opened.read(100).decode("ascii", "replace").strip()
        if kind in OPEN_TYPES and "content.xml" in names:
            yield kind


def _no_document() -> str:
    raise RefusedError("archive")


if __name__ == "__main__":
    main(inspect)
