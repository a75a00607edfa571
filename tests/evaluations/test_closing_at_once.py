"""Closing while others close, write, or pull the plug, on PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from evaluations.models import AgendaItem, ProblemAreaThen, Review
from evaluations.services import closing, review_rows
from tests.config.test_celery import database_url
from tests.people import World

from .meetings import filled, item_of, note

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
KILLED = """
import sys, time
import django
django.setup()
from accounts.models import User
from evaluations.models import Review
from evaluations.services import closing

def stops(**words):
    print("halfway", flush=True)
    time.sleep(60)

closing.ask_for_minutes = stops
review = Review.objects.select_related("agreement").get(pk=int(sys.argv[1]))
closing.close(review=review, by=User.objects.get(pk=int(sys.argv[2])))
"""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of ``acts`` came to, all of them begun at the same moment on connections of their own."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(index: int) -> None:
        barrier.wait()
        try:
            outcomes[index] = acts[index]()
        except (ValidationError, DatabaseError) as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    return outcomes


def again(review: Review) -> Review:
    """The review as another process reads it."""
    return Review.objects.select_related("agreement").get(pk=review.pk)


def test_two_who_close_at_once_close_it_once(open_world: World) -> None:
    review = filled(open_world)
    first, second = again(review), again(review)
    outcomes = at_once(
        lambda: closing.close(review=first, by=open_world.director),
        lambda: closing.close(review=second, by=open_world.police_chief),
    )
    assert sum(isinstance(one, closing.Closing) for one in outcomes) == 1
    assert sum(isinstance(one, ValidationError) for one in outcomes) == 1
    assert again(review).minutes_number == 1
    assert ProblemAreaThen.objects.filter(review=review).count() == 1
    assert AgendaItem.objects.filter(review__number=2).count() == 1


def meet_before_storing(monkeypatch: pytest.MonkeyPatch, *, patience: float) -> threading.Barrier:
    """Let whoever closes, when the minutes are written and not stored, wait for somebody who writes."""
    store = closing._store
    both = threading.Barrier(2)

    def slow(*words: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(patience)
        time.sleep(0.5)
        store(*words)

    monkeypatch.setattr(closing, "_store", slow)
    return both


def close_while(
    world: World, monkeypatch: pytest.MonkeyPatch, write: Callable[[], object]
) -> tuple[Review, object]:
    """Close while ``write`` is done after the notes have been read; what became of both."""
    review = Review.objects.select_related("agreement").get()
    both = meet_before_storing(monkeypatch, patience=60)

    def writes() -> object:
        both.wait(60)
        return write()

    closed, wrote = at_once(lambda: closing.close(review=review, by=world.director), writes)
    assert isinstance(closed, closing.Closing)
    return again(review), wrote


def test_what_is_written_while_it_is_closed_is_refused(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until it is closed: nothing is acknowledged that the minutes do not say."""
    review = filled(open_world)
    item = item_of(review, "goals")
    after, wrote = close_while(
        open_world, monkeypatch, lambda: note(item, "I sista stund.", open_world.coordinator)
    )
    assert isinstance(wrote, ValidationError)
    assert "I sista stund." not in after.minutes
    assert item_of(review, "goals").notes == ""


def test_the_database_refuses_it_too_where_a_service_forgets_to_look(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = filled(open_world)
    item = item_of(review, "goals")
    monkeypatch.setattr(review_rows, "lock_open", lambda review: None)
    _after, wrote = close_while(
        open_world, monkeypatch, lambda: note(item, "I sista stund.", open_world.coordinator)
    )
    assert isinstance(wrote, DatabaseError)
    assert "belongs to a closed review" in str(wrote)
    assert item_of(review, "goals").notes == ""


def test_control_without_both_the_note_is_lost(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race is there: without the lock and without the trigger somebody's words are in no minutes."""
    review = filled(open_world)
    item = item_of(review, "goals")
    monkeypatch.setattr(review_rows, "lock_open", lambda review: None)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evaluations_agendaitem DISABLE TRIGGER USER")
    try:
        after, wrote = close_while(
            open_world, monkeypatch, lambda: note(item, "I sista stund.", open_world.coordinator)
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE evaluations_agendaitem ENABLE TRIGGER USER")
    assert wrote is None
    assert item_of(review, "goals").notes == "I sista stund."
    assert "I sista stund." not in after.minutes


def test_killed_in_the_middle_nothing_is_closed(open_world: World) -> None:
    review = filled(open_world)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-c", KILLED, str(review.pk), str(open_world.director.pk)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    ) as closer:
        assert closer.stdout is not None
        assert closer.stdout.readline().strip() == "halfway"
        closer.send_signal(signal.SIGKILL)
    after = again(review)
    assert (after.state, after.minutes, after.minutes_number) == ("held", "", None)
    assert not ProblemAreaThen.objects.exists()
    assert not Review.objects.filter(number=2).exists()
    closing.close(review=after, by=open_world.director)
    assert again(review).minutes_number == 1
