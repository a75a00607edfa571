"""The key under which a PDF is kept.

A PDF is a function of its source, its record, ``SITE_URL`` and the renderer; nothing else, no print
date, gets in.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from django.conf import settings

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pyphen", "markdown-it-py", "nh3")
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

    ``sources`` are patterns of the files that a kind has beyond the ``ENGINE``. The system's Pango
    and HarfBuzz are left out: a web process, which asks for the key, does not load them. A print in
    the queue is at most two weeks old, and a stored one is never made again.
    """
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {installed_version(library)}\0".encode())
    base = Path(settings.BASE_DIR)
    for pattern in (*ENGINE, *sources):
        for path in sorted(base.glob(pattern)):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def print_key(source_sha256: str, record: str, *, site_url: str, renderer: str) -> str:
    """The key of the PDF of a source: equal keys, equal bytes."""
    parts = (source_sha256, record, site_url, renderer)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
