"""A mail server on loopback that does as it is told by the local part of the recipient's address."""

from __future__ import annotations

import socketserver
import sys
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType


class _Session(socketserver.StreamRequestHandler):
    """One client: enough of RFC 5321 for smtplib."""

    server: SmtpServer

    def handle(self) -> None:
        self.to = ""
        self.say("220 loopback")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"DATA":
                if not self.take_message():
                    return
            elif verb == b"RCPT":
                self.to = line.decode().partition("<")[2].partition(">")[0]
                self.stall_for("slow")
                self.say(self.server.answer_to(self.to))
            else:
                self.say("250 ok")

    def take_message(self) -> bool:
        """Read a message; False when this server hangs up on it instead of answering."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        self.server.take(b"".join(lines))
        self.stall_for("stall")
        if self.to.startswith("hangup") and self.server.hang_ups > 0:
            self.server.hang_ups -= 1
            return False
        self.say("250 taken")
        return True

    def stall_for(self, start: str) -> None:
        """Wait until told to go on, if the recipient's address starts so."""
        if self.to.startswith(start):
            self.server.stalled.set()
            self.server.go_on.wait(30)

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class SmtpServer(socketserver.ThreadingTCPServer):
    """``with SmtpServer() as server``: listens on ``server.port`` and keeps what it took in ``server.taken``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.port = self.server_address[1]
        self.taken: list[EmailMessage] = []
        self.lock = threading.Lock()
        self.stalled = threading.Event()
        self.go_on = threading.Event()
        self.hang_ups = 1

    def answer_to(self, recipient: str) -> str:
        if recipient.startswith("unknown"):
            return "550 no such person"
        if recipient.startswith("relay"):
            return "554 relay access denied"
        if recipient.startswith("full"):
            return "452 mailbox full"
        return "250 ok"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what the tests are about; anything else is said."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def take(self, content: bytes) -> None:
        with self.lock:
            self.taken.append(message_from_bytes(content, policy=policy.default))

    def recipients(self) -> list[str]:
        """Whom the taken messages are for, in order."""
        return [str(message["To"]) for message in self.taken]

    def __enter__(self) -> SmtpServer:
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.go_on.set()
        self.shutdown()
        self.server_close()
