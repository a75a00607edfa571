"""A plan as a page: the document's HTML, kept under its SHA-256."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .composition import Composition, compose
from .document.canonical import Document

IMAGES = "bilder/"
MOST_KEPT = 64


@dataclass(frozen=True)
class ReadingPage:
    """What a page of a plan shows; a function of the document and of nothing else."""

    composition: Composition
    body: SafeString


def reading_page(sha256: str, document: Callable[[], Document]) -> ReadingPage:
    """The page of the document whose SHA-256 is ``sha256``.

    ``document`` is only called when the page is not at hand. What is kept is no state: it can be
    lost at any moment, and every process makes the same.
    """
    if page := _kept.get(sha256):
        return page
    composition = compose(document(), images=IMAGES)
    context = {"parts": composition.parts, "screen": True}
    body = render_to_string("appendix/document/parts.html", context)
    return _kept.put(sha256, ReadingPage(composition, body))


class _Kept:
    """The pages read last, by SHA-256; bounded, and safe with threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, ReadingPage] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str) -> ReadingPage | None:
        with self._lock:
            if sha256 in self._pages:
                self._pages.move_to_end(sha256)
            return self._pages.get(sha256)

    def put(self, sha256: str, page: ReadingPage) -> ReadingPage:
        with self._lock:
            self._pages[sha256] = page
            if len(self._pages) > MOST_KEPT:
                self._pages.popitem(last=False)
        return page


_kept = _Kept()
