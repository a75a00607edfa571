"""Columns of tables: cells go with their column, and nobody's words end up under another heading."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.models import Change
from plans.models import Section, TableRow
from plans.services import columns, rows, sections
from tests.people import World

PAGE = "/planer/utkast/redigera/tabell/kolumner/"


@pytest.fixture
def table(world: World) -> Section:
    section = sections.add_section(
        plan=world.draft, heading="Tabell", kind="table", by=world.coordinator
    )
    for cells in (["a1", "b1", "c1"], ["a2", "", "c2"], ["a3"]):
        rows.add_item(section=section, values={"cells": cells}, by=world.coordinator)
    section.columns = [{"label": "A"}, {"label": "B"}, {"label": "C"}]
    section.save(update_fields=["columns"])
    return section


def cells(section: Section) -> list[list[str]]:
    rows = TableRow.objects.filter(section=section).order_by("position")
    return [row.cells for row in rows]


def labels(section: Section) -> list[str]:
    section.refresh_from_db()
    return [column.get("label", "") for column in section.columns]


def test_a_column_takes_its_cells_with_it(world: World, table: Section) -> None:
    columns.move_column(section=table, index=0, step=1, by=world.communicator)
    assert labels(table) == ["B", "A", "C"]
    assert cells(table) == [["b1", "a1", "c1"], ["", "a2", "c2"], ["", "a3", ""]]


def test_a_removed_column_is_in_the_log(world: World, table: Section) -> None:
    columns.remove_column(section=table, index=1, by=world.communicator)
    assert labels(table) == ["A", "C"]
    assert cells(table) == [["a1", "c1"], ["a2", "c2"], ["a3", ""]]
    change = Change.objects.in_scope(f"plan:{world.draft.pk}")[0]
    assert change.before is not None
    assert next(iter(change.before["cells"].values())) == ["a1", "b1", "c1"]
    assert [column["label"] for column in change.before["columns"]] == ["A", "B", "C"]


def test_the_last_column_stays(world: World, table: Section) -> None:
    for _time in range(2):
        columns.remove_column(section=table, index=0, by=world.communicator)
    with pytest.raises(ValidationError, match="minst en kolumn"):
        columns.remove_column(section=table, index=0, by=world.communicator)


def test_fields_of_activities_are_columns_without_cells(world: World) -> None:
    section = Section.objects.get(plan=world.draft, node__key="aktiviteter")
    columns.add_column(section=section, label="Anmärkning", by=world.coordinator)
    assert labels(section)[-1] == "Anmärkning"
    assert columns.free_index(section.columns, 5) == 0
    assert columns.free_index(section.columns, 0) is None
    columns.remove_column(section=section, index=0, by=world.coordinator)
    assert "Aktivitet" not in labels(section)
    with pytest.raises(ValidationError):
        columns.add_column(section=section, label="x", field="section", by=world.coordinator)


def test_headings_of_two_people(world: World, table: Section) -> None:
    arguments: dict[str, Any] = {
        "section": table,
        "base": ["A", "B", "C"],
        "by": world.communicator,
    }
    assert columns.rename_columns(labels=["A1", "B", "C"], **arguments) == []
    assert columns.rename_columns(labels=["A2", "B2", "C"], **arguments) == [0]
    assert labels(table) == ["A1", "B2", "C"]


def test_cells_typed_while_the_columns_changed_are_shown_to_their_author(
    world: World, client: Client, table: Section
) -> None:
    """Without the check the new word would land in a column that is no longer there."""
    client.force_login(world.communicator)
    row = TableRow.objects.get(section=table, position=2)
    page = f"/planer/utkast/rad/{row.node.key}/"
    data = {
        "version": str(row.version),
        "columns": "3:A|B|C",
        **{f"cell-{n}": cell for n, cell in enumerate(["a3", "", "ny"])},
        **{f"base-cell-{n}": cell for n, cell in enumerate(["a3", "", ""])},
    }
    columns.remove_column(section=table, index=1, by=world.coordinator)
    answer = client.post(page, data)
    assert answer.status_code == 409
    page_then = answer.content.decode()
    assert "Kolumnen finns inte längre" in page_then
    assert "ny</ins>" in page_then
    row.refresh_from_db()
    assert row.cells == ["a3", ""]


def test_the_page_without_scripts(world: World, client: Client, table: Section) -> None:
    client.force_login(world.communicator)
    assert "Rubrik på kolumn 3" in client.get(PAGE).content.decode()
    client.post(PAGE, {"right": "0"})
    assert labels(table) == ["B", "A", "C"]
    client.post(PAGE, {"new": "1", "label": "D", "field": ""})
    assert labels(table) == ["B", "A", "C", "D"]
    client.post(PAGE, {"remove": "3"})
    names = {f"label-{n}": label for n, label in enumerate(["Bra", "A", "C"])}
    base = {f"base-label-{n}": label for n, label in enumerate(["B", "A", "C"])}
    client.post(PAGE, names | base)
    assert labels(table) == ["Bra", "A", "C"]
    answer = client.post(PAGE, names | base | {"label-0": "Bäst"})
    assert answer.status_code == 409
    assert "Bäst" in answer.content.decode()
    assert client.get("/planer/utkast/redigera/syfte/kolumner/").status_code == 404
