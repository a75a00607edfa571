"""A plan as a page: the document's HTML, kept under its SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.kept import Kept

from .composition import Composition, compose
from .document.canonical import Document

IMAGES = "bilder/"
MOST_KEPT = 64


@dataclass(frozen=True)
class ReadingPage:
    """What a page of a plan shows; a function of the document and of nothing else."""

    composition: Composition
    body: SafeString


_kept: Kept[ReadingPage] = Kept(MOST_KEPT)


def reading_page(
    sha256: str, document: Callable[[], Document], *, images: str = IMAGES
) -> ReadingPage:
    """The page of the document whose SHA-256 is ``sha256``, with its images under ``images``.

    ``document`` is only called when the page is not at hand. What is kept is no state: it can be
    lost at any moment, and every process makes the same.
    """
    return _kept.get((sha256, images), lambda: _made(document(), images))


def _made(document: Document, images: str) -> ReadingPage:
    composition = compose(document, images=images)
    context = {"parts": composition.parts, "screen": True}
    body = render_to_string("appendix/document/parts.html", context)
    return ReadingPage(composition, body)
