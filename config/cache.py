"""The shared cache, which may be away: a page never waits for Redis and never fails because of it."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
OPERATIONS = (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
)


class RedisOrLocalCache(RedisCache):
    """Redis while it answers, else the memory of this process.

    The sign-in's rate limits count in the cache. Counted per process they still hold, only less tightly; a cache that
    forgot everything would let anybody try passwords freely as long as Redis is down.
    """

    # Of the process, not of the thread: one request in ten seconds pays for a silent Redis, not one a thread.
    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._local = LocMemCache("without-redis", {**params, "OPTIONS": {}})


def _guarded(name: str) -> Callable[..., Any]:
    def operation(self: RedisOrLocalCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrLocalCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                RedisOrLocalCache.away_until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Redis svarar inte (%s); minnet används i stället.", error)
        return getattr(self._local, name)(*args, **kwargs)

    return operation


for _name in OPERATIONS:
    setattr(RedisOrLocalCache, _name, _guarded(_name))
