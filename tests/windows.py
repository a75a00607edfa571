"""A clock for what is counted in windows (core/limits.py): at their seam twice as many get through."""

from __future__ import annotations

import pytest

from core import limits


class Clock:
    """Tells the time that it is set to, in seconds."""

    now = 1_800_000_000.0  # where a minute begins

    def time(self) -> float:
        return self.now


def stand_still(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Count on at the beginning of a minute that does not pass by itself; returns its clock."""
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    return clock
