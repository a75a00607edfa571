"""The bytes of the archive, each file under its SHA-256 in the installation's media folder.

A file appears under its name whole or not at all: it is written beside, made durable, then renamed.
Which files are wanted is known by the database (``StoredFile``); ``services.archive`` keeps both in step.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PIECE = 1 << 20
COMING = ".new"


def folder() -> Path:
    """Where the archive lies."""
    return Path(settings.MEDIA_ROOT) / "archive"


def path_of(sha256: str) -> Path:
    """Where the file with this SHA-256 lies."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as they are now; OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(source: Path) -> str:
    """Keep the bytes of ``source``, and return their SHA-256.

    Raises OSError, and leaves nothing behind, where they cannot be written whole. Bytes that lie
    there already, and have come to harm, are put right.
    """
    sha256 = sha256_of(source)
    target = path_of(sha256)
    if target.is_file() and sha256_of(target) == sha256:
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    coming = folder() / COMING
    coming.mkdir(exist_ok=True, mode=0o750)
    handle, name = tempfile.mkstemp(dir=coming)
    written = Path(name)
    try:
        with source.open("rb") as file, os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(file, out, PIECE)
            out.flush()
            os.fsync(out.fileno())
        written.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        written.rename(target)
    finally:
        written.unlink(missing_ok=True)
    _make_durable(target.parent)
    return sha256


def _make_durable(directory: Path) -> None:
    """Let the name itself survive a loss of power."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_whole(sha256: str) -> bytes | None:
    """The bytes, if they are still those that were kept; None where they are lost or changed."""
    try:
        data = path_of(sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def remove(sha256: str) -> None:
    """Remove the bytes; nothing happens where there are none."""
    path_of(sha256).unlink(missing_ok=True)


def names() -> Iterator[str]:
    """The SHA-256 under which each file lies there, wanted or not."""
    for path in sorted(folder().glob("??/??/*")):
        yield path.name
