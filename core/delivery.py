"""Sending what is queued: claim a row, send, stamp.

No mail is lost, wherever a process is killed, however often this runs, in however many processes.
Exactly once cannot be had across SMTP: what was in flight at a kill is sent again, with the same
Message-ID, and marked as possibly sent twice.
"""

from __future__ import annotations

import logging
import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from .enums import MailState
from .mail import MailAttachment, reveal, reveal_html
from .models import OutgoingMail

logger = logging.getLogger(__name__)

# Longer than a mail can take (every step of SMTP is under EMAIL_TIMEOUT), so that only the dead lose it.
LEASE: Final = timedelta(minutes=10)
# After the n-th failure; about two days in all. Then somebody must look at it.
PAUSES: Final = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
MAX_ATTEMPTS: Final = len(PAUSES) + 1
BATCH: Final = 200
# RFC 5321: mailbox unavailable, not local, name not allowed.
NO_SUCH_MAILBOX: Final = frozenset({550, 551, 553})
# A round ends before Celery would end it, so that no claim is left hanging by a slow server.
ROUND_SECONDS: Final = 180


@dataclass(slots=True)
class Tally:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    reachable: bool = True


def deliver_due_mail() -> Tally:
    """Send what is due, up to a batch; what is left or fails waits for the next round.

    Without a mail server nothing is claimed: what is queued waits until there is one.
    """
    _forget_old_secrets()
    _give_up_on_deadly_mail()
    tally = Tally()
    if not settings.MAIL_IS_SENT:
        return tally
    due = OutgoingMail.objects.due(timezone.now()).order_by("next_attempt_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:BATCH])
    if not waiting:
        return tally
    connection = get_connection()
    end = time.monotonic() + ROUND_SECONDS
    try:
        for pk in waiting:
            if time.monotonic() > end or not _reach(connection, tally):
                break
            _send_one(pk, connection, tally)
    finally:
        # What was accepted is sent, whatever the goodbye comes to.
        with suppress(OSError):
            connection.close()
    return tally


def _reach(connection: BaseEmailBackend, tally: Tally) -> bool:
    """Open the connection, unless it is open; False if the server cannot be reached.

    That is no mail's fault, so it costs none of them an attempt: however long the server is away,
    each mail is still there when it comes back. The administrator sees why they wait.
    """
    try:
        connection.open()
    except OSError as error:  # SMTPException is one
        tally.reachable = False
        logger.warning("The mail server cannot be reached: %s", error)
        reason = _("Mejlservern svarar inte som den ska: %s. Kontrollera EMAIL_URL.") % error
        OutgoingMail.objects.due(timezone.now()).exclude(last_error=reason).update(
            last_error=reason
        )
        return False
    return True


def _send_one(pk: int, connection: BaseEmailBackend, tally: Tally) -> None:
    """Claim one mail, send it and stamp it. Nothing that is wrong with it stops the others."""
    now = timezone.now()
    lease_until = now + LEASE
    if not OutgoingMail.objects.claim(pk, now=now, lease_until=lease_until):
        return
    mail = OutgoingMail.objects.get(pk=pk)
    try:
        _transmit(mail, connection)
    except Exception as error:
        # Anything at all: a broken attachment must not hold up the mails after it.
        # The row says more; a log file is no place for people's addresses.
        logger.warning("Mail %s could not be sent: %s", pk, type(error).__name__)
        with suppress(OSError):
            connection.close()
        _stamp_failed(mail, error, lease_until)
        tally.failed += 1
    else:
        _stamp_sent(mail)
        tally.sent += 1


def _transmit(mail: OutgoingMail, connection: BaseEmailBackend) -> None:
    """Hand the mail to the server.

    Raises:
        ValueError: there was nobody to send it to.
    """
    if connection.send_messages([as_message(mail, connection)]) != 1:
        raise ValueError(_("Mejlet har ingen mottagare"))


def as_message(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The row as a message, one-time links filled in."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=reveal(mail.text, mail.secrets),
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(reveal_html(mail.html, mail.secrets), "text/html")
    for stored in mail.attachments:
        attachment = MailAttachment.from_json(stored)
        message.attach(attachment.name, attachment.content, attachment.content_type)
    return message


def _stamp_sent(mail: OutgoingMail) -> None:
    """Mark as sent, whoever holds the claim by now: sent it is."""
    OutgoingMail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT).update(
        state=MailState.SENT,
        sent_at=timezone.now(),
        lease_until=None,
        last_error="",
        secrets={},
        secrets_until=None,
    )


def _stamp_failed(mail: OutgoingMail, error: Exception, lease_until: datetime) -> None:
    """Back to the queue with a longer pause, or give up where trying again is no use."""
    # Only while the claim is ours: after a long stall somebody else may be sending it.
    ours = OutgoingMail.objects.filter(pk=mail.pk, lease_until=lease_until)
    unsure = mail.possibly_sent_twice or _may_have_been_taken(error)
    if _is_final(error) or mail.attempts >= MAX_ATTEMPTS:
        ours.update(
            state=MailState.FAILED,
            lease_until=None,
            possibly_sent_twice=unsure,
            last_error=_(
                "%s. Samråd försöker inte igen av sig självt. Kontrollera adressen och välj"
                " sedan ”Försök skicka igen”."
            )
            % _describe(error),
        )
    else:
        ours.update(
            state=MailState.QUEUED,
            lease_until=None,
            next_attempt_at=timezone.now() + PAUSES[mail.attempts - 1],
            possibly_sent_twice=unsure,
            last_error=_describe(error),
        )


def _is_final(error: Exception) -> bool:
    """Whether the server knows that nobody can get this mail.

    Other refusals, though "permanent" by their number, are often a mistake in how the server is set
    up (who may send, from which address), which somebody mends: those mails wait their pauses.
    """
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code in NO_SUCH_MAILBOX for code, _reason in error.recipients.values()
    )


def _may_have_been_taken(error: Exception) -> bool:
    """Whether the line broke so that nobody knows if the server took the mail before."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return True
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)


def _describe(error: Exception) -> str:
    """The error in one line, without the body of the mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = "; ".join(
            f"{address}: {code} {_readable(reason)}"
            for address, (code, reason) in error.recipients.items()
        )
        return _("Mottagaren avvisades (%s)") % answers
    if isinstance(error, smtplib.SMTPResponseException):
        reason = _readable(error.smtp_error)
        return _("Mejlservern svarade %(code)s %(reason)s") % {
            "code": error.smtp_code,
            "reason": reason,
        }
    return f"{type(error).__name__}: {error}"[:500]


def _readable(reason: bytes | str) -> str:
    """What a server said, as text."""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason


def _give_up_on_deadly_mail() -> None:
    """Give up what was claimed to the last attempt and never stamped: it kills its sender each time."""
    OutgoingMail.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS).update(
        state=MailState.FAILED,
        lease_until=None,
        possibly_sent_twice=True,
        last_error=_(
            "Sändningen avbröts varje gång. Titta i serverns logg och välj sedan ”Försök skicka igen”."
        ),
    )


def _forget_old_secrets() -> None:
    """Erase one-time links that no longer work from the mails that were never sent."""
    OutgoingMail.objects.filter(secrets_until__lte=timezone.now()).exclude(
        state=MailState.SENDING
    ).update(secrets={}, secrets_until=None)


def try_again(pk: int) -> bool:
    """Put a mail that was given up back in the queue; False if it is not one.

    Whoever asks has seen why it failed. It gets all its attempts anew.
    """
    revived = OutgoingMail.objects.filter(pk=pk, state=MailState.FAILED).update(
        state=MailState.QUEUED, attempts=0, next_attempt_at=timezone.now(), last_error=""
    )
    return revived == 1
