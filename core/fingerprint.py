"""The SHA-256 of an uploaded file, taken as it streams in; the file itself is kept nowhere."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class HashedFile(UploadedFile[bytes]):
    """What is left of an uploaded file: its name, its size and its SHA-256."""

    def __init__(self, *, name: str, size: int, sha256: str) -> None:
        super().__init__(file=io.BytesIO(), name=name, size=size)
        self.sha256 = sha256


class FingerprintHandler(FileUploadHandler):
    """Takes the place of Django's handlers, which would keep a large file on disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a new sum for a new file."""
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Add to the sum and pass nothing on."""
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        """The file's name, size and sum."""
        return HashedFile(name=self.file_name or "", size=file_size, sha256=self.digest.hexdigest())
