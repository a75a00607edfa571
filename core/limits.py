"""How often the same address may do a thing that strangers may do."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, action: str, *, most: int, seconds: int) -> bool:
    """Count one ``action`` of the request's address; True when it is more than ``most`` in a window.

    Windows of ``seconds`` follow on each other: at their seam twice as many get through, which is
    all the same where the limit only keeps guessing from being worth it. Counted in the shared
    cache, by each process for itself where there is none.
    """
    address = get_adapter().get_client_ip(request)
    key = f"limit:{action}:{address}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it fell out of the cache in between
        return False
