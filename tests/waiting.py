"""Waiting for what other processes do, as long as it takes on a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(
    condition: Callable[[], bool],
    *,
    seconds: float = 60,
    pause: Callable[[float], None] = time.sleep,
) -> float:
    """How many seconds it took; the test fails after ``seconds``. A pause lasts as long as it is told, in seconds."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + seconds, "It did not happen in time."
        pause(0.1)
    return time.monotonic() - begun
