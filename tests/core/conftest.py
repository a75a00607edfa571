"""A mail server for the tests of mail."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import Settings
from time_machine import TimeMachineFixture

from .smtp_server import SmtpServer


def use_server(settings: Settings, port: int) -> None:
    """As EMAIL_URL=smtp://127.0.0.1:port would."""
    settings.MAIL_IS_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def smtp(settings: Settings) -> Iterator[SmtpServer]:
    """A mail server that the settings point at."""
    with SmtpServer() as server:
        use_server(settings, server.port)
        yield server


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """A clock that can be put forward: ``clock.shift(timedelta(days=1))``."""
    time_machine.move_to(datetime.now(UTC))
    return time_machine
