"""Queueing a mail: what the row holds, and what it never holds."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from time_machine import TimeMachineFixture

from core import nudge
from core.delivery import deliver_due_mail
from core.enums import MailState
from core.mail import MailAttachment, build, conceal, queue_mail
from core.models import OutgoingMail

pytestmark = pytest.mark.django_db

LINK = "https://samrad.example/konto/nytt-losenord/1-hemligt?a=1&b=2"


def queue_link(**kwargs: object) -> OutgoingMail:
    return queue_mail(
        to="anna@alvhamra.example",
        template="welcome",
        context={"name": "Anna <Ek> & Co", "days": 3},
        secrets={"link": LINK},
        secrets_until=timezone.now() + timedelta(days=3),
        **kwargs,  # type: ignore[arg-type]
    )


@pytest.fixture(autouse=True)
def _with_a_server(settings: Settings) -> None:
    settings.MAIL_IS_SENT = True


def test_building_escapes_html_only_in_html() -> None:
    letter = build("welcome", {"name": "Anna <Ek> & Co", "days": 1, "link": LINK})
    assert letter.subject == "Du har fått ett konto i Samråd"
    assert "Hej Anna <Ek> & Co!" in letter.text
    assert LINK in letter.text
    assert "Hej Anna &lt;Ek&gt; &amp; Co!" in letter.html
    assert "gäller i 1 dag." in letter.text


def test_a_line_break_in_a_name_makes_no_header(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "emails"
    folder.mkdir()
    for ending in ("subject", "txt", "html"):
        (folder / f"x.{ending}").write_text("{{ name }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert build("x", {"name": "a\r\nBcc: b@b.example"}).subject == "a Bcc: b@b.example"


def test_the_row_comes_first_and_holds_no_secret_in_its_bodies() -> None:
    mail = queue_link(attachments=[MailAttachment("x.ics", b"\x00BEGIN", "text/calendar")])
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    assert "hemligt" not in mail.text + mail.html
    assert "(länken visas inte här)" in conceal(mail.text)
    assert mail.attachments[0]["name"] == "x.ics"
    assert mail.message_id.startswith("<")


def test_the_same_key_is_queued_once() -> None:
    first = queue_link(unique_key="review:1:14:7")
    assert queue_link(unique_key="review:1:14:7") == first
    assert OutgoingMail.objects.count() == 1


def test_the_mail_goes_down_with_the_transaction_it_tells_of() -> None:
    def tell_and_fail() -> None:
        queue_link()
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic():
        tell_and_fail()
    assert not OutgoingMail.objects.exists()


def test_without_a_server_the_mail_is_kept_and_never_sent(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAIL_IS_SENT = False
    mail = queue_link()
    deliver_due_mail()
    settings.MAIL_IS_SENT = True
    deliver_due_mail()
    mail.refresh_from_db()
    assert mail.state == MailState.KEPT
    assert mailoutbox == []


def test_what_waits_outlives_a_start_without_a_server(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    queue_link()
    settings.MAIL_IS_SENT = False
    deliver_due_mail()
    settings.MAIL_IS_SENT = True
    deliver_due_mail()
    assert len(mailoutbox) == 1


def test_the_command_line_shows_a_kept_link(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL_IS_SENT = False
    mail = queue_link()
    call_command("show_mail")
    listed = capsys.readouterr().out
    assert "anna@alvhamra.example" in listed
    assert "hemligt" not in listed
    call_command("show_mail", str(mail.pk))
    assert LINK in capsys.readouterr().out


def test_the_command_line_says_what_does_not_exist() -> None:
    with pytest.raises(CommandError, match="nummer 4711"):
        call_command("show_mail", "4711")


def test_links_that_no_longer_work_are_forgotten(
    settings: Settings, clock: TimeMachineFixture
) -> None:
    settings.MAIL_IS_SENT = False
    mail = queue_link()
    clock.shift(timedelta(days=2))
    deliver_due_mail()
    mail.refresh_from_db()
    assert mail.secrets == {"link": LINK}
    clock.shift(timedelta(days=2))
    deliver_due_mail()
    mail.refresh_from_db()
    assert mail.secrets == {}


class Broker:
    """Stands in for Celery."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked: list[str] = []

    def publish(self, task: str) -> None:
        self.asked.append(task)
        if self.error:
            raise self.error


@pytest.fixture
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    nudged()
    monkeypatch.setattr(nudge._Broker, "quiet_until", 0.0)
    yield
    nudged()


def nudged() -> None:
    """Wait until every nudge has been sent, or given up."""
    for thread in threading.enumerate():
        if thread.name == nudge.THREAD:
            thread.join()


@pytest.mark.usefixtures("_quiet")
def test_a_worker_is_nudged_once_after_the_commit(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    broker = Broker()
    monkeypatch.setattr(nudge, "_publish", broker.publish)
    with django_capture_on_commit_callbacks(execute=True):
        queue_link()
        queue_link()
        assert broker.asked == []
    nudged()
    assert broker.asked == ["core.tasks.deliver_mail"]


@pytest.mark.usefixtures("_quiet")
def test_a_dead_broker_is_asked_once_and_never_fails_the_request(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    broker = Broker(error=OSError("no route"))
    monkeypatch.setattr(nudge, "_publish", broker.publish)
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            queue_link()
        nudged()
    assert len(broker.asked) == 1
    assert OutgoingMail.objects.filter(state=MailState.QUEUED).count() == 3


@pytest.fixture
def _silent_broker() -> Iterator[None]:
    """A Redis that takes the connection and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        before = current_app.conf.broker_write_url, current_app.conf.broker_transport_options
        current_app.conf.broker_write_url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"  # type: ignore[misc]
        current_app.conf.broker_transport_options = {"max_retries": 0}
        yield
        current_app.conf.broker_write_url, current_app.conf.broker_transport_options = before  # type: ignore[misc]


@pytest.mark.usefixtures("_quiet", "_silent_broker")
def test_a_silent_broker_is_waited_for_by_no_request(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue_link()
    waiting = [thread for thread in threading.enumerate() if thread.name == nudge.THREAD]
    assert waiting  # still asking, while the request is long over
    nudged()
    with django_capture_on_commit_callbacks(execute=True):
        queue_link()
    assert not [thread for thread in threading.enumerate() if thread.name == nudge.THREAD]
