"""A year as a workbook: what it says is what the table says, and text stays text."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from activities.enums import Status
from activities.lines import Line
from activities.models import Activity, ActivityPlan
from activities.services import efforts
from activities.services.years import open_year
from activities.sheets.columns import COLUMNS
from activities.sheets.reading import read_workbook
from activities.sheets.writing import write_workbook
from activities.vocabulary import Vocabulary
from plans.models import Node, Plan
from tests.people import World

from .workbooks import WORKSHEET, parts_of

DANGEROUS = [
    "=1+1",
    "+46",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x";"y")',
    "=cmd|' /C calc'!A0",
]


def line(**values: Any) -> Line:
    """An activity that stands in no database."""
    node = Node(key="insats", plan=Plan(slug="plan"))
    values = {"name": "Insats", "activity_plan": ActivityPlan(year=2027)} | values
    return Line(Activity(node=node, **values), Vocabulary(), {})


def sheet_of(*lines: Line) -> Any:
    return load_workbook(io.BytesIO(write_workbook(lines, title="År"))).active


def column(name: str) -> int:
    return [one.name for one in COLUMNS].index(name) + 1


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    data = write_workbook([line(name=f"x{text}", goal=text)], title="År")
    cell = load_workbook(io.BytesIO(data)).active.cell(2, column("goal"))  # type: ignore[union-attr]
    assert cell.value == text
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    xml = parts_of(data)[WORKSHEET].decode()
    assert "<f>" not in xml
    assert read_workbook(data)[0].rows[2][column("goal")].text == text.strip()


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_can_be_written_and_is_never_a_formula(text: str) -> None:
    cell = sheet_of(line(goal=text)).cell(2, column("goal"))
    assert cell.data_type == "s" or cell.value is None


def test_what_looks_like_an_escape_comes_back_as_it_was() -> None:
    data = write_workbook([line(goal="_x0041_ och _x005F_")], title="År")
    assert read_workbook(data)[0].rows[2][column("goal")].text == "_x0041_ och _x005F_"


def test_days_are_days_and_the_head_stays() -> None:
    sheet = sheet_of(
        line(timing_kind="period", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 9))
    )
    first = sheet.cell(2, column("starts_on"))
    assert (first.value, first.number_format) == (datetime(2027, 3, 1), "yyyy-mm-dd")
    assert first.is_date
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [str(one.label) for one in COLUMNS]
    assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[1])
    address = sheet.cell(2, column("address"))
    assert address.value.endswith("/planer/plan/insatser/insats/")
    assert address.hyperlink.target == address.value


def test_a_text_longer_than_a_cell_is_cut_not_broken() -> None:
    assert len(sheet_of(line(goal="x" * 40_000)).cell(2, column("goal")).value) == 32_767


# --- the address ---------------------------------------------------------------------------------------


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return open_year(plan=world.in_force, year=2027, by=world.communicator)


def names(answer: Any) -> list[str]:
    book = load_workbook(io.BytesIO(answer.getvalue()))
    rows: Any = book.active
    return [row[0] for row in rows.iter_rows(min_row=2, values_only=True)]


@pytest.mark.django_db
def test_a_filtered_view_is_exported_to_whoever_may_see_it(
    client: Client, world: World, year: ActivityPlan
) -> None:
    for name, status in (("Möte", Status.PLANNED), ("Ödla", Status.IDEA), ("Ära", Status.PLANNED)):
        values = {"name": name, "status": status, "audience": ["boende"]}
        efforts.add_activity(activity_plan=year, values=values, by=world.communicator)
    address = reverse("activities:export_sheet", args=["gallande", 2027])
    client.force_login(world.communicator)
    answer = client.get(address)
    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="insatser-gallande-2027.xlsx"'
    )
    assert names(answer) == ["Möte", "Ära", "Ödla"]
    assert names(client.get(f"{address}?status=idea")) == ["Ödla"]
    assert names(client.get(f"{address}?malgrupp=chefer")) == []
    client.force_login(world.reader)
    assert names(client.get(address)) == ["Möte", "Ära"]


@pytest.mark.django_db
def test_it_costs_the_same_for_many(client: Client, world: World, year: ActivityPlan) -> None:
    client.force_login(world.communicator)
    address = reverse("activities:export_sheet", args=["gallande", 2027])

    def cost(how_many: int) -> int:
        for number in range(how_many):
            values = {"name": f"Nr {number}", "audience": ["boende"]}
            efforts.add_activity(activity_plan=year, values=values, by=world.communicator)
        with CaptureQueriesContext(connection) as queries:
            client.get(address).getvalue()
        return len(queries)

    assert cost(1) == cost(20)
