"""A person at work in the editor, in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.people import PASSWORD, World


@dataclass
class Desk:
    """One person's browser: its pages, and what they complained of."""

    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page

    def sign_in(self, user: User, page: Page | None = None) -> None:
        page = page or self.context.new_page()
        page.goto(f"{self.address}/konto/logga-in/")
        page.get_by_label("E-post").fill(user.email)
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(lambda url: "logga-in" not in url)
        page.close()

    def _listen(self, message: Any) -> None:
        # A refused or failed request is written to the console by the browser itself.
        is_own = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not is_own:
            self.complaints.append(message.text)


def expect_nothing_kept(page: Page) -> None:
    """The browser lets go of what was typed once it is stored."""
    page.wait_for_function("Object.keys(localStorage).length === 0")


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, world: World) -> Iterator[Callable[..., Desk]]:
    """A maker of browsers with somebody signed in."""
    cache.clear()  # how often somebody signs in is counted there
    made: list[Desk] = []

    def make(user: User, **options: Any) -> Desk:
        context = browser.new_context(
            locale="sv-SE", timezone_id="Europe/Stockholm", **{"viewport": None} | options
        )
        one = Desk(context, live_server.url)
        one.sign_in(user)
        made.append(one)
        return one

    yield make
    for one in made:
        one.context.close()
        assert one.complaints == []
