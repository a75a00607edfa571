"""From a new plan to a version in force: two authorities, each in a browser of its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from overview.demo import COMMUNITY_OFFICER, COORDINATOR, DIRECTOR, POLICE_CHIEF, READER

from .axe import violations
from .conftest import Enter

pytestmark = pytest.mark.browser
AGREEMENT = "/overenskommelser/ostra-alvhamra-polisen/"
TITLE = "Trygga torget"
SAVED = re.compile(r"Sparat kl\. \d\d\.\d\d")
WIDTHS = (1440, 390, 320)


def look_at(page: Page) -> None:
    """Accessible and whole at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def begin(page: Page) -> str:
    """A new plan from a template; its address."""
    page.goto(f"{AGREEMENT}ny-plan/")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Plan för kommun och polis").check()
    page.get_by_role("button", name="Skapa planen").click()
    expect(page.get_by_text("Planen är skapad")).to_be_visible()
    found = re.search(r"/planer/[\w-]+/", page.url)
    assert found
    return found.group()


def write_text(page: Page, heading: str, words: str) -> None:
    """Open a section and write in it; wait until it is saved."""
    page.locator(".editor-outline .outline a", has_text=heading).first.click()
    area = page.locator(".section-form .richtext-area")
    area.click()
    page.keyboard.type(words)
    expect(page.locator(".section-form [data-saved]")).to_contain_text(SAVED)


def add_row(page: Page, name: str) -> None:
    """Add an item to the open section."""
    page.get_by_role("link", name="Lägg till en rad").click()
    form = page.locator("form", has=page.get_by_role("button", name=re.compile("Lägg till|Spara")))
    field = form.locator("textarea[name=name], input[name=name]").first
    field.fill(name)
    field.locator("xpath=ancestor::form").get_by_role(
        "button", name=re.compile("Lägg till|Spara")
    ).first.click()
    expect(page.locator("[data-rows]")).to_contain_text(name)


def approve(page: Page, plan: str) -> None:
    page.goto(f"{plan}version/1/")
    look_at(page)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Godkänn för")).click()


def test_two_authorities_put_a_plan_in_force(enter: Enter) -> None:
    coordinator, officer = enter(COORDINATOR), enter(COMMUNITY_OFFICER)
    plan = begin(coordinator)
    look_at(coordinator)
    officer.goto(f"{plan}redigera/")
    write_text(coordinator, "Bakgrund", "Torget ska vara en plats för alla.")
    officer.goto(f"{plan}redigera/")
    write_text(officer, "Syfte", "Vi ser över planen var sjätte månad.")
    expect(coordinator.locator("[data-presence]")).to_contain_text("Kommunpolis")
    for page in (f"{plan}dokument/", f"{plan}historik/", f"{plan}papperskorg/"):
        officer.goto(page)
        look_at(officer)
    officer.goto(f"{plan}utkast/")
    expect(officer.get_by_text("Torget ska vara en plats för alla.")).to_be_visible()
    expect(officer.get_by_text("Vi ser över planen var sjätte månad.")).to_be_visible()

    coordinator.goto(f"{plan}foresla/")
    look_at(coordinator)
    for sentence in coordinator.locator(".missing-list a").all_inner_texts():
        assert "Huvudbudskapet" in sentence, sentence
    if coordinator.locator(".missing-list a").count():
        coordinator.locator(".missing-list a").first.click()
        add_row(coordinator, "Vi gör torget tryggt tillsammans.")
        coordinator.goto(f"{plan}foresla/")
    expect(coordinator.locator(".missing-list li")).to_have_text([])
    coordinator.get_by_role("button", name="Föreslå versionen").click()
    expect(coordinator.locator("main")).to_contain_text("föreslagen")

    director, chief = enter(DIRECTOR), enter(POLICE_CHIEF)
    approve(director, plan)
    expect(director.locator("main")).to_contain_text("godkänd", ignore_case=True)
    approve(chief, plan)
    chief.goto(plan)
    expect(chief.locator(".doc-banner").first).to_contain_text("gäller från och med")
    look_at(chief)
    reader = enter(READER)
    reader.goto(plan)
    expect(reader.get_by_text("Torget ska vara en plats för alla.")).to_be_visible()
    coordinator.goto(f"{plan}versioner/")
    look_at(coordinator)
    expect(coordinator.locator("main")).to_contain_text("Gällande")


def test_the_way_of_a_comment(enter: Enter) -> None:
    plan = "/planer/kommunikationspolicy-ostra-alvhamra/"
    coordinator, officer = enter(COORDINATOR), enter(COMMUNITY_OFFICER)
    coordinator.goto(f"{plan}redigera/")
    coordinator.locator(".editor-outline a").first.click()
    coordinator.get_by_role("link", name="Kommentera avsnittet").click()
    coordinator.locator("textarea[name=text]").fill("Ser ni det likadant?")
    coordinator.get_by_label("Till en person, som får ett mejl").select_option(
        label="Kommunpolis Älvhamra"
    )
    coordinator.get_by_role("button", name="Skriv kommentaren").click()
    expect(coordinator.get_by_text("Kommentaren är sparad.")).to_be_visible()
    look_at(coordinator)
    officer.goto(f"{plan}kommentarer/")
    officer.get_by_label("Svara").fill("Ja, det gör vi.")
    officer.get_by_role("button", name="Skicka svaret").click()
    expect(officer.get_by_text("Ja, det gör vi.")).to_be_visible()
    officer.get_by_role("button", name="Avsluta samtalet").click()
    expect(officer.get_by_text("Samtalet är avslutat.")).to_be_visible()
    look_at(officer)


def test_what_is_removed_by_keyboard_comes_back_by_keyboard(enter: Enter) -> None:
    plan = "/planer/kommunikationspolicy-ostra-alvhamra/"
    page = enter(COORDINATOR)
    page.goto(f"{plan}redigera/")
    page.locator(".editor-outline a").first.focus()
    page.keyboard.press("Enter")
    remove = page.get_by_role("button", name="Ta bort avsnittet")
    remove.focus()
    page.keyboard.press("Enter")
    undo = page.locator(".messages").get_by_role("button", name="Ångra")
    expect(undo).to_be_visible()
    look_at(page)
    page.goto(f"{plan}papperskorg/")
    look_at(page)
    page.get_by_role("button", name=re.compile("Ta tillbaka")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("är tillbaka i planen")).to_be_visible()
