"""The main job from end to end: sign in, read a plan, fetch it as a PDF, leave."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import BrowserType, Page, expect

from overview.demo import COMMUNICATOR, READER

from .conftest import Enter, listen, sign_in
from .installation import Installation

pytestmark = pytest.mark.browser
AGREEMENT = "Samverkansöverenskommelse Östra Älvhamra och polisen"
PLAN = "/planer/kommunikationsplan-ostra-alvhamra/"
MINUTE = 60_000


def pages_of(pdf: bytes) -> int:
    """How many pages the PDF has; raises when it is none."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_a_person_signs_in_and_finds_the_plan_in_force(
    page: Page, installation: Installation
) -> None:
    heard: list[str] = []
    listen(page, heard)
    page.goto(f"{installation.url}{PLAN}")
    expect(page).to_have_url(re.compile(r"/konto/logga-in/\?next="))
    page.get_by_label("E-post").fill(READER)
    page.get_by_label("Lösenord").fill("inte rätt alls")
    page.get_by_role("button", name="Logga in").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("E-postadressen eller lösenordet stämmer inte.")
    expect(page).to_have_title(re.compile("^Fel:"))
    page.get_by_label("Lösenord").fill("samrad-demo-2026")
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(f"{installation.url}{PLAN}")
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Start").click()
    page.get_by_role("link", name=AGREEMENT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(AGREEMENT)
    page.locator(".plan-row-title").first.click()
    expect(page).to_have_url(f"{installation.url}{PLAN}")
    expect(page.locator(".doc-banner")).to_contain_text("gäller från och med")
    assert heard == []


def test_a_missing_word_is_said_beside_its_field(enter: Enter) -> None:
    page = enter()
    page.goto("/konto/logga-in/")
    page.get_by_label("E-post").fill(READER)
    page.get_by_role("button", name="Logga in").click()
    field = page.get_by_label("Lösenord")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    beside = [page.locator(f"[id='{name}']").inner_text() for name in described]
    assert "Detta fält måste fyllas i." in " ".join(beside)
    expect(page.locator(".error-summary")).to_contain_text("Lösenord: Detta fält måste fyllas i.")


@pytest.mark.parametrize(("email", "path"), [(READER, PLAN), (COMMUNICATOR, f"{PLAN}utkast/")])
def test_contents_lead_to_headings_in_order(enter: Enter, email: str, path: str) -> None:
    page = enter(email)
    page.goto(path)
    links = page.locator(".doc-toc a")
    targets = [link.get_attribute("href") or "" for link in links.all()]
    assert len(targets) > 5
    tops = []
    for target in targets:
        section = page.locator(f"[id='{target.removeprefix('#')}']")
        assert section.count() == 1, target
        tops.append(section.evaluate("e => e.getBoundingClientRect().top"))
    assert tops == sorted(tops), "the contents are in another order than the text"
    links.last.click()
    page.wait_for_function(
        "target => decodeURIComponent(location.hash) === target", arg=targets[-1]
    )
    expect(page.locator(f"[id='{targets[-1].removeprefix('#')}']")).to_be_in_viewport()
    levels = page.eval_on_selector_all(
        "main :is(h1,h2,h3,h4,h5,h6)", "all => all.map(e => Number(e.tagName[1]))"
    )
    assert levels.count(1) == 1
    steps = zip([levels[0], *levels], levels, strict=False)
    assert all(after - before <= 1 for before, after in steps), levels


def test_the_draft_becomes_a_pdf_while_one_waits(enter: Enter) -> None:
    page = enter(COMMUNICATOR)
    page.goto(f"{PLAN}utkast/")
    page.get_by_role("button", name="Skapa PDF").click()
    expect(page).to_have_url(re.compile("/utskrifter/"))
    fetch = page.get_by_role("link", name="Hämta PDF")
    expect(fetch).to_be_visible(timeout=2 * MINUTE)
    with page.expect_download() as started:
        fetch.click()
    assert started.value.suggested_filename == "kommunikationsplan-ostra-alvhamra-utkast.pdf"
    assert pages_of(started.value.path().read_bytes()) > 2


def test_the_appendix_in_force_is_fetched_from_storage(
    enter: Enter, installation: Installation
) -> None:
    page = enter(READER)
    page.goto(PLAN)
    button = page.get_by_role("button", name="Hämta bilagan som PDF")
    if button.count():  # nobody has asked for it yet, so it waits for the worker
        button.click()
        expect(page.get_by_role("link", name="Hämta PDF")).to_be_visible(timeout=2 * MINUTE)
        page.goto(PLAN)
    with page.expect_download() as first:
        page.get_by_role("link", name="Hämta bilagan som PDF").click()
    pdf = first.value.path().read_bytes()
    assert pages_of(pdf) > 2
    answer = page.request.get(f"{PLAN}bilaga.pdf")
    assert answer.body() == pdf, "what is in force is printed once"


def test_after_signing_out_the_back_button_shows_nothing(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], installation: Installation
) -> None:
    """In a browser that keeps whole pages for the back button, as people's do and Playwright's does not."""
    browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_page(base_url=installation.url)
    page.goto("/kakor/")
    sign_in(page, installation.url, READER)
    page.goto(PLAN)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Logga ut").click()
    expect(page).to_have_url(re.compile("/konto/logga-in/"))
    page.go_back(wait_until="commit")
    expect(page.get_by_role("button", name="Logga in")).to_be_visible()
    assert title not in page.content()
    browser.close()


def test_everything_can_be_read_without_javascript(enter: Enter) -> None:
    page = enter(COMMUNICATOR, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name=AGREEMENT).click()
    page.locator(".plan-row-title").first.click()
    expect(page.locator(".doc-section").first).to_be_visible()
    expect(page.locator(".doc-toc a").first).to_be_visible()
    page.get_by_role("link", name="Visa utkastet").click()
    page.get_by_role("button", name="Skapa PDF").click()
    # The page asks again by itself, without a script.
    expect(page.get_by_role("link", name="Hämta PDF")).to_be_visible(timeout=2 * MINUTE)
