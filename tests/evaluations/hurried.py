"""Samråd's Celery in a hurry, for tests of faults: ``celery --app tests.evaluations.hurried``.

It rings each second, leases and pauses last seconds, no hour is too early, and notices to one
person (``poisoned@``) cannot be written. Nothing else differs from what runs in earnest.
"""

from __future__ import annotations

import os
from datetime import timedelta

import django
from django.core.mail import get_connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.celery import app  # noqa: E402
from config.schedule import SCHEDULE  # noqa: E402
from core import delivery  # noqa: E402
from core.models import OutgoingMail  # noqa: E402
from evaluations import emails  # noqa: E402
from evaluations.due import Due  # noqa: E402
from evaluations.services import reminders  # noqa: E402

SECOND = timedelta(seconds=1)
RUNG = ("deliver-mail", "queue-reminders")

app.conf.beat_schedule = {name: {**SCHEDULE[name], "schedule": SECOND} for name in RUNG}
app.conf.beat_max_loop_interval = 1
delivery.LEASE = 6 * SECOND  # type: ignore[misc]
delivery.PAUSES[:] = [SECOND] * len(delivery.PAUSES)
reminders.FIRST_HOUR = 0  # type: ignore[misc]

_reminder = emails.reminder


def _poisoned(due: Due) -> OutgoingMail:
    """As the real one, but for one person: an error of the database, halfway."""
    mail = _reminder(due)
    if due.person.email.startswith("poisoned@"):
        OutgoingMail.objects.create(message_id=mail.message_id)
    return mail


emails.reminder = _poisoned


@app.task(name="tests.send_one", ignore_result=True)
def send_one(pk: int) -> None:
    """The control: a task for each mail, and no queue but the broker's."""
    delivery._send_one(pk, get_connection(), delivery.Tally())
