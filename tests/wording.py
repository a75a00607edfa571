"""Whatever the tests write into a log that people read must have Swedish words for what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from core.models import Change, ChangeQuerySet
from overview.agreement_log import SENTENCES
from plans.history import ACTIONS


def has_words(scope: str, kind: str, action: str) -> bool:
    """Whether the page of that log can say it; the logs of people and organisations have no page."""
    sort = scope.partition(":")[0]
    if sort == "agreement" and (kind, action) in SENTENCES:
        return True
    return sort not in ("agreement", "plan") or action in ACTIONS


@contextmanager
def all_in_words() -> Iterator[None]:
    """Meanwhile no change can be logged that a page would show by its English name."""
    store = ChangeQuerySet.bulk_create

    def checked(self: ChangeQuerySet, changes: Iterable[Change], *args: Any, **options: Any) -> Any:
        rows = list(changes)
        for row in rows:
            said = (row.scope, row.kind, row.action)
            assert has_words(*said), f"The log has no Swedish words for {said}."
        return store(self, rows, *args, **options)

    with mock.patch.object(ChangeQuerySet, "bulk_create", checked):
        yield
