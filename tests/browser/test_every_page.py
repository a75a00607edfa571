"""Every page and state, at the widths people have: accessible, whole, and usable by keyboard."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from overview.demo import (
    COMMUNICATOR,
    COORDINATOR,
    DIRECTOR,
    FUND_CHIEF,
    NEIGHBOUR_COORDINATOR,
    READER,
)

from .axe import violations
from .conftest import Enter
from .installation import Installation

pytestmark = pytest.mark.browser
ADMINISTRATOR = "administrator@alvhamra.example"
PLAN = "/planer/kommunikationsplan-ostra-alvhamra/"
PAGES = [
    (READER, "/"),
    (FUND_CHIEF, "/"),
    (ADMINISTRATOR, "/"),  # no role anywhere: the empty start page
    (READER, "/overenskommelser/ostra-alvhamra-polisen/"),
    (NEIGHBOUR_COORDINATOR, "/overenskommelser/norrskog-polisen/"),  # has expired
    (COORDINATOR, "/overenskommelser/ostra-alvhamra-polisen/oversyner/"),
    (COMMUNICATOR, "/overenskommelser/ostra-alvhamra-polisen/atgarder/"),
    (COORDINATOR, "/lage/"),
    (READER, "/lage/"),  # who only reads has nothing to see there
    (COORDINATOR, "/overenskommelser/ostra-alvhamra-polisen/lage/"),
    (COORDINATOR, "/overenskommelser/ostra-alvhamra-polisen/lage/?ar=2020"),  # an empty year
    (NEIGHBOUR_COORDINATOR, "/overenskommelser/norrskog-polisen/lage/"),  # has expired
    (COORDINATOR, "/overenskommelser/ostra-alvhamra-polisen/paminnelser/"),
    (COORDINATOR, "/konto/utskick/"),
    (FUND_CHIEF, "/konto/utskick/"),
    (ADMINISTRATOR, "/administration/"),
    (ADMINISTRATOR, "/administration/utskick/"),
    (READER, PLAN),
    (COMMUNICATOR, f"{PLAN}version/1/"),
    (COMMUNICATOR, f"{PLAN}versioner/"),
    (COMMUNICATOR, f"{PLAN}utkast/"),
    (COMMUNICATOR, f"{PLAN}utkast/jamfor/"),
    (COORDINATOR, f"{PLAN}foresla/"),
    (COMMUNICATOR, "/planer/kommunikationspolicy-ostra-alvhamra/utkast/"),
    (NEIGHBOUR_COORDINATOR, "/planer/kommunikationsplan-norrskog/"),  # expired
    (FUND_CHIEF, "/planer/kommunikationsplan-samordningsforbundet/utkast/"),  # wide tables
    (COORDINATOR, "/planer/kommunikationsstrategi-alvskog/utkast/"),
    (READER, "/konto/losenord/"),
    (READER, "/konto/logga-ut/"),
    (READER, "/finns-inte/"),  # 404
    (READER, "/admin/"),  # 403
    (COMMUNICATOR, f"{PLAN}utkast/skriv-ut/"),  # 405
    (None, "/konto/logga-in/"),
    (None, "/konto/glomt-losenord/skickat/"),
    (None, "/konto/nytt-losenord/1-a-b/"),  # a spent link
    (None, "/kontroll/"),
    (None, "/kontroll/AAAA-BBBB-CC/"),
]

# A mail with what comes with it, and a reminder that no mail has carried.
SEND = """
from django.utils.timezone import localdate
from accounts.models import User
from core.mail import MailAttachment, queue_mail
from evaluations.models import Notice
from plans.models import Agreement
to = User.objects.get(email="stadsdelsdirektor@alvhamra.example")
queue_mail(
    to=to.email,
    template="address_changed",
    context={"name": "Ett-mycket-" * 20 + "namn", "new_address": "https://samrad.example/" + "a" * 200},
    attachments=[MailAttachment("en-" * 60 + "kallelse.ics", b"BEGIN:VCALENDAR", "text/calendar")],
    unique_key="every-page",
)
Notice.objects.get_or_create(unique_key="every-page", defaults={
    "user": User.objects.get(email="samordnare@alvhamra.example"), "kind": "plan",
    "agreement": Agreement.objects.first(),
    "due_on": localdate(), "told_on": localdate(), "subject": "Planen " + "lång" * 40,
    "reason": "plan, 30 dagar före", "text": "Se " + "ord" * 90, "link": "/",
})
"""
WIDTHS = (1440, 390)
NARROWEST = 320  # CSS pixels; what 1280 become at 400 per cent (WCAG 2.2, 1.4.10)
# What the page lets stick out to the right, by where it stands.
OVERFLOW = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
IDS = [f"{path} {(email or 'nobody').partition('@')[0]}" for email, path in PAGES]


@pytest.mark.parametrize(("email", "path"), PAGES, ids=IDS)
def test_page_is_accessible_and_fits(enter: Enter, email: str | None, path: str) -> None:
    page = enter(email)
    page.goto(path)
    fits_everywhere(page)


def fits_everywhere(page: Page) -> None:
    """Whatever the width, axe finds nothing, and the narrowest screen need not be moved sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert page.evaluate(OVERFLOW) <= 0, "scrolls sideways at 320 px"


@pytest.mark.parametrize(
    ("email", "path", "link"),
    [
        (DIRECTOR, "/konto/utskick/", "mejl"),
        (COORDINATOR, "/konto/utskick/", "paminnelser"),
        (ADMINISTRATOR, "/administration/utskick/", "utskick"),
    ],
)
def test_what_was_sent_is_accessible_and_fits(
    installation: Installation, enter: Enter, email: str, path: str, link: str
) -> None:
    installation.manage("shell", "-c", SEND)
    page = enter(email)
    page.goto(path)
    page.locator(f"a.member-name[href*='/{link}/']").first.click()
    page.wait_for_url(re.compile(rf"/{link}/\d+/"))
    fits_everywhere(page)


@pytest.mark.parametrize("path", ["/", PLAN])
def test_page_fits_at_200_per_cent(enter: Enter, path: str) -> None:
    """Half the width at twice the pixels is what zooming does to the layout."""
    page = enter(READER, viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.goto(path)
    assert page.evaluate(OVERFLOW) <= 0
    # Text alone at twice its size (WCAG 2.2, 1.4.4): nothing may be cut off.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) <= 0


FOCUSED = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return {
        name: e.tagName + ' ' + (e.innerText || e.getAttribute('aria-label') || e.name || '').slice(0, 60),
        body: e === document.body,
        top: box.top + scrollY, head: e.closest('.site-head') !== null,
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        shadow: style.boxShadow !== 'none',
    }
}"""


def tab_through(page: Page, most: int = 150) -> list[dict[str, object]]:
    """Every stop of the Tab key, until it leaves the page."""
    stops: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["body"]:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(
    ("email", "path"), [(READER, "/"), (COMMUNICATOR, f"{PLAN}utkast/"), (None, "/konto/logga-in/")]
)
def test_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    enter: Enter, email: str | None, path: str
) -> None:
    page = enter(email, viewport={"width": 390, "height": 800})
    page.goto(path)
    if path.startswith("/konto"):
        page.evaluate("document.activeElement.blur()")  # the form has taken the focus
    stops = tab_through(page)
    assert "Hoppa till innehållet" in str(stops[0]["name"]) or path.startswith("/konto")
    hidden = [stop["name"] for stop in stops if not stop["seen"]]
    unmarked = [stop["name"] for stop in stops if not (stop["outline"] or stop["shadow"])]
    assert hidden == []
    assert unmarked == []
    reachable = page.locator(
        "a[href]:visible, button:visible, input:not([type=hidden]):visible, summary:visible"
    )
    assert len(stops) >= min(reachable.count(), 150)
    jumps = [
        (before["name"], after["name"])
        for before, after in pairwise(stop for stop in stops[1:] if not stop["head"])
        if float(str(after["top"])) < float(str(before["top"])) - 60
    ]
    assert jumps == [], "the order of the keyboard is not that of the eye"


def test_the_plan_is_reached_and_left_by_keyboard_alone(enter: Enter) -> None:
    page = enter(READER)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#innehall")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "plan-row-title":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PLAN}")
