"""Writing the log: one row a change, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from .models import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened to one thing: ``before`` and ``after`` are JSON values, None = it was not there."""

    action: str
    kind: str
    key: str
    before: Any = None
    after: Any = None


def record(
    *,
    by: AbstractBaseUser | None,
    scope: str,
    action: str,
    kind: str,
    key: str,
    before: Any = None,
    after: Any = None,
) -> Change:
    """Log one change of ``kind`` ``key`` within ``scope`` (such as ``plan:12``).

    ``by`` is None when the system itself did it.
    """
    entry = Entry(action=action, kind=kind, key=key, before=before, after=after)
    [change] = record_many(by=by, scope=scope, entries=[entry])
    return change


def record_many(
    *, by: AbstractBaseUser | None, scope: str, entries: Iterable[Entry]
) -> list[Change]:
    """Log several changes of one person within one scope, in one query."""
    return Change.objects.bulk_create(
        Change(
            by_id=None if by is None else by.pk,
            by_name="" if by is None else str(by),
            scope=scope,
            action=entry.action,
            kind=entry.kind,
            key=entry.key,
            before=entry.before,
            after=entry.after,
        )
        for entry in entries
    )
