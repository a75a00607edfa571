"""Waking a Celery worker after a commit. The database is the queue: a lost nudge costs a minute, never work."""

from __future__ import annotations

import logging
import time
from threading import Thread

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)

QUIET_SECONDS = 30
THREAD = "nudge"


class _Broker:
    """Since when this process leaves the broker in peace, by the process's own clock."""

    quiet_until: float = 0.0


def nudge_after_commit(task: str) -> None:
    """Ask for ``task`` (its dotted name; it takes no arguments) once the transaction is committed.

    Never waits for the broker nor raises because of it, and asks once however often it is called in a
    transaction.
    """
    for _savepoints, function, *_rest in transaction.get_connection().run_on_commit:
        if getattr(function, "nudges", None) == task:
            return

    def ask() -> None:
        if time.monotonic() >= _Broker.quiet_until:
            # Not a daemon: a command that ends at once still sends its nudge.
            Thread(target=_ask, args=[task], name=THREAD).start()

    ask.nudges = task  # type: ignore[attr-defined]
    transaction.on_commit(ask, robust=True)


def _ask(task: str) -> None:
    """Send the message, or log that it could not be sent and leave the work to the minute's round.

    A dead broker answers after a timeout of a second or so, which no request waits for. It is tried
    once in half a minute and process: that clock is the only state, and losing it costs one timeout.
    """
    try:
        _publish(task)
    except Exception:
        # Whatever a broker's client raises (each has its own errors), nothing but the nudge is lost.
        _Broker.quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("The broker cannot be reached; %s waits for its round.", task, exc_info=True)


def _publish(task: str) -> None:
    """Send the message, waiting a second for a broker that says nothing.

    On a connection of its own: the workers' may wait longer, since they listen all the time.
    """
    options = {**current_app.conf.broker_transport_options, "socket_timeout": 1}
    with current_app.connection_for_write(connect_timeout=1, transport_options=options) as broker:
        # The message is worthless after a minute: by then the round has been made anyway.
        current_app.send_task(task, connection=broker, ignore_result=True, retry=False, expires=60)
