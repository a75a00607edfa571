"""The year in a real browser: its views are accessible, fit narrow screens, and work by keyboard."""

from __future__ import annotations

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from overview.demo import COMMUNICATOR, DIRECTOR, READER

from .axe import violations
from .conftest import Enter
from .test_every_page import OVERFLOW, tab_through

pytestmark = pytest.mark.browser
YEAR = localdate().year
PLAN = "/planer/kommunikationsplan-ostra-alvhamra/"
HERE = f"{PLAN}ar/{YEAR}/"
FILTERED = "?malgrupp=boende-och-besokare&status=planned&status=done&sok=trygg"
VIEWS = {
    "years": f"{PLAN}ar/",
    "table": HERE,
    "filtered": f"{HERE}{FILTERED}",
    "columns": f"{HERE}?kolumn=audience&kolumn=channels&kolumn=parties&kolumn=speakers",
    "row": f"{HERE}?rad=trygghetsvandring-i-centrum",
    "empty": f"{HERE}?sok=xyzzy",
    "board": f"{HERE}tavla/",
    "month": f"{HERE}kalender/?manad=6",
    "wheel": f"{HERE}arshjul/",
    "wheel by party": f"{HERE}arshjul/?ring=part",
    "coverage": f"{HERE}tackning/",
}
WIDTHS = (1440, 390)


@pytest.mark.parametrize("view", VIEWS)
def test_view_is_accessible_and_fits(enter: Enter, view: str) -> None:
    page = enter(COMMUNICATOR)
    page.goto(VIEWS[view])
    for folded in page.locator("details > summary").all():
        folded.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOW) <= 0, "scrolls sideways at 320 px"


@pytest.mark.parametrize("who", [READER, DIRECTOR])
def test_who_only_reads_has_the_same_views_without_forms(enter: Enter, who: str) -> None:
    page = enter(who)
    for view in ("table", "board", "month", "wheel", "coverage"):
        page.goto(VIEWS[view])
        assert violations(page) == [], view
        assert page.locator("main button:visible", has_text="Lägg till").count() == 0
        assert page.locator(".board-moves button, a[data-open-row]").count() == 0


@pytest.mark.parametrize("view", ["table", "board", "month", "wheel", "coverage"])
def test_view_is_walked_by_keyboard(enter: Enter, view: str) -> None:
    page = enter(COMMUNICATOR, viewport={"width": 1280, "height": 900})
    page.goto(VIEWS[view])
    stops = tab_through(page, most=300)
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    # The button of a day field is drawn, and marked, by the browser itself.
    unmarked = [s["name"] for s in stops if not (s["outline"] or s["shadow"])]
    unmarked = [name for name in unmarked if name != "INPUT starts_on"]
    assert unmarked == []
    reachable = page.locator("main :is(a[href]:not([tabindex]), button, select, summary):visible")
    assert len(stops) >= min(reachable.count(), 300)


def test_filters_are_set_shared_by_all_views_and_cleared(enter: Enter) -> None:
    page = enter(READER)
    page.goto(HERE)
    everything = page.locator("tbody tr").count()
    page.get_by_text("Filtrera", exact=True).click()
    page.locator("#filter_malgrupp").select_option(label="Skolor")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile("malgrupp=skolor"))
    page.wait_for_load_state()
    few = page.locator("tbody tr").count()
    assert 0 < few < everything
    page.get_by_role("link", name="Täckning").click()
    expect(page.locator(".filters-set")).to_contain_text("Skolor")
    page.get_by_role("link", name=re.compile("Ta bort filtret")).click()
    expect(page.locator(".filters-set")).to_have_count(0)


def test_the_table_is_sorted_by_its_heads(enter: Enter) -> None:
    page = enter(READER)
    page.goto(HERE)
    page.get_by_role("columnheader", name="Aktivitet").get_by_role("link").click()
    page.wait_for_load_state()
    names = page.locator("tbody th a").all_inner_texts()
    assert len(names) > 10
    page.get_by_role("columnheader", name="Aktivitet").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Aktivitet")
    page.wait_for_load_state()
    assert page.locator("tbody th a").all_inner_texts() == names[::-1]


def test_a_row_is_edited_in_place_and_saves_itself(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(HERE)
    row = page.locator("#ljusvandring-i-advent")
    row.get_by_role("link", name="Redigera").click()
    form = page.locator("[data-row-form]")
    form.get_by_label("Effekt").fill("Parken känns trygg också i mörker.")
    expect(form.locator("[data-saved]")).to_contain_text("Sparat")
    form.get_by_role("link", name="Stäng").click()
    expect(row).to_contain_text("Parken känns trygg också i mörker.")
    assert violations(page) == []


def column(page: Page, status: str) -> str:
    return f"[data-status={status}]"


def test_a_card_is_moved_by_button_and_by_keyboard(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(VIEWS["board"])
    card = page.locator("#kontakt-med-medier-efter-en-allvarlig-handelse")
    card.get_by_role("button", name=re.compile("^Pågår")).click()
    said = page.locator("[data-board-words]")
    expect(said).to_contain_text("står nu under Pågår")
    moved = page.locator(
        f"{column(page, 'ongoing')} #kontakt-med-medier-efter-en-allvarlig-handelse"
    )
    # The keyboard stays on the card.
    expect(moved.locator(":focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("står nu under Förankrad")
    assert violations(page) == []


def drag(page: Page, one: Locator, to: Locator) -> None:
    """With the mouse, as a hand does: pressed, moved bit by bit, let go."""
    start, end = one.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + 14)
    page.mouse.down()
    page.mouse.move(start["x"] + 45, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + 40, end["y"] + 10, steps=8)
    page.wait_for_timeout(200)
    page.mouse.up()


def test_a_card_is_dragged_to_another_column(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(VIEWS["board"])
    card = page.locator("#film-om-samverkan-i-ostra-alvhamra")
    counts = {s: page.locator(f"{column(page, s)} [data-count]") for s in ("idea", "planned")}
    before = {status: int(count.inner_text()) for status, count in counts.items()}
    card.hover()  # the library is fetched when a mouse comes near
    page.locator("[data-draggable]").wait_for()
    drag(page, card, page.locator(f"{column(page, 'planned')} .board-card").first)
    expect(page.locator("[data-board-words]")).to_contain_text("står nu under Planerad")
    expect(counts["idea"]).to_have_text(str(before["idea"] - 1))
    expect(counts["planned"]).to_have_text(str(before["planned"] + 1))
    page.reload()
    expect(
        page.locator(f"{column(page, 'planned')} #film-om-samverkan-i-ostra-alvhamra")
    ).to_be_visible()


def test_without_scripts_rows_and_cards_work_all_the_same(enter: Enter) -> None:
    page = enter(COMMUNICATOR, java_script_enabled=False)
    page.goto(HERE)
    page.locator("#skolstartsveckan").get_by_role("link", name="Redigera").click()
    page.locator("[data-row-form]").get_by_label("Effekt").fill("Lugnt vid skolan.")
    page.locator("[data-row-form]").get_by_role("button", name="Spara").click()
    expect(page.locator("#skolstartsveckan")).to_contain_text("Lugnt vid skolan.")
    page.goto(VIEWS["board"])
    card = page.locator("#medborgardialog-om-ny-overenskommelse")
    card.get_by_role("button", name=re.compile("^Planerad")).click()
    expect(
        page.locator(f"{column(page, 'planned')} #medborgardialog-om-ny-overenskommelse")
    ).to_be_visible()


def test_the_month_turns_and_is_a_list_on_a_telephone(enter: Enter) -> None:
    page = enter(READER, viewport={"width": 390, "height": 800})
    page.goto(VIEWS["month"])
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", name=f"Juli {YEAR}")).to_be_visible()
    page.wait_for_load_state()
    assert page.locator(".month td.is-empty:visible").count() == 0
    assert page.locator(".month .day-long:visible").count() > 0


def test_start_page_and_plan_lead_to_the_year(enter: Enter) -> None:
    page = enter(READER)
    page.goto("/")
    page.get_by_role("link", name=f"Aktivitetsplan {YEAR}").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Aktivitetsplan {YEAR}")
    page.goto(PLAN)
    page.get_by_role("link", name="Aktivitetsplan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aktivitetsplaner")
