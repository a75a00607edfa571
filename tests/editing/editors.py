"""Editors as a server meets them: real HTTP, each with a session of their own, on the test database."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User

CSRF = "a" * 32


@dataclass
class Answer:
    """What a save was answered."""

    status: int
    body: dict[str, Any]


@dataclass
class Editor:
    """One window of one person."""

    name: str
    session: str
    port: int
    sent: list[str] = field(default_factory=list)

    def save(self, address: str, version: int, base: str, text: str) -> Answer:
        """Post ``text`` for the row at ``address``, read at ``version`` when it said ``base``."""
        self.sent.append(text)
        data = {"version": version, "base-name": base, "name": text}
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = (
            f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Cookie": cookies,
            "X-CSRFToken": CSRF,
        }
        door.request("POST", address, urlencode(data), headers)
        answer = door.getresponse()
        body = json.loads(answer.read() or b"{}")
        door.close()
        return Answer(answer.status, body)


def editor_for(user: User, port: int, window: str = "") -> Editor:
    """A window in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Editor(f"{user.email}{window}", session, port)


def second_window(editor: Editor) -> Editor:
    """Another window of the same person, in the same browser."""
    return Editor(f"{editor.name}/2", editor.session, editor.port)


@contextmanager
def serving(folder: Path, module: str = "config.settings") -> Iterator[int]:
    """gunicorn on the test database, with the settings ``module``; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if k not in ("REDIS_URL", "EMAIL_URL")}
    environment |= {
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "SECRET_KEY": settings.SECRET_KEY,  # sessions are made here and read there
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": module,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _database_url() -> str:
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{there['NAME']}"
    user = there["USER"] + (f":{there['PASSWORD']}" if there["PASSWORD"] else "")
    return f"postgres://{user}@{there['HOST']}:{there['PORT'] or 5432}/{there['NAME']}"


def _wait(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
