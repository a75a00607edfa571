"""Databases and web servers of the bench's own: made, started, stopped and thrown away by it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
START_SECONDS = 30
PREPARE_SECONDS = 900
USUAL = "postgres://postgres@127.0.0.1:5432/postgres"


class BenchError(Exception):
    """The bench cannot go on; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running gunicorn: where it listens, and which processes do the work."""

    port: int
    workers: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """CPU time that the workers have used so far, exact to the nanosecond."""
        # The kernel's clock of another process (CPUCLOCK_SCHED): /proc only counts in hundredths.
        return sum(time.clock_gettime((~worker << 3) | 2) for worker in self.workers)


class Databases:
    """A small and a large database, on PostgreSQL or as SQLite files."""

    def __init__(self, folder: Path, *, sqlite: bool) -> None:
        self.folder = folder
        self.address = "" if sqlite else os.environ.get("DATABASE_URL") or USUAL
        if self.address and not self.address.startswith("postgres"):
            raise BenchError("DATABASE_URL must name a PostgreSQL; for SQLite there is --sqlite.")
        self.mark = f"samrad_bench_{os.getpid()}"

    def url(self, size: str) -> str:
        """DATABASE_URL of the database ``size`` (small, large)."""
        if not self.address:
            return f"sqlite:///{self.folder / size}.sqlite3"
        return urlsplit(self.address)._replace(path=f"/{self.mark}_{size}").geturl()

    def create(self, size: str) -> None:
        """Make an empty database."""
        if self.address:
            self._ask("CREATE DATABASE {}", size)

    def copy(self, source: str, target: str) -> None:
        """Make ``target`` a copy of ``source``, which nobody may be using."""
        if self.address:
            self._ask("CREATE DATABASE {} TEMPLATE {}", target, source)
        else:
            for ending in ("", "-wal"):
                file = self.folder / f"{source}.sqlite3{ending}"
                if file.exists():
                    shutil.copy(file, self.folder / f"{target}.sqlite3{ending}")

    def drop(self) -> None:
        """Throw both away."""
        if self.address:
            for size in ("small", "large"):
                self._ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", size)

    def _ask(self, statement: str, *sizes: str) -> None:
        names = [sql.Identifier(f"{self.mark}_{size}") for size in sizes]
        connection = psycopg2.connect(self.address, connect_timeout=5)
        connection.autocommit = True  # databases are not made within a transaction
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(*names))
        finally:
            connection.close()


def environment(folder: Path, database_url: str, port: int = 8000) -> dict[str, str]:
    """What a process of the bench is told: production settings, no broker, no mail."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": _secret_key(folder),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        # The key of a stored PDF holds SITE_URL: one for both servers, whatever their ports.
        "SITE_URL": "http://127.0.0.1:8000",
        "WEB_WORKERS": str(WORKERS),
        "LOG_LEVEL": "WARNING",
        "DEBUG": "",
        "REDIS_URL": "",
        "EMAIL_URL": "",
    }


def run(module: str, *arguments: str, environment: dict[str, str]) -> str:
    """What ``python -m module`` prints; BenchError when it fails."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PREPARE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{module} failed:\n{done.stderr[-3000:]}")
    return done.stdout


@contextmanager
def serving(folder: Path, database_url: str) -> Iterator[Server]:
    """A web server as script/run starts it, on a free port; ended with its workers."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(folder, database_url, port), start_new_session=True
    )
    try:
        yield Server(port, _workers(process, port))
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _workers(process: subprocess.Popen[bytes], port: int) -> tuple[int, ...]:
    """The worker processes, once they are there and the port answers."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _attempt in range(START_SECONDS * 10):
        if process.poll() is not None:
            break
        workers = tuple(int(pid) for pid in children.read_text().split())
        if len(workers) == WORKERS and _answers(port):
            return workers
        time.sleep(0.1)
    raise BenchError("The web server did not start.")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _secret_key(folder: Path) -> str:
    file = folder / "bench_key"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
