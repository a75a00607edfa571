"""A clock for what is counted in windows (core/limits.py): at their seam twice as many get through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from core import limits


class Clock:
    """Tells the time that it is set to, in seconds."""

    now = 1_800_000_000.0  # where a minute begins

    def time(self) -> float:
        return self.now


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Nobody has tried anything yet, and the minute does not pass by itself."""
    cache.clear()
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    yield clock
    cache.clear()
