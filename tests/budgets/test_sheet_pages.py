"""What rolling over and spreadsheets cost: the same for one activity as for many, and as written down.

``sheet_counts.json`` beside this file is the budget.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import ActivityPlan, Material
from tests.activities.sheets.test_importing import hidden
from tests.activities.sheets.workbooks import workbook
from tests.activities.year import make_activity, make_year
from tests.people import World, make_plan

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("sheet_counts.json")
MANY = 15


def build(world: World, how_many: int) -> ActivityPlan:
    """A year with so many activities, each with something of everything."""
    year = make_year(make_plan(world.agreement, f"blad-{how_many}"), world.communicator)
    for number in range(how_many):
        found = make_activity(
            year, world.communicator, f"Nr {number}", starts_on="2027-03-02", audience=["boende"]
        )
        found.people.add(world.communicator)
        Material.objects.create(activity=found, words="Affisch")
    return year


def counts(world: World, how_many: int) -> dict[str, int]:
    """Questions that every page takes."""
    year = build(world, how_many)
    client = Client()
    client.force_login(world.communicator)
    words = [year.plan.slug, year.year]
    pages = ("roll_over", "export_sheet", "import_sheet")
    paths = {name: reverse(f"activities:{name}", args=words) for name in pages}
    found = {name: _count(client, path)[0] for name, path in paths.items()}
    rows = [
        ["Aktivitet", "När", "Målgrupp"],
        *([f"Ny {n}", "mars", "Boende"] for n in range(how_many)),
    ]
    file = SimpleUploadedFile("plan.xlsx", workbook(rows))
    found["POST import_sheet, looking"], looked = _count(
        client, paths["import_sheet"], {"fil": file}
    )
    taken = {**hidden(looked), "spara": "1"}
    found["POST import_sheet, taking"], _answer = _count(client, paths["import_sheet"], taken)
    keys = [f"nr-{number}" for number in range(how_many)]
    chosen: dict[str, Any] = {"insats": keys, "status": "planned"}
    chosen |= {f"fran-{key}": "2027-03-09" for key in keys}
    found["POST roll_over"], _answer = _count(client, paths["roll_over"], chosen)
    found["roll_over, done"], _answer = _count(client, paths["roll_over"])
    return dict(sorted(found.items()))


def _count(client: Client, path: str, posted: dict[str, Any] | None = None) -> tuple[int, Any]:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if posted is None else client.post(path, posted)
    assert answer.status_code in (200, 302), f"{path}: {answer.status_code}"
    return len(queries), answer


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    one, many = counts(world, 1), counts(world, MANY)
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"
