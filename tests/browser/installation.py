"""A real installation for the browser: the processes that script/run starts, with the demo in it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
OTHERS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "HOST", "DEBUG", "TRUSTED_PROXIES")
MAKING = "making-"
WORKER = ("--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat")


@dataclass(frozen=True)
class Installation:
    """Where it answers, and what an environment needs to reach it."""

    url: str
    environment: dict[str, str]

    def manage(self, *command: str) -> str:
        """What a management command prints."""
        return _run([sys.executable, "manage.py", *command], self.environment)


def static_files(cache: Path, environment: dict[str, str]) -> Path:
    """The collected and compressed static files; made once, since compressing takes its time.

    They get their name when they are whole: two processes may make them at once, and either be killed.
    """
    digest = hashlib.sha256((BASE / "requirements.txt").read_bytes())
    for path in sorted([*BASE.glob("static/**/*"), *BASE.glob("*/static/**/*")]):
        if path.is_file():
            digest.update(path.relative_to(BASE).as_posix().encode() + path.read_bytes())
    made = cache / digest.hexdigest()
    if not made.exists():
        for old in cache.iterdir():
            if old != made and not old.name.startswith(MAKING):
                shutil.rmtree(old, ignore_errors=True)
        work = Path(environment["VAR_DIR"])
        _run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], environment)
        with tempfile.TemporaryDirectory(prefix=MAKING, dir=cache) as making:
            whole = shutil.copytree(work / "static", Path(making) / "static")
            with suppress(OSError):  # the other has made it meanwhile
                whole.rename(made)
    return made


@contextmanager
def running(folder: Path, static_cache: Path) -> Iterator[Installation]:
    """Start it on the embedded default (SQLite, queue in files) in ``folder``; end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if name not in OTHERS}
    environment |= {
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    installation = Installation(f"http://127.0.0.1:{port}", environment)
    installation.manage("migrate", "-v0")
    installation.manage("demo")
    made = static_files(static_cache, environment)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(made)
    celery = [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", *WORKER]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    # Should this process be killed, as Ctrl-C does to those that share the tests, the kernel ends them (pdeathsig).
    processes = [
        subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], cwd=BASE, env=environment)
        for command in (celery, gunicorn)
    ]
    try:
        _wait(installation.url)
        yield installation
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)


def _run(command: list[str], environment: dict[str, str]) -> str:
    ran = subprocess.run(
        command, cwd=BASE, env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"{command}: {ran.stderr}")
    return ran.stdout


def _wait(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{url}/kakor/", timeout=10).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
