"""The frame around every page, as a browser shows it: accessible, quiet, and fit for narrow screens."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from .axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES = ["/konto/logga-in/", "/konto/glomt-losenord/", "/tillganglighet/", "/kakor/"]
WIDTHS = [1440, 390, 320]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Collect what the browser's console says; a content security policy that is broken shows up there."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_accessible_and_fits(
    page: Page, live_server: LiveServer, complaints: list[str], address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + address)
    assert violations(page) == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_sees_what_is_wrong(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/kakor/")
    page.evaluate("document.querySelector('main h1').style.color = '#eee'")
    assert any(line.startswith("color-contrast") for line in violations(page))


def test_keyboard_meets_the_skip_link_first_and_sees_where_it_is(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url + "/kakor/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#innehall")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "solid 3px" in outline


def test_errors_stand_on_top_and_lead_to_their_fields(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/konto/logga-in/")
    page.get_by_role("button", name="Logga in").click()
    page.locator(".error-summary a").first.click()
    field = page.locator("input:focus")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby") or ""
    assert any(
        page.locator(f"[id='{name}'].invalid-feedback").count() for name in described.split()
    )
    assert violations(page) == []


def test_cold_page_is_light_and_asks_only_our_own_host(page: Page, live_server: LiveServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/kakor/", wait_until="networkidle")
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert len(asked) <= 8
    assert [url for url in asked if url.endswith(".js")] == []
