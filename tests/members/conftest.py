"""The world of tests.people, and nobody who has tried too often yet."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.people import world as world


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
