"""PDFs: whole, one thing only, and without anything that acts when they are opened."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from evaluations.inspection.verdicts import Limits, RefusedError, Verdict, main

MOST_OBJECTS = 300_000
DEEPEST = 60
LONGEST_TAIL = 1024
LARGEST_ATTACHMENT = 8 * 1024 * 1024
# What a dictionary may not hold, wherever it stands: it acts without being asked.
ACTIVE_KEYS = frozenset({"/JS", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    }
)
ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})


def inspect(source: Path, folder: Path, limits: Limits) -> Verdict:
    """Say that the PDF is one; raises RefusedError where it is broken, active, or more than a PDF."""
    _refuse_more_than_a_pdf(source)
    try:
        with pikepdf.open(source, attempt_recovery=False, suppress_warnings=True) as pdf:
            _refuse_active(pdf, limits)
    except (RefusedError, MemoryError):
        raise
    except pikepdf.PasswordError:
        raise RefusedError("locked") from None
    except Exception:  # qpdf, and our own reading of what it gives, on a broken file
        raise RefusedError("broken") from None
    return Verdict("application/pdf")


def _refuse_more_than_a_pdf(source: Path) -> None:
    """A file that is a PDF and something else too, by what stands after its end."""
    data = source.read_bytes()
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise RefusedError("broken")
    tail = data[end + 5 :]
    if len(tail) > LONGEST_TAIL or tail.strip(b"\0\r\n\t \x1a") or zipfile.is_zipfile(source):
        raise RefusedError("polyglot")


def _refuse_active(pdf: pikepdf.Pdf, limits: Limits) -> None:
    if not len(pdf.pages):
        raise RefusedError("broken")
    unpacked = 0
    for number, found in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise RefusedError("heavy")
        for dictionary in _dictionaries(found, 0):
            _refuse_acting(dictionary)
        if isinstance(found, pikepdf.Stream):
            unpacked += _unpacked_size(found, limits.unpacked - unpacked)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") not in {"/GoTo", None}:
        raise RefusedError("active")


def _dictionaries(found: Any, depth: int) -> Iterator[Any]:
    """The dictionaries that stand in an object itself; those it points at are objects of their own."""
    if depth > DEEPEST:
        raise RefusedError("heavy")
    members: Any = ()
    if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        yield found
        members = (found[key] for key in found.keys())  # noqa: SIM118 - no mapping
    elif isinstance(found, pikepdf.Array):
        members = found
    for member in members:
        is_held = isinstance(member, (pikepdf.Dictionary, pikepdf.Array))
        if is_held and not member.is_indirect:
            yield from _dictionaries(member, depth + 1)


def _refuse_acting(dictionary: Any) -> None:
    keys = set(dictionary.keys())
    is_active = bool(keys & ACTIVE_KEYS) or str(dictionary.get("/S", "")) in ACTIVE_ACTIONS
    if is_active or str(dictionary.get("/Subtype", "")) in ACTIVE_ANNOTATIONS:
        raise RefusedError("active")
    if "/EF" in keys:
        for held in dictionary["/EF"].values():
            _refuse_attached(held)


def _refuse_attached(held: Any) -> None:
    """An attached file that is anything but data in JSON, as our own appendices carry."""
    try:
        data = held.read_raw_bytes()
        if held.get("/Filter") is not None:
            data = zlib.decompressobj().decompress(data, LARGEST_ATTACHMENT)
        json.loads(data[:LARGEST_ATTACHMENT])
    except (ValueError, zlib.error, RecursionError):
        raise RefusedError("attached") from None


def _unpacked_size(stream: Any, most: int) -> int:
    """How much a packed stream unpacks to, each packing within another too; RefusedError past ``most``."""
    named = stream.get("/Filter")
    filters = [named] if isinstance(named, pikepdf.Name) else list(named or ())
    data: bytes = stream.read_raw_bytes()
    total = 0
    for packing in filters:
        if str(packing) not in {"/FlateDecode", "/Fl"}:
            break
        is_last = packing is filters[-1]
        size, data = _inflated(data, most - total, keep=not is_last)
        total += size
    return total


def _inflated(data: bytes, most: int, *, keep: bool) -> tuple[int, bytes]:
    unpack, size, kept = zlib.decompressobj(), 0, bytearray()
    while data:
        try:
            piece = unpack.decompress(data, 1 << 18)
        except zlib.error:  # a stream that ends early is drawn as far as it goes
            break
        size += len(piece)
        if size > most:
            raise RefusedError("bomb")
        if keep:
            kept += piece
        data = unpack.unconsumed_tail
        if unpack.eof:
            break
    return size, bytes(kept)


if __name__ == "__main__":
    main(inspect)
