"""What a page weighs for somebody who comes for the first time, as the server sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from overview.demo import COMMUNICATOR, COORDINATOR, READER

from .conftest import Enter
from .installation import Installation

pytestmark = pytest.mark.browser
KILOBYTE = 1024
HEAVIEST = 80 * KILOBYTE
HEAVIEST_EDITING = HEAVIEST + 120 * KILOBYTE  # the editor over texts has 90 of its own
MOST_SCRIPT = 20 * KILOBYTE
MOST_REQUESTS = 8
IN_FORCE = "/planer/kommunikationsplan-ostra-alvhamra/"
PAGES = [
    (None, "/konto/logga-in/"),
    (None, "/tillganglighet/"),
    (None, "/kontroll/"),
    (READER, "/"),
    (READER, "/overenskommelser/ostra-alvhamra-polisen/"),
    (COMMUNICATOR, "/lage/"),
    (COMMUNICATOR, "/overenskommelser/ostra-alvhamra-polisen/lage/"),
    (READER, IN_FORCE),
    (COMMUNICATOR, "/"),
    (COMMUNICATOR, IN_FORCE),
    (COMMUNICATOR, f"{IN_FORCE}version/1/"),
    (COMMUNICATOR, f"{IN_FORCE}versioner/"),
    (COMMUNICATOR, f"{IN_FORCE}utkast/"),
    (COMMUNICATOR, "/planer/kommunikationspolicy-ostra-alvhamra/utkast/"),
]
EDITING = [
    f"{IN_FORCE}redigera/",
    f"{IN_FORCE}redigera/malgrupper-internt/",
    f"{IN_FORCE}historik/",
    f"{IN_FORCE}papperskorg/",
    f"{IN_FORCE}kommentarer/",
    f"{IN_FORCE}granskning/",
    "/overenskommelser/ostra-alvhamra-polisen/medlemmar/",
    "/overenskommelser/ostra-alvhamra-polisen/historik/",
]
# What changes pages in place, and what draws signs as letters: reading needs neither.
UNWANTED = ("htmx", "bootstrap", "icons", "sortable", "prosemirror", "editor")


@dataclass
class Load:
    """Everything that was fetched: address, kind, and bytes on the wire with their headers."""

    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)

    def bytes_of(self, *kinds: str) -> float:
        """The bytes of some kinds of file; of all, if none is said."""
        return sum(
            size
            for request, size in self.sizes.items()
            if not kinds or self.kinds.get(request) in kinds
        )


def load(page: Page, path: str) -> Load:
    """Fetch a page with all that it asks for, as the browser's own network log has it."""
    found = Load()
    session = page.context.new_cdp_session(page)

    def sent(event: dict[str, Any]) -> None:
        found.addresses[event["requestId"]] = event["request"]["url"]
        found.kinds[event["requestId"]] = event.get("type", "")

    def finished(event: dict[str, Any]) -> None:
        found.sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answer = page.goto(path, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    return found


@pytest.mark.parametrize("path", EDITING)
def test_page_of_the_editor_is_light(enter: Enter, path: str) -> None:
    """The editor over texts comes with it; a page that is only for reading the plan's way has none."""
    found = load(enter(COORDINATOR), path)
    print(f"{found.bytes_of() / KILOBYTE:6.1f} KB {len(found.addresses)} requests {path}")
    assert found.bytes_of() <= HEAVIEST_EDITING
    is_editor = "/redigera/" in path
    assert any("vendor/richtext" in url for url in found.addresses.values()) == is_editor


@pytest.mark.parametrize(("email", "path"), PAGES)
def test_page_is_light(
    enter: Enter, installation: Installation, email: str | None, path: str
) -> None:
    found = load(enter(email), path)
    total, script = found.bytes_of(), found.bytes_of("Script")
    print(f"{total / KILOBYTE:6.1f} KB {len(found.addresses)} requests {path}")
    assert found.sizes.keys() == found.addresses.keys(), "something was not fetched to its end"
    assert total <= HEAVIEST
    assert script <= MOST_SCRIPT
    assert len(found.addresses) <= MOST_REQUESTS
    others = [url for url in found.addresses.values() if not url.startswith(installation.url)]
    assert others == []
    assert [url for url in found.addresses.values() if any(word in url for word in UNWANTED)] == []


def test_the_network_log_sees_a_heavy_page(enter: Enter) -> None:
    """The control: the admin brings scripts and more files than a reading page may."""
    found = load(enter("administrator@alvhamra.example"), "/admin/accounts/user/")
    assert len(found.addresses) > MOST_REQUESTS
    assert found.bytes_of("Script") > MOST_SCRIPT


def test_files_of_the_pages_are_compressed_and_kept(enter: Enter) -> None:
    page = enter(READER)
    with page.expect_response(lambda response: response.url.endswith(".css")) as styled:
        page.goto(IN_FORCE)
    headers = styled.value.headers
    assert headers["content-encoding"] in {"br", "gzip"}
    assert "immutable" in headers["cache-control"]
