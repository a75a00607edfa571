"""The editor and the decisions with nothing but a keyboard, as somebody who has no mouse works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.enums import VersionState
from plans.models import PlanVersion, Section, TargetGroup
from tests.people import World

from .axe import violations
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDIT = "/planer/utkast/redigera/"
SAVED = "Sparat kl."
MOST_STOPS = 150
NAME_OF_FOCUS = """() => {
    const e = document.activeElement;
    const label = e.labels?.[0]?.innerText || document.getElementById(e.getAttribute('aria-labelledby'))?.innerText;
    return (e.getAttribute('aria-label') || label || e.innerText || '').trim();
}"""
IN_TEXT = "() => document.activeElement.closest('.richtext-area') !== null"


def stops(page: Page) -> Iterator[str]:
    """What has the focus after each Tab."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        yield str(page.evaluate(NAME_OF_FOCUS))


def reach(page: Page, name: str) -> None:
    """Tab on to what is called so, or begins so."""
    passed = []
    for stop in stops(page):
        if stop.startswith(name):
            return
        passed.append(stop)
    raise AssertionError(f"{name} is not reached, only {passed}")


def press(page: Page, name: str) -> None:
    """Tab on to a button or a link and use it; the page that follows has come."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def section(world: World, heading: str) -> Section:
    return Section.objects.get(plan=world.draft, heading=heading)


def headings(world: World, parent: Section | None = None) -> list[str]:
    rows = Section.objects.filter(plan=world.draft, parent=parent, removed_at=None)
    return list(rows.order_by("position").values_list("heading", flat=True))


def test_sections_are_moved_indented_added_renamed_and_removed(desk: Any, world: World) -> None:
    page = desk(world.coordinator).open(f"{EDIT}syfte/")
    press(page, "Flytta ner")
    assert headings(world)[:2] == ["Målgrupper", "Syfte"]
    press(page, "Flytta in under avsnittet ovanför")
    assert headings(world, section(world, "Målgrupper")) == ["Syfte"]
    press(page, "Flytta ut en nivå")
    assert headings(world)[:2] == ["Målgrupper", "Syfte"]

    reach(page, "Nytt avsnitt")
    page.keyboard.press("Enter")
    reach(page, "Rubrik")
    page.keyboard.type("Bakgrund")
    press(page, "Lägg till avsnittet")
    assert "Bakgrund" in headings(world)

    reach(page, "Rubrik")
    page.keyboard.press("Control+a")
    page.keyboard.type("Varför")
    page.keyboard.press("Control+s")
    expect(page.locator(".section-form [data-saved]")).to_contain_text(SAVED)
    assert "Varför" in headings(world)

    press(page, "Ta bort avsnittet")
    assert "Varför" not in headings(world)
    press(page, "Ångra")
    assert "Varför" in headings(world)
    assert violations(page) == []


def test_rows_are_added_moved_and_saved(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(f"{EDIT}malgrupper/")
    press(page, "Lägg till en rad")
    expect(page.locator("#ny [name=name]")).to_be_focused()
    page.keyboard.type("Skolor")
    reach(page, "Lägg till")
    page.keyboard.press("Enter")
    expect(page.locator("#skolor")).to_be_visible()
    press(page, "Flytta upp: Skolor")
    rows = TargetGroup.objects.filter(section=section(world, "Målgrupper")).order_by("position")
    assert [row.name for row in rows] == ["Boende", "Skolor", "Chefer"]
    reach(page, "Redigera: Skolor")
    page.keyboard.press("Enter")
    form = page.locator("[data-row-form]")
    expect(form.locator("[name=name]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" och förskolor")
    page.keyboard.press("Control+s")
    expect(form.locator("form[data-autosave] [data-saved]")).to_contain_text(SAVED)
    assert rows.all()[1].name == "Skolor och förskolor"


def test_a_text_is_written_and_left_by_tab(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(f"{EDIT}syfte/")
    page.locator(".section-form .richtext-area").wait_for()
    for _stop in stops(page):
        if page.evaluate(IN_TEXT):
            break
    page.keyboard.press("Control+End")
    page.keyboard.type(" Tillsammans.")
    page.keyboard.press("Tab")
    assert not page.evaluate(IN_TEXT)
    expect(page.locator(".section-form [data-saved]")).to_contain_text(SAVED)
    assert section(world, "Syfte").text == "Vi talar med en röst. Tillsammans."
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(IN_TEXT)


def test_a_version_is_proposed_and_approved(desk: Any, world: World) -> None:
    page = desk(world.coordinator).open("/planer/gallande/foresla/")
    press(page, "Föreslå versionen")
    for user in (world.director, world.police_chief):
        page = desk(user).open("/planer/gallande/version/2/")
        press(page, "Godkänn för")
        expect(page.get_by_text("Du har godkänt versionen")).to_be_visible()
    version = PlanVersion.objects.get(plan=world.in_force, number=2)
    assert version.state == VersionState.ADOPTED


def test_a_version_is_rejected_with_its_reason(desk: Any, world: World) -> None:
    page = desk(world.police_chief).open("/planer/foreslagen/version/1/")
    press(page, "Avslå")
    expect(page.get_by_text("Skriv varför versionen avslås.")).to_be_visible()
    assert violations(page) == []
    reach(page, "Kommentar")
    page.keyboard.type("Målen saknas.")
    press(page, "Avslå")
    expect(page.get_by_text("Du har avslagit versionen")).to_be_visible()
