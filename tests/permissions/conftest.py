"""The world, built once for each module here: what a test writes is undone after it.

Tests need the mark ``django_db``: without it in the run there is no test database.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.keeping import kept

from .places import Scene, build_scene


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Named people and every kind of thing that an address can name."""
    yield from kept(django_db_blocker, build_scene)
