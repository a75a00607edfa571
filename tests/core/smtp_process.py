"""The mail server of the tests as a process: ``python -m tests.core.smtp_process PORT FILE``.

Each mail that it takes is one line of FILE, recipient and Message-ID, written before the answer: what
a client was told is taken is there even if this is killed the moment after.
"""

from __future__ import annotations

import sys
import threading
from email import message_from_bytes, policy

from .smtp_server import SmtpServer


class WritingServer(SmtpServer):
    """Keeps what it takes in a file."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(port)
        self.path = path

    def take(self, content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.compat32)
        with self.lock, open(self.path, "ab") as taken:
            taken.write(f"{message['To']} {message['Message-ID']}\n".encode())


if __name__ == "__main__":
    with WritingServer(int(sys.argv[1]), sys.argv[2]):
        threading.Event().wait()
