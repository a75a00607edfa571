"""Two people change the same fields of a row: each choice is shown, stays until it is made, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.models import Spokesperson
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.people import World
from tests.waiting import wait_until

from .axe import violations
from .desk import desk as desk
from .desk import expect_nothing_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTION = "/planer/utkast/redigera/talespersoner/"
SAVED = "Sparat kl."


@pytest.fixture
def spokesperson(world: World) -> Spokesperson:
    """Somebody who speaks, in a section of their own."""
    section = add_section(
        plan=world.draft, heading="Talespersoner", kind="spokespersons", by=world.communicator
    )
    values = {"name": "Ledningen", "title": "Chef", "role": "speaks"}
    row = add_item(section=section, values=values, by=world.communicator)
    assert isinstance(row, Spokesperson)
    return row


@pytest.fixture
def mine(desk: Any, world: World, spokesperson: Spokesperson) -> Page:
    """The row open in one browser, and changed since in another one."""
    mine, theirs = (open_row(desk(who)) for who in (world.communicator, world.police_communicator))
    fill(theirs, "Titel", "Polismästare")
    choose(theirs, "Uppgift", "")
    expect(state_of(theirs)).to_contain_text(SAVED)
    return mine


def open_row(at: Any) -> Page:
    page: Page = at.open(SECTION)
    page.get_by_role("link", name="Redigera: Ledningen").click()
    expect(row_of(page)).to_be_visible()
    return page


def row_of(page: Page) -> Any:
    return page.locator("[data-row-form]")


def state_of(page: Page) -> Any:
    return row_of(page).locator("form[data-autosave] [data-saved]")


def choices(page: Page) -> Any:
    return page.locator("[data-conflict]")


def fill(page: Page, label: str, words: str) -> None:
    row_of(page).get_by_label(label, exact=True).fill(words)
    page.keyboard.press("Tab")


def choose(page: Page, label: str, value: str) -> None:
    row_of(page).get_by_label(label, exact=True).select_option(value)


def test_a_second_choice_leaves_the_first_one_standing(
    mine: Page, spokesperson: Spokesperson
) -> None:
    fill(mine, "Titel", "Chef i söder")
    expect(choices(mine)).to_have_count(1)
    choose(mine, "Uppgift", "media")
    expect(choices(mine)).to_have_count(2)
    fill(mine, "Telefon", "010-111")
    wait_until(Spokesperson.objects.filter(pk=spokesperson.pk, phone="010-111").exists)
    mine.wait_for_timeout(1200)  # so long the page has to say something untrue
    expect(state_of(mine)).not_to_contain_text(SAVED)
    assert violations(mine) == []
    spokesperson.refresh_from_db()
    assert (spokesperson.title, spokesperson.role) == ("Polismästare", "")
    assert spokesperson.phone == "010-111", "what nobody else changed is saved meanwhile"
    choices(mine).first.get_by_role("button", name="Spara så här").click()
    expect(choices(mine)).to_have_count(1)
    expect(state_of(mine)).not_to_contain_text(SAVED)
    choices(mine).get_by_role("button", name="Spara så här").click()
    expect(choices(mine)).to_have_count(0)
    expect(state_of(mine)).to_contain_text(SAVED)
    spokesperson.refresh_from_db()
    assert (spokesperson.title, spokesperson.role) == ("Chef i söder", "media")


def test_what_is_written_while_the_choice_is_open_goes_into_it(
    mine: Page, spokesperson: Spokesperson
) -> None:
    fill(mine, "Titel", "Chef i söder")
    text = choices(mine).get_by_role("textbox")
    fill(mine, "Titel", "Chef i söder och norr")
    expect(text).to_have_value("Chef i söder och norr")
    text.fill("Chef i öster")
    expect(row_of(mine).get_by_label("Titel", exact=True)).to_have_value("Chef i öster")
    assert "Chef i öster" in str(mine.evaluate("Object.values(localStorage)"))
    choices(mine).get_by_role("button", name="Spara så här").click()
    expect(state_of(mine)).to_contain_text(SAVED)
    spokesperson.refresh_from_db()
    assert spokesperson.title == "Chef i öster"
    expect_nothing_kept(mine)


def test_an_empty_choice_can_be_chosen_too(desk: Any, world: World, spokesperson: Any) -> None:
    mine, theirs = (open_row(desk(who)) for who in (world.communicator, world.police_communicator))
    choose(theirs, "Uppgift", "media")
    expect(state_of(theirs)).to_contain_text(SAVED)
    choose(mine, "Uppgift", "")
    expect(choices(mine)).to_contain_text("Mediekontakt")
    expect(row_of(mine).get_by_label("Uppgift", exact=True)).to_be_disabled()
    choices(mine).get_by_role("button", name="Spara så här").click()
    expect(state_of(mine)).to_contain_text(SAVED)
    expect(row_of(mine).get_by_label("Uppgift", exact=True)).to_be_enabled()
    spokesperson.refresh_from_db()
    assert spokesperson.role == ""
