"""Calendar addresses, what an agreement decides about its years, and what happens at the same time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from overview.demo import COMMUNICATOR, COORDINATOR, READER

from .axe import violations
from .conftest import Enter

pytestmark = pytest.mark.browser
SETTINGS = "/overenskommelser/ostra-alvhamra-polisen/aret/"
FEEDS = "/konto/kalendrar/"
WIDTHS = (1440, 390, 320)


def look_at(page: Page) -> None:
    """Accessible and whole at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_is_made_fetched_by_a_stranger_and_closed(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(FEEDS)
    look_at(page)
    page.get_by_role("button", name="Skapa adressen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    page.get_by_label("Vad vill du se").select_option("overenskommelse:ostra-alvhamra-polisen")
    page.get_by_role("button", name="Skapa adressen").click()
    field = page.get_by_label("Adress", exact=True)
    address = field.input_value()
    look_at(page)
    path = re.sub("^https?://[^/]+", "", address)
    stranger = enter(None)
    answer = stranger.request.get(path)
    assert answer.status == 200
    assert "text/calendar" in answer.headers["content-type"]
    assert "set-cookie" not in answer.headers
    page.goto(FEEDS)
    assert address not in page.content()
    page.get_by_role("button", name="Stäng adressen").click()
    expect(page.get_by_text("Adressen gäller inte längre.")).to_be_visible()
    assert stranger.request.get(path).status == 404


def test_a_coordinator_sets_the_breaks_and_the_rest_read_them(enter: Enter) -> None:
    page = enter(COORDINATOR)
    page.goto(SETTINGS)
    look_at(page)
    page.get_by_label("Namn").fill("Provlov")
    page.get_by_label("Från och med").fill("2031-02-24")
    page.get_by_label("Till och med").fill("2031-02-20")
    page.get_by_role("button", name="Lägg till lovet").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    page.get_by_label("Till och med").fill("2031-02-28")
    page.get_by_role("button", name="Lägg till lovet").click()
    expect(page.get_by_text("2031-02-24 – 2031-02-28")).to_be_visible()
    look_at(page)
    reader = enter(READER)
    reader.goto(SETTINGS)
    expect(reader.get_by_text("Provlov")).to_be_visible()
    assert reader.get_by_role("button", name="Lägg till lovet").count() == 0
    look_at(reader)


def test_what_happens_at_the_same_time_can_be_asked_of_other_days(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto("/planer/kommunikationsplan-ostra-alvhamra/ar/")
    [year, *_] = page.locator("main a[href*='/ar/2']").all()
    page.goto(str(year.get_attribute("href")))
    [activity, *_] = page.locator("main a[href*='/insatser/']").all()
    path = str(activity.get_attribute("href"))
    page.goto(f"{path}samtidigt/")
    look_at(page)
    page.get_by_label("Från och med").fill("2027-12-24")
    page.get_by_label("Till och med").fill("2027-12-20")
    page.get_by_role("button", name="Visa dagarna").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    page.get_by_label("Till och med").fill("2027-12-26")
    page.get_by_role("button", name="Visa dagarna").click()
    expect(page.get_by_text("Julafton")).to_be_visible()
    look_at(page)
