"""The shared cache counts where Redis is, and goes on counting where it is not."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches

from config.cache import RedisOrLocalCache

pytestmark = pytest.mark.servers

OPTIONS = settings.REDIS_TIMEOUTS


@pytest.fixture(autouse=True)
def _answering() -> Iterator[None]:
    RedisOrLocalCache.away_until = 0.0
    yield
    RedisOrLocalCache.away_until = 0.0
    cache(1).clear()


def cache(port: int) -> RedisOrLocalCache:
    return RedisOrLocalCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": OPTIONS})


def test_without_redis_attempts_are_still_counted() -> None:
    away = cache(1)
    assert away.add("attempts", 1)
    assert not away.add("attempts", 1)
    assert away.incr("attempts") == 2
    assert cache(1).get("attempts") == 2  # another thread's cache, the same memory


def test_a_silent_redis_holds_up_one_request_and_not_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        start = time.monotonic()
        assert cache(port).get("x") is None
        first = time.monotonic() - start
        assert [cache(port).get("x") for _ in range(20)] == [None] * 20
        rest = time.monotonic() - start - first
    assert 0.5 < first < 3
    assert rest < first


@pytest.mark.postgresql
def test_with_redis_processes_share_what_they_count() -> None:
    shared = caches["default"]
    assert isinstance(shared, RedisOrLocalCache)
    shared.set("samråd-test", 1, timeout=5)
    other = RedisOrLocalCache(
        settings.DEPLOYMENT.redis_url, {"KEY_PREFIX": "samrad", "OPTIONS": OPTIONS}
    )
    assert other.incr("samråd-test") == 2
    assert shared.get("samråd-test") == 2
    assert RedisOrLocalCache.away_until == 0.0
