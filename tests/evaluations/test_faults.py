"""Reminders under faults: Redis away, several beats and workers, a poisoned notice, kills everywhere.

Short in the plain run; with --long real Redis, real workers and a real mail server, each a process.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import Settings
from redis import Redis
from time_machine import TimeMachineFixture

from accounts.models import User
from config import celery_app
from core import delivery, nudge
from core.enums import MailState
from core.mail import queue_mail
from core.models import OutgoingMail
from evaluations import emails
from evaluations.due import Due
from evaluations.enums import NoticeKind
from evaluations.models import Notice, ReminderRound, ReminderSettings, Review
from evaluations.services import reminders
from evaluations.tasks import queue_reminders
from plans.models import Agreement, Membership
from tests.core.conftest import smtp as smtp
from tests.core.smtp_server import SmtpServer
from tests.waiting import wait_until

from .machinery import Machinery, free_port

pytestmark = pytest.mark.django_db(transaction=True)


def due_today(agreements: int, people: int) -> list[User]:
    """So many agreements with a review today, each told once to so many people; the first is poisoned."""
    users = User.objects.bulk_create(
        User(email=f"p{number}@alvhamra.example", full_name=f"Person {number}")
        for number in range(agreements * people)
    )
    users[0].email = "poisoned@alvhamra.example"
    users[0].save()
    for number in range(agreements):
        agreement = Agreement.objects.create(
            title=f"Överenskommelse {number}",
            slug=f"nummer-{number}",
            review_anchor=localdate(),
        )
        Review.objects.create(agreement=agreement, number=1, meets_at=timezone.now())
        ReminderSettings.objects.create(agreement=agreement, offsets={NoticeKind.PACK: []})
        Membership.objects.bulk_create(
            Membership(agreement=agreement, user=user, role="steering")
            for user in users[number * people : (number + 1) * people]
        )
    return users


# --- several at once ----------------------------------------------------------------------------


def in_threads(count: int) -> None:
    barrier = threading.Barrier(count)

    def work() -> None:
        barrier.wait()
        reminders.queue_what_is_due(now=timezone.now())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    write = emails.reminder

    def reminder(due: Due) -> OutgoingMail:
        mail = write(due)
        if due.person.email.startswith("poisoned@"):
            OutgoingMail.objects.create(message_id=mail.message_id)
        return mail

    monkeypatch.setattr(emails, "reminder", reminder)
    monkeypatch.setattr(reminders, "FIRST_HOUR", 0)


@pytest.mark.postgresql
def test_workers_at_once_queue_each_notice_once_but_the_poisoned(poisoned: None) -> None:
    users = due_today(agreements=6, people=10)
    in_threads(4)
    told = Counter(Notice.objects.filter(kind="review").values_list("user_id", flat=True))
    assert set(told) == {user.pk for user in users[1:]}
    assert OutgoingMail.objects.count() == Notice.objects.count()
    [trouble] = ReminderRound.objects.exclude(trouble="")
    assert "IntegrityError" in trouble.trouble


@pytest.mark.postgresql
def test_control_without_the_keys_notices_are_doubled(
    poisoned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without claim and keys each of them tells everybody."""
    moments = iter(range(10**6))
    monkeypatch.setattr(Due, "key", property(lambda due: f"{next(moments)}-{random.random()}"))
    monkeypatch.setattr(reminders, "_waits", lambda now: ~Q(pk=None))
    due_today(agreements=2, people=5)
    in_threads(4)
    assert max(Counter(Notice.objects.values_list("user_id", flat=True)).values()) > 1


# --- Redis away ---------------------------------------------------------------------------------


@pytest.fixture
def no_redis() -> Iterator[None]:
    """The broker's address leads nowhere."""
    before = celery_app.conf.broker_url, celery_app.conf.broker_transport_options
    celery_app.conf.update(
        broker_url=f"redis://127.0.0.1:{free_port()}/0",
        broker_transport_options={"socket_connect_timeout": 1, "max_retries": 0},
    )
    nudge._Broker.quiet_until = 0.0
    yield
    celery_app.conf.update(broker_url=before[0], broker_transport_options=before[1])
    nudge._Broker.quiet_until = 0.0


def hold_review(agreement: Agreement, number: int) -> None:
    Review.objects.filter(agreement=agreement, number=number).update(
        state="closed",
        closed_at=timezone.now(),
        period_start=date(2027, 1, 1),
        period_end=date(2027, 2, 1),
        minutes_number=1,
    )


def test_with_redis_away_for_a_day_the_web_works_and_nothing_is_forgotten(
    no_redis: None, smtp: SmtpServer, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    morning = timezone.localtime().replace(hour=5, minute=0)
    time_machine.move_to(morning)
    users = due_today(agreements=3, people=4)
    client = Client(raise_request_exception=True)
    client.force_login(users[1])
    slow = 0.0
    for hour in range(24):
        time_machine.move_to(morning + timedelta(hours=hour))
        begun = time.perf_counter()
        context = {"name": "Person", "new_address": "a@alvhamra.example"}
        queue_mail(to=f"webb{hour}@alvhamra.example", template="address_changed", context=context)
        assert client.get(reverse("evaluations:notices")).status_code == 200
        wish = {"reminders": "at_once"}
        assert client.post(reverse("evaluations:notice_wish"), wish).status_code == 302
        slow = max(slow, time.perf_counter() - begun)
    held, *open_ones = Agreement.objects.order_by("pk")
    hold_review(held, 1)
    assert smtp.taken == []
    # Redis is back: beat rings at once, and each task asks what is due.
    time_machine.move_to(morning + timedelta(hours=24, minutes=61))
    queue_reminders()
    delivery.deliver_due_mail()
    told = set(
        Notice.objects.filter(unique_key__contains=":1:").values_list("agreement_id", flat=True)
    )
    assert told == {agreement.pk for agreement in open_ones}
    got = Counter(smtp.recipients())
    assert {f"webb{hour}@alvhamra.example" for hour in range(24)} <= set(got)
    assert set(got.values()) == {1}
    assert not OutgoingMail.objects.exclude(state=MailState.SENT).exists()
    assert slow < 5


# --- with real programs -------------------------------------------------------------------------


@pytest.fixture
def machinery(tmp_path: Path) -> Iterator[Machinery]:
    made = Machinery(tmp_path, smtp_port=free_port())
    yield made
    made.end()


def taken(machinery: Machinery) -> list[tuple[str, str]]:
    """Recipient and Message-ID of each mail that the server has taken, in order."""
    if not machinery.taken_file.exists():
        return []
    lines = machinery.taken_file.read_text().splitlines()
    return [(to, identity) for to, _space, identity in (line.partition(" ") for line in lines)]


def all_sent() -> bool:
    return not OutgoingMail.objects.exclude(state=MailState.SENT).exists()


@pytest.mark.postgresql
@pytest.mark.long
def test_two_beats_and_four_workers_tell_ten_thousand_once(machinery: Machinery) -> None:
    users = due_today(agreements=50, people=200)
    machinery.redis()
    machinery.smtp()
    for name in ("beat-1", "beat-2"):
        machinery.beat(name)
    for number in range(4):
        machinery.worker(f"worker-{number}")
    wanted = len(users) - 1
    seconds = wait_until(
        lambda: Notice.objects.filter(kind="review").count() >= wanted and all_sent(), seconds=900
    )
    time.sleep(5)  # what would be doubled has time to be
    got = Counter(to for to, _identity in taken(machinery))
    assert set(got) == {user.email for user in users[1:]}
    assert set(got.values()) == {1}
    assert ReminderRound.objects.exclude(trouble="").count() == 1
    print(json.dumps({"notices": wanted, "seconds": round(seconds)}))


@pytest.mark.postgresql
@pytest.mark.long
def test_redis_comes_back_and_all_is_told_within_two_minutes(machinery: Machinery) -> None:
    machinery.redis()
    machinery.smtp()
    machinery.beat("beat-1")
    machinery.worker("worker-1")
    time.sleep(5)
    machinery.kill("redis")
    users = due_today(agreements=10, people=20)
    time.sleep(40)  # long enough for the pauses between their attempts to have grown
    held, *_open = Agreement.objects.order_by("pk")
    hold_review(held, 1)
    hers = set(held.memberships.values_list("user__email", flat=True))
    assert not Notice.objects.exists()
    machinery.redis()
    wanted = {user.email for user in users} - hers
    seconds = wait_until(lambda: {to for to, _identity in taken(machinery)} >= wanted, seconds=120)
    assert not hers & {to for to, _identity in taken(machinery)}
    print(json.dumps({"seconds after the return": round(seconds)}))


MAILS_A_ROUND, KILLS, WORKERS = 75, 6, 2  # workers of concurrency 1


def queued(count: int) -> list[OutgoingMail]:
    context = {"name": "Person", "new_address": "a@alvhamra.example"}
    return [
        queue_mail(to=f"p{n}@alvhamra.example", template="address_changed", context=context)
        for n in range(count)
    ]


@pytest.mark.postgresql
@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_no_mail_is_lost_whatever_is_killed(
    machinery: Machinery, settings: Settings, seed: int
) -> None:
    """1,500 mails in twenty rounds, each with kills of worker, beat, Redis and mail server."""
    settings.MAIL_IS_SENT = True
    chance = random.Random(seed)
    mails = queued(MAILS_A_ROUND)
    machinery.smtp_seconds = 0.04  # or all would be sent before the second kill
    machinery.redis()
    machinery.smtp()
    start: dict[str, Callable[[], None]] = {
        "redis": machinery.redis,
        "smtp": machinery.smtp,
        "beat": lambda: machinery.beat("beat"),
        "worker-1": lambda: machinery.worker("worker-1"),
        "worker-2": lambda: machinery.worker("worker-2"),
    }
    for name in ("beat", "worker-1", "worker-2"):
        start[name]()
    wait_until(lambda: bool(taken(machinery)), seconds=60)
    left: list[int] = []
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.4))
        name = chance.choice(list(start))
        machinery.kill(name)
        left.append(OutgoingMail.objects.exclude(state=MailState.SENT).count())
        time.sleep(chance.uniform(0, 0.5))
        start[name]()
    meant = [count for count in left if count]
    assert len(meant) > KILLS // 2, "most was sent before anything was killed"
    wait_until(all_sent, seconds=180)
    got = taken(machinery)
    assert {to for to, _identity in got} == {mail.to for mail in mails}
    assert {identity for _to, identity in got} == {mail.message_id for mail in mails}
    doubled = {to for to, times in Counter(to for to, _identity in got).items() if times > 1}
    marked = OutgoingMail.objects.filter(possibly_sent_twice=True).values_list("to", flat=True)
    assert doubled <= set(marked)
    assert len(set(got)) == len(mails), "a copy has the Message-ID of the first"
    extra = len(got) - len(set(got))
    assert extra <= WORKERS * len(meant)
    print(json.dumps({"left at kills": left, "extra copies": extra, "marked": len(marked)}))


@pytest.mark.postgresql
@pytest.mark.long
def test_control_a_task_for_each_mail_loses_what_redis_held(
    machinery: Machinery, settings: Settings
) -> None:
    settings.MAIL_IS_SENT = False  # no nudge: the broker alone holds them
    mails = queued(30)
    OutgoingMail.objects.update(state=MailState.QUEUED)
    machinery.redis()
    machinery.smtp()
    options = {"global_keyprefix": "samrad:"}
    with celery_app.connection_for_write(machinery.redis_url, transport_options=options) as broker:
        for mail in mails:
            celery_app.send_task("tests.send_one", [mail.pk], connection=broker)
    assert Redis.from_url(machinery.redis_url).llen("samrad:celery") == len(mails)
    machinery.kill("redis")
    machinery.redis()
    machinery.worker("worker-1")
    time.sleep(15)
    assert {mail.to for mail in mails} - {to for to, _identity in taken(machinery)}
