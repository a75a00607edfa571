"""Redis, a mail server and Celery's programs, each a process of its own that a test may kill."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from redis import Redis, RedisError

from tests.config.test_celery import database_url
from tests.waiting import wait_until

WORKER = (
    "worker",
    "--concurrency",
    "1",
    "--without-gossip",
    "--without-mingle",
    "--prefetch-multiplier",
    "1",
)

REDIS = ("redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
SMTP = (sys.executable, "-m", "tests.core.smtp_process")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Machinery:
    """What runs, by name; ``kill`` is SIGKILL to the program and all that it started."""

    folder: Path
    smtp_port: int
    redis_port: int = field(default_factory=free_port)
    smtp_seconds: float = 0.0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def redis(self) -> None:
        """Start Redis, empty: it keeps nothing on disk."""
        self._start(
            "redis",
            [*REDIS, "--port", str(self.redis_port), "--dir", str(self.folder)],
        )
        wait_until(self._redis_answers)

    def _redis_answers(self) -> bool:
        with suppress(RedisError):
            return bool(Redis.from_url(self.redis_url).ping())
        return False

    def smtp(self) -> None:
        """Start a mail server that writes down each mail before it says that it has it."""
        self._start(
            "smtp",
            [*SMTP, str(self.smtp_port), str(self.taken_file), str(self.smtp_seconds)],
        )
        wait_until(self._smtp_answers)

    def _smtp_answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.smtp_port), 1):
            return True
        return False

    @property
    def taken_file(self) -> Path:
        return self.folder / "taken"

    def worker(self, name: str) -> None:
        self._celery(name, *WORKER, "--hostname", f"{name}@%h")

    def beat(self, name: str) -> None:
        self._celery(name, "beat", "--pidfile=", f"--schedule={self.folder / name}")

    def _celery(self, name: str, *command: str) -> None:
        app = ["--app", "tests.evaluations.hurried", "--quiet"]
        self._start(name, [sys.executable, "-m", "celery", *app, *command, "--loglevel=critical"])

    def _start(self, name: str, command: list[str]) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "LOG_LEVEL": "ERROR",
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL, at once, to the whole session of the program."""
        program = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)
