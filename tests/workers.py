"""Tests in several processes beside each other (``pytest -n 2 --dist loadgroup``)."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from xdist.scheduler import LoadGroupScheduling

from config import celery_app


class FilesAndGroups(LoadGroupScheduling):  # type: ignore[misc]  # xdist has no types
    """The tests of a file stay together, and those of an ``xdist_group`` wherever they stand."""

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        return scope.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """In the order in which they are best handed out: groups, then the files with most tests.

    A group is made of what takes long. Left to the end, as so few tests, two of them would come to
    one process, which takes work ahead, while the other has nothing left to do.
    """
    sizes = Counter(item.location[0] for item in items)

    def place(item: pytest.Item) -> tuple[bool, int, str]:
        file = item.location[0]
        return item.get_closest_marker("xdist_group") is None, -sizes[file], file

    return sorted(items, key=place)


def use_redis_of_own() -> None:
    """Count on from the Redis database that was named, one for each process: tests empty theirs."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None or not settings.DEPLOYMENT.redis_url:
        return
    there = urlsplit(settings.DEPLOYMENT.redis_url)
    # One that takes the place of a process that died has a number beyond the last.
    place = int(worker.removeprefix("gw")) % int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    url = there._replace(path=f"/{int(there.path.strip('/') or 0) + place}").geturl()
    os.environ["REDIS_URL"] = url  # for the processes that tests start
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, redis_url=url)
    settings.CACHES["default"]["LOCATION"] = url
    celery_app.conf.update(broker_url=url)
