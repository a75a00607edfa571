"""What a file is by how it begins, never by what it is called. Pure."""

from __future__ import annotations

import re

IMAGE, DOCUMENT, PACKAGE, TEXT = "images", "documents", "packages", "text"
HEAD = 4096

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"%PDF-", DOCUMENT),
    (b"PK\x03\x04", PACKAGE),
    (b"PK\x05\x06", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "old_office"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "program"),
    (b"BM", "other_image"),
    (b"II*\0", "other_image"),
    (b"MM\0*", "other_image"),
    (b"8BPS", "other_image"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|meta|link|style|img)"
    rb"[\s>/!]|javascript:|<\?=|<%",
    re.I,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(head: bytes) -> str:
    """``images``, ``documents``, ``packages``, ``text``; any other word is why it is refused."""
    if not head:
        return "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return IMAGE
    if head[4:8] == b"ftyp":
        return "other_image" if head[8:12] in {b"heic", b"heix", b"mif1", b"avif"} else "film"
    return TEXT


def text_problem(data: bytes) -> str | None:
    """Why ``data`` is no plain text; None where it is."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "unknown"
    if _CONTROL.search(text):
        return "unknown"
    return "active" if _MARKUP.search(data) else None
