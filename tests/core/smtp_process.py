"""The mail server of the tests as a process: ``python -m tests.core.smtp_process PORT FILE [SECONDS]``.

Each mail that it takes is one line of FILE, recipient and Message-ID, written before the answer: what
a client was told is taken is there even if this is killed the moment after. It lets SECONDS pass
before it writes a line, and again before it answers, so that a kill comes at either time.
"""

from __future__ import annotations

import sys
import threading
import time
from email import message_from_bytes, policy

from .smtp_server import SmtpServer


class WritingServer(SmtpServer):
    """Keeps what it takes in a file."""

    def __init__(self, port: int, path: str, seconds: float) -> None:
        super().__init__(port)
        self.path, self.seconds = path, seconds

    def take(self, content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.compat32)
        time.sleep(self.seconds)
        with self.lock, open(self.path, "ab") as taken:
            taken.write(f"{message['To']} {message['Message-ID']}\n".encode())
        time.sleep(self.seconds)


if __name__ == "__main__":
    given = sys.argv[1:]
    with WritingServer(int(given[0]), given[1], float(given[2]) if given[2:] else 0.0):
        threading.Event().wait()
