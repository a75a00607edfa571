"""Members, invitations, new plans and administration, as a browser shows them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from overview.demo import (
    ADMINISTRATOR,
    COMMUNICATOR,
    COORDINATOR,
    NEIGHBOUR_COORDINATOR,
    READER,
)

from .axe import violations
from .conftest import Enter
from .installation import Installation

pytestmark = pytest.mark.browser
AGREEMENT = "/overenskommelser/ostra-alvhamra-polisen/"
PAGES = [
    (READER, f"{AGREEMENT}medlemmar/"),
    (COORDINATOR, AGREEMENT),
    (COORDINATOR, f"{AGREEMENT}medlemmar/"),
    (READER, f"{AGREEMENT}historik/"),
    (COORDINATOR, f"{AGREEMENT}historik/"),
    (COORDINATOR, f"{AGREEMENT}fornya/"),
    (COMMUNICATOR, f"{AGREEMENT}ny-plan/"),
    (None, "/inbjudan/finns-inte/"),
    (ADMINISTRATOR, "/administration/"),
    (ADMINISTRATOR, "/administration/organisationer/"),
    (ADMINISTRATOR, "/administration/organisationer/1/"),
    (ADMINISTRATOR, "/administration/overenskommelser/"),
    (ADMINISTRATOR, "/administration/overenskommelser/ny/"),
    (ADMINISTRATOR, "/administration/overenskommelser/1/"),
    (ADMINISTRATOR, "/administration/overenskommelser/1/parter/1/"),
    (ADMINISTRATOR, "/administration/personer/"),
    (ADMINISTRATOR, "/administration/personer/1/"),
    (ADMINISTRATOR, "/administration/personer/ny/"),
    (ADMINISTRATOR, "/administration/utskick/"),
]
WIDTHS = (1440, 390, 320)
IDS = [f"{path} {(email or 'nobody').partition('@')[0]}" for email, path in PAGES]


def look_at(page: Page) -> None:
    """Accessible and whole at every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def link_in_mail(installation: Installation, to: str) -> str:
    """The path of the link in the newest mail to that address: the command shows what no page does."""
    [number, *_] = re.findall(rf"(?m)^(\d+) .* {re.escape(to)} ", installation.manage("show_mail"))
    return str(re.findall(r"/inbjudan/[\w-]+/", installation.manage("show_mail", number))[0])


@pytest.mark.parametrize(("email", "path"), PAGES, ids=IDS)
def test_page_is_accessible_and_fits(enter: Enter, email: str | None, path: str) -> None:
    page = enter(email)
    page.goto(path)
    look_at(page)


def test_from_an_invitation_to_a_plan_that_is_begun(
    enter: Enter, installation: Installation
) -> None:
    """A coordinator invites; somebody without an account joins, begins a plan, and writes."""
    page = enter(COORDINATOR)
    page.goto(f"{AGREEMENT}medlemmar/")
    page.get_by_role("button", name="Skicka inbjudan").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page)
    page.get_by_label("E-post").fill("ny.kommunpolis@polisen.example")
    page.get_by_label("Organisation").select_option("Lokalpolisområde Älvhamra/Norrskog")
    page.get_by_label("Roll", exact=False).select_option("communicator")
    page.get_by_role("button", name="Skicka inbjudan").click()
    expect(page.get_by_text("Väntar på svar")).to_be_visible()
    look_at(page)
    link = link_in_mail(installation, "ny.kommunpolis@polisen.example")
    guest = enter(None)
    guest.goto(link)
    look_at(guest)
    guest.get_by_label("Namn").fill("Ny Kommunpolis")
    guest.get_by_label("Lösenord", exact=False).first.fill("sju sorters kakor")
    guest.get_by_label("Lösenord igen").fill("sju sorters kakor")
    guest.get_by_role("button", name="Skapa kontot och tacka ja").click()
    expect(guest.get_by_text("Välkommen!")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Länken går inte att använda")).to_be_visible()
    guest.get_by_role("link", name="Ny plan").click()
    guest.get_by_role("button", name="Skapa planen").click()
    expect(guest.locator(".error-summary")).to_be_visible()
    look_at(guest)
    guest.set_viewport_size({"width": 1440, "height": 900})
    guest.get_by_label("Titel").fill("Trygg sommar")
    guest.get_by_label("Plan för kommun och polis").check()
    guest.get_by_role("button", name="Skapa planen").click()
    expect(guest.get_by_text("Planen är skapad")).to_be_visible()
    expect(guest.get_by_role("link", name="Huvudbudskap")).to_be_visible()


def test_a_role_is_changed_by_keyboard(enter: Enter) -> None:
    """That of somebody whom no other test signs in: the installation is the same for all of them."""
    page = enter(NEIGHBOUR_COORDINATOR)
    page.goto("/overenskommelser/norrskog-polisen/medlemmar/")
    page.get_by_role("link", name=re.compile("Ändra Kommundirektör")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Spara rollerna")).to_be_visible()
    look_at(page)
    page.get_by_label("Kommunikatör", exact=False).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Spara rollerna").focus()
    page.keyboard.press("Enter")
    row = page.locator(".people-row", has_text="Kommundirektör")
    expect(row.locator(".badge")).to_have_count(2)
