"""What opening the editor and saving a row cost the database, however much there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.models import Plan
from tests.people import World, make_plan

MOST_TO_OPEN = 12
MOST_TO_SAVE = 14


def plan_with(world: World, how_many: int) -> Plan:
    """So many activities with references, and so many sections beside them."""
    written: list[dict[str, Any]] = [
        {
            "key": "grupper",
            "kind": "target_groups",
            "heading": "Grupper",
            "items": [{"key": f"g-{n}", "name": f"Grupp {n}"} for n in range(how_many)],
        },
        {
            "key": "mal",
            "kind": "goals",
            "heading": "Mål",
            "layout": "table",
            "audience": ["g-0"],
            "items": [
                {"key": f"m-{n}", "name": f"Mål {n}", "audience": [f"g-{n}"], "target": "**8**"}
                for n in range(how_many)
            ],
            "sections": [
                {"key": f"u-{n}", "kind": "text", "heading": f"Under {n}", "text": "Text."}
                for n in range(how_many)
            ],
        },
    ]
    return make_plan(
        world.agreement, f"stor-{how_many}", sections=written, images={}, organisations=[]
    )


def cost(client: Client, method: str, path: str, data: Any = None, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(path, data, headers=headers)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return len(queries)


@pytest.mark.parametrize("how_many", [1, 80])
def test_opening_the_editor(world: World, client: Client, how_many: int) -> None:
    client.force_login(world.communicator)
    plan = plan_with(world, how_many)
    page = f"/planer/{plan.slug}/redigera/mal/"
    assert cost(client, "get", page) <= MOST_TO_OPEN
    assert cost(client, "get", f"{page}?rad=m-0") <= MOST_TO_OPEN


def test_it_costs_the_same_for_one_row_and_for_many(world: World, client: Client) -> None:
    client.force_login(world.communicator)
    pages = ["redigera/mal/", "redigera/mal/?rad=m-0", "redigera/grupper/", "dokument/"]
    slugs = [plan_with(world, many).slug for many in (2, 20)]
    costs = [[cost(client, "get", f"/planer/{slug}/{page}") for page in pages] for slug in slugs]
    assert costs[0] == costs[1]


@pytest.mark.parametrize("how_many", [1, 80])
def test_saving_a_row(world: World, client: Client, how_many: int) -> None:
    client.force_login(world.communicator)
    plan = plan_with(world, how_many)
    data = {
        "version": "1",
        "name": "Nytt",
        "base-name": "Mål 0",
        "audience": [],
        "base-audience": "g-0",
    }
    page = f"/planer/{plan.slug}/rad/m-0/"
    assert cost(client, "post", page, data, Accept="application/json") <= MOST_TO_SAVE
