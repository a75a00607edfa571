"""What is added survives as what is changed does: a closed tab, a sign-in that ran out, a picture, a finger."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from plans.models import Comment, Figure, Section, TargetGroup
from tests.people import World
from tests.pictures import picture
from tests.waiting import wait_until

from .axe import violations
from .desk import desk as desk
from .desk import expect_nothing_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/planer/utkast/redigera/malgrupper/?ny=1"
ROWS = "/planer/utkast/redigera/malgrupper/"
FIGURE = "/planer/utkast/redigera/bild/?rad=karta"
COMMENTS = "/planer/utkast/kommentarer/?om=syfte"
OFFER = "Du har text som inte hann sparas"
SAVED = "Sparat kl."


def name_of(page: Page) -> Any:
    return page.locator("#ny").get_by_label("Målgrupp", exact=True)


def add(page: Page) -> None:
    page.locator("#ny").get_by_role("button", name="Lägg till", exact=True).click()


def test_a_new_row_is_offered_again_after_its_tab_was_closed(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(NEW)
    page.wait_for_load_state("networkidle")  # its scripts fetch others
    one.context.set_offline(True)
    name_of(page).fill("Skolor")
    add(page)
    expect(page.locator("#ny [data-saved]")).to_contain_text("Kunde inte spara")
    page.close()
    one.context.set_offline(False)
    page = one.open("/planer/utkast/redigera/syfte/")
    page.get_by_role("link", name="Skolor").click()
    expect(page.get_by_text(OFFER)).to_be_in_viewport()
    assert violations(page) == []
    page.get_by_role("button", name="Använd det jag skrev").click()
    add(page)
    expect(page.locator("#skolor")).to_be_visible()
    assert TargetGroup.objects.get(node__key="skolor").name == "Skolor"
    expect_nothing_kept(page)


def test_a_new_row_waits_for_a_sign_in_that_ran_out(desk: Any, world: World) -> None:
    one = desk(world.communicator)
    page = one.open(NEW)
    one.context.clear_cookies(name="sessionid")
    name_of(page).fill("Skolor")
    add(page)
    with one.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    one.sign_in(world.communicator, opened.value)
    add(page)
    expect(page.locator("#skolor")).to_be_visible()
    assert TargetGroup.objects.filter(name="Skolor").count() == 1


def test_who_gives_a_new_row_up_is_not_asked_again(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(NEW)
    name_of(page).fill("Skolor")
    page.wait_for_function("Object.keys(localStorage).length")
    page.get_by_role("link", name="Avbryt").click()
    page.wait_for_url(lambda url: "ny=1" not in url)
    expect_nothing_kept(page)


def hold_back(page: Page) -> list[Route]:
    """What is added waits on its way to the server, until the test lets it go on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route) if route.request.method == "POST" else route.continue_()

    page.route("**/redigera/malgrupper/ny-rad/", keep)
    return held


def caught(page: Page, held: list[Route]) -> Route:
    """The first that waits, once it is there; a plain sleep would let no page's call through."""
    wait_until(lambda: bool(held), pause=lambda seconds: page.wait_for_timeout(seconds * 1000))
    return held[0]


def test_who_leaves_while_a_row_is_added_comes_where_they_wanted(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(NEW)
    held = hold_back(page)
    name_of(page).fill("Skolor")
    add(page)
    add(page)
    page.locator(".editor-outline a", has_text="Syfte").first.click()
    route = caught(page, held)
    page.wait_for_timeout(300)
    assert "malgrupper" in page.url
    assert held == [route]
    route.continue_()
    page.wait_for_url("**/redigera/syfte/")
    page.wait_for_timeout(500)
    assert page.url.endswith("/redigera/syfte/")
    assert TargetGroup.objects.filter(name="Skolor").count() == 1
    expect_nothing_kept(page)


def test_an_answer_that_comes_late_does_not_turn_back_who_left(desk: Any, world: World) -> None:
    """By the address bar they may go at once; the browser has asked them whether they want to."""
    page = desk(world.communicator).open(NEW)
    held = hold_back(page)
    name_of(page).fill("Skolor")
    add(page)
    route_of_row = caught(page, held)
    elsewhere = "/planer/utkast/redigera/syfte/"

    def answer_before_the_page_is_there(route: Route) -> None:
        with page.expect_event("requestfinished", lambda one: "/ny-rad/" in one.url):
            route_of_row.continue_()
        page.wait_for_timeout(300)
        route.continue_()

    page.route(f"**{elsewhere}", answer_before_the_page_is_there)
    page.goto(page.url.split("/planer/")[0] + elsewhere)
    page.wait_for_timeout(500)
    assert page.url.endswith(elsewhere)
    assert TargetGroup.objects.filter(name="Skolor").count() == 1
    expect_nothing_kept(page)


def test_a_comment_is_kept_until_it_is_stored(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(COMMENTS)
    page.locator("#id_text").fill("Stämmer det?")
    page.wait_for_function("Object.keys(localStorage).length")
    page.reload()
    page.get_by_role("button", name="Använd det jag skrev").click()
    page.get_by_role("button", name="Skriv kommentaren").click()
    expect(page.get_by_text("Kommentaren är sparad.")).to_be_visible()
    assert [comment.text for comment in Comment.objects.all()] == ["Stämmer det?"]
    expect_nothing_kept(page)


def upload(page: Page, colour: tuple[int, int, int]) -> None:
    page.locator("[data-row-form] input[type=file]").set_input_files(
        {"name": "bild.png", "mimeType": "image/png", "buffer": picture(colour)}
    )


def choose_picture(page: Page, colour: tuple[int, int, int]) -> str:
    """Choose a file; the SHA-256 of what is saved then."""
    with page.expect_response("**/rad/karta/") as answered:
        upload(page, colour)
    return str(answered.value.json()["values"]["image"])


def test_a_picture_is_shown_when_it_is_saved_and_stays(desk: Any, world: World) -> None:
    page = desk(world.communicator).open(FIGURE)
    form = page.locator("[data-row-form]")
    expect(form.locator("img")).to_be_visible()
    sha256 = choose_picture(page, (10, 200, 10))
    expect(form.locator("img")).to_have_attribute("src", f"/planer/utkast/utkast/bilder/{sha256}")
    figures = Figure.objects.filter(node__key="karta", section__plan=world.draft, image=sha256)
    for words in ("Kartan", "Kartan över torget"):
        form.get_by_label("Bildtext").fill(words)
        page.keyboard.press("Control+s")
        wait_until(figures.filter(caption=words).exists)
        expect(form.locator("form[data-autosave] [data-saved]")).to_contain_text(SAVED)
        page.wait_for_timeout(1200)  # so long a save by itself could still come and change it
    assert figures.get().caption == "Kartan över torget"


def test_two_who_choose_a_picture_see_what_is_saved(desk: Any, world: World) -> None:
    mine = desk(world.communicator).open(FIGURE)
    theirs = desk(world.police_communicator).open(FIGURE)
    saved = choose_picture(theirs, (10, 200, 10))
    upload(mine, (10, 10, 200))
    conflict = mine.locator("[data-conflict]")
    expect(conflict.locator("img")).to_have_attribute(
        "src", f"/planer/utkast/utkast/bilder/{saved}"
    )
    expect(conflict).not_to_contain_text(saved[:8])
    conflict.get_by_role("button", name="Spara så här").click()
    expect(conflict).to_have_count(0)
    figure = Figure.objects.get(node__key="karta", section__plan=world.draft)
    assert figure.image_id != saved
    shown = mine.locator("[data-row-form] img")
    expect(shown).to_have_attribute("src", f"/planer/utkast/utkast/bilder/{figure.image_id}")


def test_a_finger_that_rests_drags_and_one_that_moves_scrolls(desk: Any, world: World) -> None:
    viewport = {"width": 390, "height": 700}
    one = desk(world.communicator, viewport=viewport, has_touch=True, is_mobile=True)
    page = one.open(ROWS)
    page.evaluate("document.querySelector('[data-rows]').scrollIntoView()")
    swipe(page, rest=0)
    assert order_of(world) == ["boende", "chefer"]
    page.evaluate("document.querySelector('[data-rows]').scrollIntoView()")
    with page.expect_navigation():
        swipe(page, rest=1500)
    assert order_of(world) == ["chefer", "boende"]


def order_of(world: World) -> list[str]:
    section = Section.objects.get(node__key="malgrupper", plan=world.draft)
    rows = TargetGroup.objects.filter(section=section).order_by("position")
    return list(rows.values_list("node__key", flat=True))


def swipe(page: Page, *, rest: int) -> None:
    """From the first row to below the second, after resting for ``rest`` milliseconds."""
    wire = page.context.new_cdp_session(page)
    page.wait_for_function("document.querySelector('[data-rows] .line')")
    first, second = (
        page.locator(f"#{key} .line-words").bounding_box() for key in ("boende", "chefer")
    )
    assert first is not None
    assert second is not None
    x, top, bottom = first["x"] + 10, first["y"] + 8, second["y"] + second["height"]

    def touch(kind: str, *points: dict[str, float]) -> None:
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": top})
    page.wait_for_timeout(rest)
    for step in range(1, 11):
        touch("touchMove", {"x": x, "y": top + (bottom + 10 - top) * step / 10})
        page.wait_for_timeout(40)
    touch("touchEnd")
