"""Following every link, as a search engine would that somebody had let in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve

OWN_HOST = "http://testserver"
MOST_PAGES = 900
# Links of one kind: the editor has one for each row of each plan, the admin for each way to sort.
MOST_ALIKE = 4


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
    statuses: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def crawl(client: Client, starts: Iterable[str]) -> Crawl:
    """Ask for ``starts`` and for all that they link to.

    A start may be anything but a failure of the server; a link has to lead to something, and so
    does the anchor in it.
    """
    found = Crawl()
    links: set[tuple[str, str, str]] = set()
    waiting = list(starts)
    known = set(waiting)
    kinds: Counter[tuple[str, ...]] = Counter()
    while waiting:
        path = waiting.pop()
        if path in found.pages or len(found.pages) > MOST_PAGES:
            continue
        for target, anchor in _visit(client, path, found):
            links.add((path, target, anchor))
            if target not in known:
                known.add(target)
                kinds[kind := _kind(target)] += 1
                if kinds[kind] <= MOST_ALIKE:
                    waiting.append(target)
    found.problems += sorted(
        f"{source} links to {target}: {found.statuses[target]}"
        for source, target, _ in links
        if target != source and found.statuses.get(target, 200) not in (200, 302)
    )
    found.problems += sorted(
        f"{source} links to {target}#{anchor}, which is not there"
        for source, target, anchor in links
        if anchor and found.statuses.get(target) == 200 and anchor not in found.pages[target]
    )
    if len(found.pages) > MOST_PAGES:
        found.problems.append(f"more than {MOST_PAGES} pages: the crawl has no end")
    return found


def _kind(target: str) -> tuple[str, ...]:
    """What is alike: the name of the address and of what it is asked; an unknown one is like no other."""
    parts = urlsplit(target)
    try:
        name = resolve(unquote(parts.path)).view_name
    except Resolver404:
        return (target,)
    if name.startswith("admin:"):
        return (name, str(bool(parts.query)))
    return (name, *sorted(parse_qs(parts.query, keep_blank_values=True)))


def _visit(client: Client, path: str, found: Crawl) -> Iterator[tuple[str, str]]:
    answer = client.get(path)
    found.pages[path] = set()
    found.statuses[path] = answer.status_code
    if answer.status_code >= 500:
        found.problems.append(f"{path}: {answer.status_code}")
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
    if link.startswith(settings.SITE_URL):  # as mails have it
        link = link.removeprefix(settings.SITE_URL) or "/"
    address, anchor = urldefrag(urljoin(OWN_HOST + path, link))
    if not address.startswith(OWN_HOST + "/"):
        if urlsplit(address).scheme not in ("https", "mailto", "tel", "data"):
            found.problems.append(f"{path} links to {link}")
        return
    target = address.removeprefix(OWN_HOST)
    if target.startswith(settings.STATIC_URL):
        name = unquote(urlsplit(target).path.removeprefix(settings.STATIC_URL))
        if finders.find(name) is None:
            found.problems.append(f"{path} asks for {target}, which is not there")
        return
    yield target, unquote(anchor)
