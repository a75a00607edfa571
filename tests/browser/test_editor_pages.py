"""Every page on which a plan is edited, and its states: accessible and whole at every width, and silent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from overview.demo import COMMUNICATOR, COORDINATOR, DIRECTOR, FUND_CHIEF

from .axe import violations
from .conftest import Enter

pytestmark = pytest.mark.browser
PLAN = "/planer/kommunikationsplan-ostra-alvhamra/"
TABLES = "/planer/kommunikationsplan-samordningsforbundet/"
EDIT = f"{PLAN}redigera/"
PAGES = [
    (COMMUNICATOR, EDIT),
    (COMMUNICATOR, f"{EDIT}malgrupper/"),  # a chapter with sections below it
    (COMMUNICATOR, f"{EDIT}kommunikationsmal/?ny=1"),
    (COMMUNICATOR, f"{EDIT}kommunikationsmal/?rad=mal-kannedom"),
    (COMMUNICATOR, f"{EDIT}malgrupper-internt/"),
    (COMMUNICATOR, f"{EDIT}huvudbudskap/?ny=1"),
    (COMMUNICATOR, f"{EDIT}samverkan-i-bild/?ny=1"),
    (COMMUNICATOR, f"{EDIT}forutsattningar/?ny=1"),
    (COMMUNICATOR, f"{EDIT}kanaler-internt/?ny=1"),
    (COMMUNICATOR, f"{EDIT}talespersoner-polisen/?rad=lokalpolischefen"),
    (COMMUNICATOR, f"{EDIT}utvarderingsfragor/?ny=1"),
    (COMMUNICATOR, f"{EDIT}checklista-infor/?ny=1"),
    (FUND_CHIEF, f"{TABLES}redigera/kommunikationsmal/"),  # activities as a table below
    (FUND_CHIEF, f"{TABLES}redigera/aktiviteter-medier/?ny=1"),
    (FUND_CHIEF, f"{TABLES}redigera/aktiviteter-medier/kolumner/"),
    (COMMUNICATOR, f"{PLAN}dokument/"),
    *((COMMUNICATOR, f"{PLAN}dokument/?ny={sort}") for sort in ("uppgifter", "organisationer")),
    *((COMMUNICATOR, f"{PLAN}dokument/?ny={sort}") for sort in ("samband", "roller")),
    (COMMUNICATOR, f"{PLAN}granskning/"),
    (COMMUNICATOR, f"{PLAN}kommentarer/?om=malgrupper-internt"),
    (COMMUNICATOR, f"{PLAN}historik/"),
    (COMMUNICATOR, f"{PLAN}historik/malgrupper-internt/"),
    (COMMUNICATOR, f"{PLAN}papperskorg/"),
    (DIRECTOR, f"{PLAN}kommentarer/"),  # reads the working text, and does not edit it
    (DIRECTOR, f"{PLAN}granskning/"),
    (COORDINATOR, "/planer/kommunikationspolicy-ostra-alvhamra/foresla/"),
    (COORDINATOR, "/overenskommelser/ostra-alvhamra-polisen/ny-plan/?fran=tom"),
]
WIDTHS = (1440, 390, 320)
IDS = [f"{path} {email.partition('@')[0]}" for email, path in PAGES]


def look_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("email", "path"), PAGES, ids=IDS)
def test_page_is_accessible_and_fits(enter: Enter, email: str, path: str) -> None:
    page = enter(email)
    refused: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400:
            refused.append(answer.url)

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    look_at(page)
    assert refused == []


def test_what_is_wrong_in_a_new_row_is_said_accessibly(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(f"{PLAN}dokument/?ny=uppgifter")
    page.locator("#ny [name=kind]").select_option("dated")
    page.locator("#ny [name=value]").fill("inte ett datum")
    page.locator("#ny").get_by_role("button", name="Lägg till", exact=True).click()
    page.locator("#ny .invalid-feedback.is-shown").wait_for()
    look_at(page)
