"""People in front of a real installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from overview.demo import PASSWORD
from tests.people import World

from .installation import Installation, running

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def installation(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Installation]:
    """The demo, served by gunicorn with a Celery worker behind it; each test process has its own."""
    assert pytestconfig.cache is not None
    cache = pytestconfig.cache.mkdir("static-files")
    with running(tmp_path_factory.mktemp("installation"), cache) as started:
        yield started


@pytest.fixture(scope="session")
def signed_in(
    installation: Installation, browser: Browser, browser_context_args: dict[str, Any]
) -> Callable[[str], Any]:
    """The cookies of somebody who has signed in, by their address."""
    states: dict[str, Any] = {}

    def state(email: str) -> Any:
        if email not in states:
            context = browser.new_context(**browser_context_args)
            page = context.new_page()
            sign_in(page, installation.url, email)
            states[email] = context.storage_state()
            context.close()
        return states[email]

    return state


def sign_in(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    """As a person does."""
    page.goto(f"{url}/konto/logga-in/")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Lösenord").fill(password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda address: "logga-in" not in address)


@pytest.fixture
def world(open_world: World) -> World:
    """The world where the server in front of the browser sees it."""
    return open_world


@pytest.fixture
def enter(
    installation: Installation,
    browser: Browser,
    browser_context_args: dict[str, Any],
    signed_in: Callable[[str], Any],
) -> Iterator[Enter]:
    """A fresh browser with nothing kept, in which ``email`` is signed in; what it complains of fails the test."""
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def open_page(email: str | None = None, **options: Any) -> Page:
        state = signed_in(email) if email else None
        wanted = browser_context_args | {"base_url": installation.url, "storage_state": state}
        context = browser.new_context(**wanted | options)
        contexts.append(context)
        page = context.new_page()
        listen(page, heard)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def listen(page: Page, heard: list[str]) -> None:
    """Note what the console says: errors of scripts, and what the content security policy refused."""

    def note(message: ConsoleMessage) -> None:
        # An answer of 404 or 422 is meant where a test asks for it.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            heard.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
