"""Delivery under fire: many senders at once, and senders that are killed.

Short in the plain run; ``--long`` gives the full figures. Each has a control, a sender made in the
obvious way, which must fail: a fault test in which no fault happened is green too.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from core import delivery
from core.enums import MailState
from core.mail import queue_mail
from core.models import OutgoingMail

from .smtp_server import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def queue(count: int, *, to: str = "p") -> list[OutgoingMail]:
    context = {"name": "Anna Ek", "new_address": "a@alvhamra.example"}
    return [
        queue_mail(to=f"{to}{n}@alvhamra.example", template="address_changed", context=context)
        for n in range(count)
    ]


# --- many senders at once -----------------------------------------------------------------------


def send_in_threads(count: int) -> None:
    """Let so many senders loose at the same moment."""
    barrier = threading.Barrier(count)

    def send() -> None:
        barrier.wait()
        delivery.deliver_due_mail()
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgresql
def test_senders_at_once_send_each_mail_once(smtp: SmtpServer, long: bool) -> None:
    mails = queue(150 if long else 25)
    send_in_threads(8 if long else 4)
    assert Counter(smtp.recipients()) == Counter(mail.to for mail in mails)
    assert not OutgoingMail.objects.exclude(state=MailState.SENT).exists()
    assert not OutgoingMail.objects.filter(possibly_sent_twice=True).exists()


@pytest.mark.postgresql
def test_control_without_the_claim_mails_are_doubled(
    smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_then_take(self: object, pk: int, **kwargs: object) -> bool:
        free = OutgoingMail.objects.filter(pk=pk).exclude(state=MailState.SENT).exists()
        time.sleep(0.005)
        return free

    monkeypatch.setattr(type(OutgoingMail.objects.all()), "claim", look_then_take)
    queue(25)
    send_in_threads(4)
    assert max(Counter(smtp.recipients()).values()) > 1


# --- senders that are killed --------------------------------------------------------------------

# The control marks a mail as sent before it sends it.
SENDER = """
import os, sys, django
django.setup()
from django.conf import settings
from core import delivery
settings.MAIL_IS_SENT = True
if sys.argv[1] == "stamp_first":
    send = delivery._transmit
    def _transmit(mail, connection):
        delivery._stamp_sent(mail)
        send(mail, connection)
    delivery._transmit = _transmit
print("ready", flush=True)
delivery.deliver_due_mail()
"""


def start_sender(server: SmtpServer, *, how: str = "as_is") -> subprocess.Popen[str]:
    """Another process that delivers what is due in this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
        person = ":".join(quote(part) for part in (database["USER"], database["PASSWORD"]) if part)
        url = f"postgres://{person}@{host}/{database['NAME']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, how],
        env=environment,
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end_leases() -> None:
    """As if the lease of every dead sender had run out."""
    OutgoingMail.objects.filter(state=MailState.SENDING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def kill_in_flight(server: SmtpServer, how: str) -> None:
    """Kill a sender after the server has the mail and before it has said so."""
    sender = start_sender(server, how=how)
    assert server.stalled.wait(60)
    sender.kill()
    sender.wait()
    server.go_on.set()


def test_a_mail_in_flight_at_the_kill_is_sent_again_as_the_same(smtp: SmtpServer) -> None:
    [mail] = queue(1, to="stall")
    kill_in_flight(smtp, "as_is")
    mail.refresh_from_db()
    assert mail.state == MailState.SENDING
    end_leases()
    delivery.deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.possibly_sent_twice) == (MailState.SENT, True)
    assert [message["Message-ID"] for message in smtp.taken] == [mail.message_id] * 2


def lost(server: SmtpServer, mails: list[OutgoingMail]) -> set[str]:
    return {mail.to for mail in mails} - set(server.recipients())


def deliver_under_kills(server: SmtpServer, *, kills: int, how: str) -> int:
    """Kill senders at random moments, then let one finish; how many were killed at work."""
    at_work, chance = 0, random.Random(4)
    for _ in range(kills):
        sender = start_sender(server, how=how)
        time.sleep(chance.uniform(0.005, 0.12))
        at_work += sender.poll() is None
        sender.kill()
        sender.wait()
        end_leases()
    for _ in range(10):
        start_sender(server, how=how).wait()
        end_leases()
        if not OutgoingMail.objects.exclude(state=MailState.SENT).exists():
            break
    return at_work


def test_no_mail_is_lost_when_senders_are_killed(smtp: SmtpServer, long: bool) -> None:
    mails = queue(1500 if long else 60)
    killed = deliver_under_kills(smtp, kills=40 if long else 3, how="as_is")
    assert killed > 0, "nobody was killed at work: this run shows nothing"
    assert lost(smtp, mails) == set()
    doubled = {to for to, times in Counter(smtp.recipients()).items() if times > 1}
    marked = OutgoingMail.objects.filter(possibly_sent_twice=True).values_list("to", flat=True)
    assert doubled <= set(marked)
    assert len(marked) <= killed
    print(json.dumps({"mails": len(mails), "killed": killed, "doubled": len(doubled), "lost": 0}))


def test_control_marking_first_loses_the_mail_in_flight(
    smtp: SmtpServer, settings: Settings
) -> None:
    """The mail is not taken by the server when the sender dies: marked first, nobody sends it."""
    [mail] = queue(1, to="slow")
    sender = start_sender(smtp, how="stamp_first")
    assert smtp.stalled.wait(60)
    sender.kill()
    sender.wait()
    smtp.go_on.set()
    end_leases()
    delivery.deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, smtp.taken) == (MailState.SENT, [])
