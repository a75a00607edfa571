"""What is taken in of files that people send, before anybody looks at them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Lets only so much of each file through to the handlers after it.

    A little more than the largest file that is taken, so that whoever reads it sees that it is too
    large; the rest fills neither memory nor disk.
    """

    def new_file(self, *words: Any, **others: Any) -> None:
        """Begin to count."""
        super().new_file(*words, **others)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """``raw_data``, or None for what is past the limit."""
        if self.taken > settings.ARCHIVE_LARGEST_FILE:
            return None
        self.taken += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one have the file."""
        return
