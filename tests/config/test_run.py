"""script/run from outside: what it serves, what it says, and that nothing of it is left when it ends.

One installation in a folder of its own is started twice; the tests stand in the order of its life.
"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings

from tests.waiting import wait_until

pytestmark = pytest.mark.embedded

SCRIPT = settings.BASE_DIR / "script" / "run"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Installation:
    """An installation in its own folder, at its own port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "output.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, **environment: str) -> tuple[list[str], dict[str, str]]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own = {"VAR_DIR": str(self.folder / "var"), "PORT": str(self.port)}
        return [str(SCRIPT)], {**kept, **own, **environment}

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        command, environment = self.command(**environment)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: "Ctrl-C" in self.said() or self.has_ended(), seconds=240)
        assert not self.has_ended(), self.said()
        return self.process

    def start_another(self, **environment: str) -> subprocess.CompletedProcess[str]:
        command, environment = self.command(**environment)
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str, **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def processes(self) -> dict[int, str]:
        """Return every living process that was started for this folder, with its command line."""
        mark = f"VAR_DIR={self.folder / 'var'}".encode()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    found[int(process.name)] = (process / "cmdline").read_bytes().decode()
            except OSError:  # it has just ended, or is somebody else's
                continue
        return found


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("installation"))
    installation.start()
    yield installation
    for pid in installation.processes():
        os.kill(pid, signal.SIGKILL)


def test_it_serves_and_says_where_and_whom_to_sign_in_as(installation: Installation) -> None:
    answer = installation.get("/")
    assert (answer.status, answer.headers["Location"]) == (302, "/konto/logga-in/?next=/")
    said = installation.said()
    assert f"Samråd: http://127.0.0.1:{installation.port}" in said
    assert "samordnare@alvhamra.example" in said
    assert "Traceback" not in said


def test_style_sheets_come_compressed_under_names_that_may_be_kept(
    installation: Installation,
) -> None:
    page = installation.get("/konto/logga-in/").read().decode()
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet is not None
    answer = installation.get(sheet[1], **{"Accept-Encoding": "br"})
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_secret_key_is_the_owners_alone(installation: Installation) -> None:
    assert (installation.folder / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_second_start_says_that_the_port_is_taken(installation: Installation) -> None:
    second = installation.start_another()
    assert second.returncode == 1
    assert f"Porten {installation.port} är upptagen" in second.stderr


def test_a_second_start_says_that_the_folder_is_in_use(installation: Installation) -> None:
    second = installation.start_another(PORT=str(free_port()))
    assert second.returncode == 1
    assert "Samråd körs redan ur mappen" in second.stderr


def test_sigterm_ends_it_with_all_its_processes(installation: Installation) -> None:
    assert installation.process is not None
    assert (
        len(installation.processes()) >= 6
    )  # the script, two of Celery's worker, beat, gunicorn and its workers
    installation.process.send_signal(signal.SIGTERM)
    assert installation.process.wait(60) == 0
    assert installation.processes() == {}


def test_started_again_it_touches_no_data(installation: Installation) -> None:
    database = sqlite3.connect(installation.folder / "var" / "samrad.sqlite3")
    with database:
        database.execute("UPDATE accounts_user SET full_name = 'Ändrad'")
    before = database.execute("SELECT count(*) FROM core_change").fetchone()
    # Elsewhere on this computer, with nothing at 127.0.0.1.
    installation.start(HOST="127.0.0.2", SITE_URL=f"http://127.0.0.1:{installation.port}")
    assert "svarar inte" not in installation.said()
    assert "Lägger in exempel" not in installation.said()
    names = database.execute("SELECT full_name FROM accounts_user").fetchall()
    assert set(names) == {("Ändrad",)}
    assert database.execute("SELECT count(*) FROM core_change").fetchone() == before


def test_when_one_process_dies_the_others_end_and_it_says_which(installation: Installation) -> None:
    assert installation.process is not None
    [clock] = [pid for pid, line in installation.processes().items() if "\0beat\0" in line]
    os.kill(clock, signal.SIGKILL)
    assert installation.process.wait(60) == 1
    assert "Celerys klocka slutade (kod 137)" in installation.said()
    assert installation.processes() == {}


def test_a_wrong_setting_is_told_before_anything_is_served(installation: Installation) -> None:
    refused = installation.start_another(SITE_URL="http://samrad.example")
    assert refused.returncode == 1
    assert "SITE_URL=http://samrad.example är okrypterad" in refused.stderr
    assert "Traceback" not in refused.stderr
