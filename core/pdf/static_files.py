"""The engine's own files on disk. Nothing outside ``static/`` is ever opened."""

from pathlib import Path
from urllib.parse import unquote

from core.pdf.contract import ForbiddenResource

ROOT = (Path(__file__).resolve().parents[2] / "static").resolve()
FONTS = ROOT / "fonts" / "print"

MEDIA_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


def locate(name: str) -> Path:
    """The path of the static file ``name``, which is relative to ``static/``.

    Raises ``ForbiddenResource`` for anything else: another folder (by ``..``, an absolute path,
    an encoded slash or a symbolic link), a kind of file that prints do not use, a missing file.
    """
    plain = unquote(name)
    if "\0" in plain or "\\" in plain or "%" in plain:
        raise ForbiddenResource(name)
    path = (ROOT / plain).resolve()
    if not path.is_relative_to(ROOT) or path.suffix not in MEDIA_TYPES or not path.is_file():
        raise ForbiddenResource(name)
    return path
