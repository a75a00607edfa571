"""A year rolled over, out to a spreadsheet and in again, as people do it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from overview.demo import COMMUNICATOR, READER

from .axe import violations
from .conftest import Enter

pytestmark = pytest.mark.browser
PLAN = "/planer/kommunikationsplan-ostra-alvhamra/"
WIDTHS = (1440, 390, 320)


def year(number: int) -> str:
    return f"{PLAN}ar/{number}/"


def look_at(page: Page) -> None:
    """Accessible and whole at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_year_is_rolled_over_by_keyboard(enter: Enter) -> None:
    this = localdate().year + 1
    page = enter(COMMUNICATOR)
    page.goto(year(this))
    page.get_by_role("link", name="För över till nästa år").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"till {this + 1}")
    look_at(page)
    page.get_by_role("link", name="Samma datum").press("Enter")
    look_at(page)
    boxes = page.locator("input[name=insats]")
    ticked = page.locator("input[name=insats]:checked").count()
    assert 0 < ticked <= boxes.count()
    first = page.locator("input[name=insats]:checked").first
    first.press("Space")
    day = page.locator("input[type=date][name^=fran-]").last
    day.fill("")
    page.get_by_role("button", name=f"För över till {this + 1}").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    page.locator(".error-summary a").first.press("Enter")
    expect(day).to_be_focused()
    day.fill(f"{this + 1}-05-04")
    page.get_by_role("button", name=f"För över till {this + 1}").press("Enter")
    expect(page).to_have_url(f"{page.url.split('/planer')[0]}{year(this + 1)}")
    expect(page.get_by_text(f"{ticked - 1} insatser är överförda till {this + 1}.")).to_be_visible()
    page.goto(year(this) + "nasta/")
    expect(boxes).to_have_count(1)
    look_at(page)


def test_a_table_goes_out_is_changed_and_comes_in(enter: Enter, tmp_path: Path) -> None:
    this = localdate().year
    page = enter(COMMUNICATOR)
    page.goto(year(this))
    with page.expect_download() as waited:
        page.get_by_role("link", name="Hämta som Excel").click()
    book = load_workbook(io.BytesIO(waited.value.path().read_bytes()))
    sheet: Any = book.active
    assert sheet.max_row > 1
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["Effekt"], "Fler känner igen oss")
    sheet.append(["Öppet hus", "Möta boende", "Fler frågor besvarade", "v. 20", "FC"])
    sheet.append(["Fel", *[None] * 4, "kanske"])
    file = tmp_path / "tabell.xlsx"
    book.save(file)

    page.get_by_role("link", name="Läs in från Excel").click()
    look_at(page)
    page.get_by_role("button", name="Granska tabellen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Excelfil").set_input_files(file)
    page.get_by_role("button", name="Granska tabellen").click()
    expect(page.get_by_text("Ingenting kan läsas in")).to_be_visible()
    expect(page.get_by_text("”kanske” är ingen status.")).to_be_visible()
    look_at(page)

    sheet.delete_rows(sheet.max_row)
    book.save(file)
    page.get_by_role("link", name="Välj en annan fil").click()
    page.get_by_label("Excelfil").set_input_files(file)
    page.get_by_role("button", name="Granska tabellen").click()
    expect(page.get_by_text("1 ny insats, 1 ändras")).to_be_visible()
    expect(page.get_by_text("Vecka 20")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Läs in").press("Enter")
    expect(page.get_by_text("Inläst: en ny insats, en ändrad.")).to_be_visible()
    expect(page.get_by_text("Öppet hus").first).to_be_visible()
    expect(page.get_by_text("Fler känner igen oss").first).to_be_visible()

    page.goto(year(this) + "importera/")
    page.get_by_label("Excelfil").set_input_files(file)
    page.get_by_role("button", name="Granska tabellen").click()
    expect(page.get_by_text("0 nya insatser")).to_be_visible()


def test_who_only_reads_takes_the_table_out_and_nothing_in(enter: Enter) -> None:
    page = enter(READER)
    page.goto(year(localdate().year))
    expect(page.get_by_role("link", name="Hämta som Excel")).to_be_visible()
    expect(page.get_by_role("link", name="Läs in från Excel")).to_have_count(0)
    assert page.goto(year(localdate().year) + "nasta/").status == 403  # type: ignore[union-attr]
