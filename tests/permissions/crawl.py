"""Following every link, as a search engine would that somebody had let in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

# The admin's lists link to each way of sorting and filtering them; one such step is enough.
OWN_HOST = "http://testserver"
MOST_PAGES = 600
# The editor, to which the page that proposes a version leads already.
TO_COME = ("/redigera/", "/dokument/")


class _Links(HTMLParser):
    """Every address that a page names, and every anchor that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


@dataclass
class Crawl:
    """What was met: pages by their address, and what is wrong with them."""

    pages: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def crawl(client: Client, starts: Iterable[str]) -> Crawl:
    """Ask for ``starts`` and for all that they link to.

    A start may be anything but a failure of the server; a link has to lead to something, and so
    does the anchor in it.
    """
    found = Crawl()
    anchors: list[tuple[str, str, str]] = []
    waiting = [(path, "") for path in starts]
    while waiting:
        path, source = waiting.pop()
        if path in found.pages or len(found.pages) > MOST_PAGES:
            continue
        for target, anchor in _visit(client, path, source, found):
            if anchor:
                anchors.append((path, target, anchor))
            if _is_worth_following(path, target):
                waiting.append((target, path))
    found.problems += [
        f"{source} links to {target}#{anchor}, which is not there"
        for source, target, anchor in anchors
        if target in found.pages and anchor not in found.pages[target]
    ]
    if len(found.pages) > MOST_PAGES:
        found.problems.append(f"more than {MOST_PAGES} pages: the crawl has no end")
    return found


def _is_worth_following(source: str, target: str) -> bool:
    return not (target.startswith("/admin/") and "?" in target and "?" in source)


def _visit(client: Client, path: str, source: str, found: Crawl) -> Iterator[tuple[str, str]]:
    answer = client.get(path)
    found.pages[path] = set()
    is_dead = answer.status_code not in (200, 302) and not path.endswith(TO_COME)
    if answer.status_code >= 500 or (source and is_dead):
        found.problems.append(f"{source or 'the table'} leads to {path}: {answer.status_code}")
    if answer.status_code == 302:
        yield from _local(path, answer.headers["Location"], found)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = _Links()
        page.feed(answer.getvalue().decode())
        found.pages[path] = page.anchors
        for link in page.links:
            yield from _local(path, link, found)


def _local(path: str, link: str, found: Crawl) -> Iterator[tuple[str, str]]:
    """The address of our own that ``link`` on the page ``path`` is, and its anchor."""
    address, anchor = urldefrag(urljoin(OWN_HOST + path, link))
    if not address.startswith(OWN_HOST + "/"):
        if urlsplit(address).scheme not in ("https", "mailto", "tel"):
            found.problems.append(f"{path} links to {link}")
        return
    target = address.removeprefix(OWN_HOST)
    if target.startswith(settings.STATIC_URL):
        name = unquote(urlsplit(target).path.removeprefix(settings.STATIC_URL))
        if finders.find(name) is None:
            found.problems.append(f"{path} asks for {target}, which is not there")
        return
    yield target, unquote(anchor)
