"""How often strangers may do a thing, counted in windows of a clock that is set by hand."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from core.limits import is_too_often
from tests.windows import Clock

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("still_clock")]


def tries(number: int, *, address: str = "192.0.2.1", action: str = "guess") -> list[bool]:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return [is_too_often(request, action, most=3, seconds=60) for _ in range(number)]


def test_more_than_most_is_too_often_until_the_window_ends(still_clock: Clock) -> None:
    assert tries(5) == [False, False, False, True, True]
    still_clock.now += 59
    assert tries(1) == [True]
    still_clock.now += 1
    assert tries(4) == [False, False, False, True]


def test_each_address_and_each_action_counts_for_itself() -> None:
    assert tries(4)[-1]
    assert tries(3, address="192.0.2.2") == [False] * 3
    assert tries(3, action="look") == [False] * 3


def test_a_count_that_falls_out_of_the_cache_locks_nobody_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "add", lambda *_: False)
    assert tries(9) == [False] * 9
