"""Pieces of malformed documents: bombs, pictures that are none, trees that are too deep."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Any

from tests.pictures import stored

from .sample import IMAGE, with_change, with_changes

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
