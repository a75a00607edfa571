"""Delivery over real SMTP on loopback."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from time_machine import TimeMachineFixture

from core import delivery
from core.delivery import MAX_ATTEMPTS, PAUSES, deliver_due_mail, try_again
from core.enums import MailState
from core.mail import MailAttachment, queue_mail
from core.models import OutgoingMail

from .conftest import use_server
from .smtp_server import SmtpServer

pytestmark = pytest.mark.django_db


def queue(to: str = "anna@alvhamra.example", **kwargs: object) -> OutgoingMail:
    return queue_mail(
        to=to,
        template="welcome",
        context={"name": "Anna Ek", "days": 3},
        secrets={"link": "https://samrad.example/hemligt?a=1&b=2"},
        secrets_until=timezone.now() + timedelta(days=3),
        **kwargs,  # type: ignore[arg-type]
    )


def test_sends_the_whole_mail_and_forgets_its_link(smtp: SmtpServer) -> None:
    mail = queue(attachments=[MailAttachment("träff.ics", "å".encode(), "text/calendar")])
    deliver_due_mail()
    mail.refresh_from_db()
    [message] = smtp.taken
    assert message["Message-ID"] == mail.message_id
    assert message["Subject"] == mail.subject
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert "https://samrad.example/hemligt?a=1&b=2" in text.get_content()
    assert html is not None
    assert 'href="https://samrad.example/hemligt?a=1&amp;b=2"' in html.get_content()
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == "träff.ics"
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    assert mail.sent_at is not None
    assert mail.secrets == {}
    assert not mail.possibly_sent_twice


def test_sends_each_once_however_often_it_runs(smtp: SmtpServer) -> None:
    for number in range(5):
        queue(f"p{number}@alvhamra.example")
    deliver_due_mail()
    deliver_due_mail()
    assert sorted(smtp.recipients()) == [f"p{number}@alvhamra.example" for number in range(5)]


def test_an_unknown_address_is_given_up_and_can_be_tried_again(smtp: SmtpServer) -> None:
    mail = queue("unknown@alvhamra.example")
    deliver_due_mail()
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert "550 no such person" in mail.last_error
    assert "Försök skicka igen" in mail.last_error
    OutgoingMail.objects.update(to="anna@alvhamra.example")
    assert try_again(mail.pk)
    assert not try_again(mail.pk)
    deliver_due_mail()
    assert smtp.recipients() == ["anna@alvhamra.example"]
    text = smtp.taken[0].get_body(("plain",))
    assert text is not None
    assert "hemligt" in text.get_content(), "the link was forgotten before it was sent"


def test_pauses_grow_and_end(smtp: SmtpServer, clock: TimeMachineFixture) -> None:
    mail = queue("full@alvhamra.example")
    for attempt, pause in enumerate(PAUSES, start=1):
        deliver_due_mail()
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.QUEUED, attempt)
        assert mail.next_attempt_at - timezone.now() > pause - timedelta(minutes=1)
        deliver_due_mail()
        mail.refresh_from_db()
        assert mail.attempts == attempt, "tried again before its time"
        clock.shift(pause + timedelta(seconds=1))
    deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, MAX_ATTEMPTS)
    assert "452 mailbox full" in mail.last_error
    assert list(PAUSES) == sorted(PAUSES)


def test_a_server_set_up_wrongly_does_not_end_a_mail(smtp: SmtpServer) -> None:
    mail = queue("relay@alvhamra.example")
    deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert "554 relay access denied" in mail.last_error


def test_what_is_broken_does_not_hold_up_the_rest(smtp: SmtpServer) -> None:
    poisoned = [queue(f"poison{number}@alvhamra.example") for number in range(3)]
    OutgoingMail.objects.filter(pk=poisoned[0].pk).update(attachments=[{"name": "x"}])
    OutgoingMail.objects.filter(pk=poisoned[1].pk).update(subject="a\nBcc: b@b.example")
    OutgoingMail.objects.filter(pk=poisoned[2].pk).update(attachments="?")
    queue("unknown@alvhamra.example")
    queue("anna@alvhamra.example")
    deliver_due_mail()
    assert smtp.recipients() == ["anna@alvhamra.example"]
    for mail in poisoned:
        mail.refresh_from_db()
        assert (mail.state, bool(mail.last_error)) == (MailState.QUEUED, True)


def test_a_line_that_breaks_after_the_mail_marks_it_as_perhaps_sent_twice(
    smtp: SmtpServer, clock: TimeMachineFixture
) -> None:
    mail = queue("hangup@alvhamra.example")
    queue("anna@alvhamra.example")
    deliver_due_mail()
    assert smtp.recipients() == ["hangup@alvhamra.example", "anna@alvhamra.example"]
    clock.shift(timedelta(minutes=2))
    deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.possibly_sent_twice) == (MailState.SENT, True)
    assert [message["Message-ID"] for message in smtp.taken].count(mail.message_id) == 2


def test_a_server_that_is_away_costs_no_attempt_however_long(
    settings: Settings, clock: TimeMachineFixture
) -> None:
    with SmtpServer() as server:
        port = server.port
    use_server(settings, port)
    mails = [queue(f"p{number}@alvhamra.example") for number in range(3)]
    for _ in range(20):
        clock.shift(timedelta(hours=12))
        assert not deliver_due_mail().reachable
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)
        assert "Mejlservern svarar inte" in mail.last_error
    with SmtpServer(port) as server:
        deliver_due_mail()
        assert len(server.taken) == 3


def test_a_mail_can_be_claimed_by_one_only() -> None:
    mail = queue()
    OutgoingMail.objects.update(state=MailState.QUEUED)
    now = timezone.now()
    claims = [
        OutgoingMail.objects.claim(mail.pk, now=now, lease_until=now + delivery.LEASE)
        for _ in range(2)
    ]
    assert claims == [True, False]


def test_a_dead_senders_mail_is_taken_over_when_its_lease_runs_out(
    smtp: SmtpServer, clock: TimeMachineFixture
) -> None:
    mail = queue()
    now = timezone.now()
    assert OutgoingMail.objects.claim(mail.pk, now=now, lease_until=now + delivery.LEASE)
    deliver_due_mail()
    assert smtp.taken == [], "sent what somebody else is sending"
    clock.shift(delivery.LEASE + timedelta(seconds=1))
    deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.possibly_sent_twice) == (MailState.SENT, 2, True)
    assert smtp.taken[0]["Message-ID"] == mail.message_id


def test_a_mail_that_kills_its_sender_every_time_is_given_up(
    smtp: SmtpServer, clock: TimeMachineFixture
) -> None:
    mail = queue()
    for _ in range(MAX_ATTEMPTS):
        now = timezone.now()
        assert OutgoingMail.objects.claim(mail.pk, now=now, lease_until=now + delivery.LEASE)
        clock.shift(delivery.LEASE + timedelta(seconds=1))
    deliver_due_mail()
    mail.refresh_from_db()
    assert (mail.state, smtp.taken) == (MailState.FAILED, [])


def test_a_stalled_sender_does_not_undo_what_another_has_done(clock: TimeMachineFixture) -> None:
    mail = queue()
    OutgoingMail.objects.update(state=MailState.QUEUED)
    now = timezone.now()
    stale = now + delivery.LEASE
    OutgoingMail.objects.claim(mail.pk, now=now, lease_until=stale)
    mail.refresh_from_db()
    clock.shift(delivery.LEASE + timedelta(seconds=1))
    now = timezone.now()
    OutgoingMail.objects.claim(mail.pk, now=now, lease_until=now + delivery.LEASE)
    delivery._stamp_failed(mail, TimeoutError("slow"), stale)
    assert OutgoingMail.objects.get().state == MailState.SENDING


def test_a_round_ends_in_time(smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "ROUND_SECONDS", -1)
    queue()
    deliver_due_mail()
    assert smtp.taken == []
