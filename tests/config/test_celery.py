"""A real worker in a process of its own, on the broker that this run is for: files, or Redis."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django import Settings

from config import celery_app
from config.schedule import SCHEDULE
from core import nudge
from core.enums import MailState
from core.mail import queue_mail
from core.models import OutgoingMail
from tests.conftest import use_queue_in
from tests.core.smtp_server import SmtpServer
from tests.waiting import wait_until

pytestmark = pytest.mark.servers


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def database_url() -> str:
    """Return the address of this test's own database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = f"{database['HOST']}:{database['PORT'] or 5432}"
    person = ":".join(quote(part) for part in (database["USER"], database["PASSWORD"]) if part)
    return f"postgres://{person}@{host}/{database['NAME']}"


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(
    tmp_path: Path, smtp: SmtpServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Start one of Celery's programs on this test's database, queue and mail server; end it afterwards."""
    monkeypatch.setattr(nudge._Broker, "quiet_until", 0.0)  # by a test before
    use_queue_in(tmp_path / "queue")
    running: list[subprocess.Popen[str]] = []

    def start_program(*command: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "SECRET_KEY": configured.SECRET_KEY,
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        }
        program = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "config", "--quiet", *command],
            cwd=configured.BASE_DIR,
            env=environment,
            text=True,
        )
        running.append(program)
        return program

    yield start_program
    for program in running:
        program.terminate()
    for program in running:
        program.wait(60)


WORKER = ("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")


def is_sent(mail: OutgoingMail) -> bool:
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENT).exists()


def queued(to: str) -> OutgoingMail:
    context = {"name": "Anna Ek", "new_address": "a@alvhamra.example"}
    return queue_mail(to=to, template="address_changed", context=context)


def test_a_worker_hears_the_nudge_and_sends_the_mail(
    start: Start, smtp: SmtpServer, settings: Settings
) -> None:
    settings.MAIL_IS_SENT = True
    start(*WORKER)
    mail = queued("anna@alvhamra.example")
    wait_until(lambda: is_sent(mail))
    assert smtp.recipients() == ["anna@alvhamra.example"]


def test_a_message_waits_for_a_worker_that_starts_later(
    start: Start, smtp: SmtpServer, settings: Settings
) -> None:
    settings.MAIL_IS_SENT = True
    mail = queued("anna@alvhamra.example")
    worker = start(*WORKER)
    wait_until(lambda: is_sent(mail))
    worker.terminate()
    assert worker.wait(60) == 0


def test_every_ring_of_the_clock_names_a_task_that_exists() -> None:
    celery_app.loader.import_default_modules()
    rung = {ring["task"] for ring in SCHEDULE.values()}
    assert rung
    assert rung <= set(celery_app.tasks)
