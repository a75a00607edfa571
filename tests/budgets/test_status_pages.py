"""What the pages of status cost: the same for one agreement with little as for many with much."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from tests.overview.agreements import full_agreement
from tests.people import World

from .test_query_counts import BUDGETS

pytestmark = pytest.mark.django_db


def costs(client: Client) -> Iterator[tuple[str, int]]:
    """Questions that each page takes."""
    paths = {
        "all_status": reverse("all_status"),
        "start": reverse("start"),
        "status": reverse("status", args=["full-0"]),
    }
    for name, path in paths.items():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200
        assert "Överenskommelse full-0" in answer.content.decode()
        yield name, len(queries)


def test_many_agreements_with_much_cost_what_one_with_little_costs(world: World) -> None:
    client = Client()
    client.force_login(world.outsider)
    today = localdate()
    full_agreement(world, world.outsider, "full-0", today, of_each=1)
    one = dict(costs(client))
    for number in range(1, 8):
        full_agreement(world, world.outsider, f"full-{number}", today, of_each=3)
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert dict(costs(client)) == one == {name: budget[name] for name in one}
