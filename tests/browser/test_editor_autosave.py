"""What is typed in the editor is saved, or kept and offered again; two who meet see each other's words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from core.models import Change
from plans.models import Section
from tests.people import World
from tests.waiting import wait_until

from .axe import violations
from .desk import desk as desk
from .desk import expect_nothing_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTION = "/planer/utkast/redigera/syfte/"
ROWS = "/planer/utkast/redigera/malgrupper/"
SAVED = "Sparat kl."
KEPT = "Texten finns kvar i den här webbläsaren."
OFFER = "Du har text som inte hann sparas"


def text_of(page: Page) -> Any:
    return page.locator(".section-form .richtext-area")


def state_of(page: Page) -> Any:
    return page.locator(".section-form [data-saved]")


def stored() -> str:
    return Section.objects.get(node__key="syfte", plan__slug="utkast").text


def write(page: Page, words: str) -> None:
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_what_is_typed_is_saved_and_said_so(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(SECTION)
    write(page, " Alltid.")
    expect(state_of(page)).to_contain_text(SAVED)
    assert stored() == "Vi talar med en röst. Alltid."
    write(page, " Igen.")
    page.keyboard.press("Control+s")
    expect(state_of(page)).to_contain_text(SAVED)
    wait_until(lambda: stored() == "Vi talar med en röst. Alltid. Igen.")
    page.wait_for_timeout(1200)  # so long a save by itself could still come and change it
    assert stored() == "Vi talar med en röst. Alltid. Igen."
    expect_nothing_kept(page)
    assert violations(page) == []
    page.reload()
    expect(text_of(page)).to_have_text("Vi talar med en röst. Alltid. Igen.")
    assert page.get_by_text(OFFER).count() == 0


def test_opening_and_leaving_saves_nothing(desk: Any, world: World) -> None:
    before = Change.objects.count()
    page = desk(world.communicator).open(SECTION)
    text_of(page).click()
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)
    assert Change.objects.count() == before


def test_a_closed_tab_offers_its_text_again(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    one.context.set_offline(True)
    write(page, " Osparat.")
    expect(state_of(page)).to_contain_text(KEPT)
    page.close()
    one.context.set_offline(False)
    page = one.open(SECTION)
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Använd det jag skrev").click()
    expect(state_of(page)).to_contain_text(SAVED)
    assert stored() == "Vi talar med en röst. Osparat."
    expect(page.get_by_text(OFFER)).to_have_count(0)
    expect_nothing_kept(page)


def test_text_of_another_section_is_offered_with_the_way_there(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    one.context.set_offline(True)
    write(page, " Osparat.")
    expect(state_of(page)).to_contain_text(KEPT)
    page.close()
    one.context.set_offline(False)
    page = one.open(ROWS)
    page.get_by_role("link", name="Vi talar med en röst. Osparat.").click()
    page.get_by_role("button", name="Släng det jag skrev").click()
    expect_nothing_kept(page)
    assert stored() == "Vi talar med en röst."


def test_a_lost_connection_is_waited_out(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    one.context.set_offline(True)
    write(page, " Utan nät.")
    expect(state_of(page)).to_contain_text(KEPT)
    assert violations(page) == []
    one.context.set_offline(False)
    expect(state_of(page)).to_contain_text(SAVED)
    assert stored() == "Vi talar med en röst. Utan nät."


def test_a_server_that_restarts_is_asked_again(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(SECTION)
    answers = [502, 503]

    def fail_first(route: Route) -> None:
        if route.request.method == "POST" and answers:
            route.fulfill(status=answers.pop(), body="startar om")
        else:
            route.continue_()

    page.route("**/redigera/syfte/", fail_first)
    write(page, " Omstart.")
    expect(state_of(page)).to_contain_text("Kunde inte spara")
    expect(state_of(page)).to_contain_text(SAVED)
    assert stored() == "Vi talar med en röst. Omstart."


def test_an_expired_sign_in_is_renewed_in_a_new_tab(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    one.context.clear_cookies(name="sessionid")
    write(page, " Utloggad.")
    expect(state_of(page)).to_contain_text("Du är inte inloggad längre.")
    link = page.get_by_role("link", name="Logga in i en ny flik").element_handle()
    with page.expect_response("**/redigera/syfte/"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)
    assert link.evaluate("link => link.isConnected"), "who was pressing it has nothing to press"
    with one.context.expect_page() as opened:
        link.click()
    one.sign_in(world.communicator, opened.value)
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state_of(page)).to_contain_text(SAVED)
    assert stored() == "Vi talar med en röst. Utloggad."


def test_another_person_who_signs_in_gets_nothing_of_it(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    one.context.clear_cookies()
    one.sign_in(world.police_communicator)
    write(page, " Fel person.")
    expect(state_of(page)).to_contain_text("Någon annan är inloggad")
    assert stored() == "Vi talar med en röst."
    page.close()
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    assert page.get_by_text(OFFER).count() == 0


def test_two_on_the_same_text_see_both_and_join_them(desk: Any, world: World) -> None:
    mine = desk(world.communicator).open(SECTION)
    theirs = desk(world.police_communicator).open(SECTION)
    write(theirs, " Polisens.")
    expect(state_of(theirs)).to_contain_text(SAVED)
    write(mine, " Kommunens.")
    conflict = mine.locator("[data-conflict]")
    expect(conflict).to_contain_text("Polisens.")
    expect(conflict).to_contain_text("Kommunens.")
    assert stored() == "Vi talar med en röst. Polisens."
    assert violations(mine) == []
    conflict.locator("textarea").fill("Vi talar med en röst. Polisens. Kommunens.")
    conflict.get_by_role("button", name="Spara så här").click()
    expect(state_of(mine)).to_contain_text(SAVED)
    expect(conflict).to_have_count(0)
    assert stored() == "Vi talar med en röst. Polisens. Kommunens."
    write(mine, " Sedan.")
    expect(text_of(mine)).to_contain_text("Kommunens. Sedan.")
    mine.keyboard.press("Control+s")
    expect(state_of(mine)).to_contain_text(SAVED)
    wait_until(lambda: stored() == "Vi talar med en röst. Polisens. Kommunens. Sedan.")
    mine.wait_for_timeout(1200)
    assert stored() == "Vi talar med en röst. Polisens. Kommunens. Sedan."


def test_who_gives_way_gets_the_other_text(desk: Any, world: World) -> None:
    mine = desk(world.communicator).open(SECTION)
    theirs = desk(world.police_communicator).open(SECTION)
    write(theirs, " Polisens.")
    expect(state_of(theirs)).to_contain_text(SAVED)
    write(mine, " Kommunens.")
    mine.get_by_role("link", name="Behåll allt som är sparat").click()
    expect(text_of(mine)).to_have_text("Vi talar med en röst. Polisens.")
    mine.wait_for_timeout(1200)
    assert stored() == "Vi talar med en röst. Polisens."
    expect_nothing_kept(mine)


def test_an_older_form_never_overwrites_what_came_between(desk: Any, world: World) -> None:
    mine = desk(world.communicator).open(SECTION)
    theirs = desk(world.police_communicator).open(SECTION)
    write(theirs, " Polisens.")
    expect(state_of(theirs)).to_contain_text(SAVED)
    mine.locator(".section-form").get_by_label("Rubrik", exact=True).fill("Varför")
    mine.keyboard.press("Tab")
    expect(state_of(mine)).to_contain_text(SAVED)
    write(mine, " Kommunens.")
    expect(mine.locator("[data-conflict]")).to_contain_text("Polisens.")
    assert stored() == "Vi talar med en röst. Polisens."


def test_people_see_who_else_is_here_and_where(desk: Any, world: World) -> None:
    theirs = desk(world.police_communicator).open(ROWS)
    expect(theirs.locator("[data-presence]")).to_be_hidden()
    mine = desk(world.communicator).open(SECTION)
    shown = mine.locator("[data-presence]")
    expect(shown).to_contain_text(world.police_communicator.full_name)
    expect(shown).to_contain_text("i ”Målgrupper”")
    assert violations(mine) == []


def test_a_row_is_opened_where_it_stands_and_the_back_button_closes_it(
    desk: Any, world: World
) -> None:
    page = desk(world.communicator).open(ROWS)
    page.evaluate("window.samePage = true")
    page.locator("#boende a[data-open-row]").click()
    name = page.locator("[data-row-form]").get_by_label("Målgrupp", exact=True)
    expect(name).to_be_focused()
    assert violations(page) == []
    page.go_back()
    expect(page.locator("[data-row-form]")).to_have_count(0)
    expect(page.locator("#boende a[data-open-row]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    name.fill("Boende i norr")
    page.get_by_role("link", name="Stäng").click()
    expect(page.locator("#boende")).to_contain_text("Boende i norr")
    expect(page.locator("[data-row-form]")).to_have_count(0)
    assert page.evaluate("window.samePage") is True
    expect(page).not_to_have_url(re.compile("rad="))


def test_the_preview_is_one_key_away_and_nothing_is_lost_on_the_way(
    desk: Any, world: World
) -> None:
    page = desk(world.communicator).open(SECTION)
    write(page, " Innan.")
    page.keyboard.press("Alt+Shift+P")
    page.wait_for_url("**/utkast/utkast/")
    assert stored() == "Vi talar med en röst. Innan."


def test_sections_can_be_dragged(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(SECTION)
    page.locator("#u-mal").hover()
    page.locator("ol.outline[data-draggable]").wait_for()
    with page.expect_navigation():
        page.locator("#u-mal .outline-line").drag_to(
            page.locator("#u-syfte .outline-line"),
            source_position={"x": 3, "y": 3},
            target_position={"x": 3, "y": 2},
        )
    keys = list(
        Section.objects.filter(plan__slug="utkast")
        .order_by("position")
        .values_list("node__key", flat=True)
    )
    assert keys[:2] == ["mal", "syfte"]


@pytest.mark.parametrize("width", [390, 320])
def test_narrow(desk: Any, world: World, width: int) -> None:
    one = desk(world.communicator, viewport={"width": width, "height": 700})
    page = one.open(SECTION)
    expect(text_of(page)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
