"""The key under which a PDF is kept.

A PDF is a function of its source, its record, ``SITE_URL`` and the renderer; nothing else, no print
date, gets in.
"""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from django.conf import settings

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pyphen", "markdown-it-py", "nh3")
SYSTEM = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "hb_version_string",
}
"""Libraries of the system that decide where lines break and how fonts are embedded, and what each
says of itself. Asking costs a process 3 ms and 0.3 MB; the PDF engine stays where it is."""
ENGINE = (
    "core/pdf/*.py",
    "core/markdown.py",
    "core/templatetags/*.py",
    "static/css/print-base.css",
    "static/fonts/print/*",
)
"""What draws every print, as patterns of files below the project's folder."""


@cache
def renderer_version(sources: tuple[str, ...]) -> str:
    """What a renderer is: its libraries' numbers and the SHA-256 of everything of ours that draws.

    ``sources`` are patterns of the files that a kind has beyond the ``ENGINE``.
    """
    digest = hashlib.sha256()
    for name, question in SYSTEM.items():
        digest.update(f"{name} {system_version(name, question)}\0".encode())
    for library in LIBRARIES:
        digest.update(f"{library} {installed_version(library)}\0".encode())
    base = Path(settings.BASE_DIR)
    for pattern in (*ENGINE, *sources):
        for path in sorted(base.glob(pattern)):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def system_version(name: str, question: str) -> str:
    """What the function ``question`` of the shared library ``name`` says; "" where there is none."""
    try:
        answer = getattr(ctypes.CDLL(name), question)
    except (OSError, AttributeError):
        return ""
    answer.restype = ctypes.c_char_p
    version: bytes = answer()
    return version.decode()


def print_key(source_sha256: str, record: str, *, site_url: str, renderer: str) -> str:
    """The key of the PDF of a source: equal keys, equal bytes."""
    parts = (source_sha256, record, site_url, renderer)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
