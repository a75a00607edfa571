"""What is built once for all tests of a module: what each of them writes is undone after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeVar

from django.db import transaction
from pytest_django import DjangoDbBlocker

Built = TypeVar("Built")
_open = ExitStack()


def kept(blocker: DjangoDbBlocker, build: Callable[[], Built]) -> Iterator[Built]:
    """For a fixture of a module, which needs ``django_db_setup`` first: build, lend, and undo."""
    try:
        _open.enter_context(blocker.unblock())
        _open.enter_context(transaction.atomic())
        _open.callback(transaction.set_rollback, True)
        yield build()
    finally:
        let_go()


def let_go() -> None:
    """Undo it now: a test that commits sees nothing of what is kept, and must not wait for its locks."""
    _open.close()
