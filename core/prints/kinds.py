"""What can be printed. An app registers its kinds of print in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from .models import Rendering

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The time written into a print that has no date of its own: same source, same bytes."""
Person = Any
"""Who is signed in: an ``accounts.User``, which core may not name."""


class Typeset(Protocol):
    """Makes the PDF; a function of its arguments, and of nothing else.

    ``on_progress`` is told how many pages are laid out. Raises PrintError with a sentence for people
    when the source cannot be printed.
    """

    def __call__(
        self, source: str, record: str, *, site_url: str, on_progress: Callable[[int], None]
    ) -> bytes: ...


class Crumb(NamedTuple):
    """One step of the way to a page."""

    label: str
    url: str


@dataclass(frozen=True)
class Place:
    """Where a print belongs, for somebody who may have it.

    ``ask`` is the address that asks for the print, with POST; ``way`` leads from the start page to
    what is printed, outermost first, with that itself as the last.
    """

    title: str
    file_name: str
    ask: str
    way: tuple[Crumb, ...]


def _nothing(rendering: Rendering, pdf: bytes) -> None:
    """Most prints are kept nowhere but in the queue."""


@dataclass(frozen=True)
class PrintKind:
    """One kind of print.

    ``typeset`` is the dotted path of a ``Typeset``, imported where PDFs are made and nowhere else;
    ``renderer_version`` says what it is made of (``keys.renderer_version``), and changes whenever
    the same source would be printed differently. ``place`` answers None to those who may not have
    the print; for them it does not exist. ``when_done`` runs in the transaction that keeps the PDF.
    """

    name: str
    typeset: str
    renderer_version: Callable[[], str]
    place: Callable[[Person, Rendering], Place | None]
    when_done: Callable[[Rendering, bytes], None] = _nothing


_kinds: dict[str, PrintKind] = {}


def register(kind: PrintKind) -> PrintKind:
    """Make ``kind`` known; a name is taken once."""
    if kind.name in _kinds and _kinds[kind.name] is not kind:
        raise ValueError(f"the kind of print {kind.name!r} is registered twice")
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> PrintKind:
    """The kind called ``name``; KeyError when there is none."""
    return _kinds[name]


def find(name: str) -> PrintKind | None:
    """The kind called ``name``; None for one that an earlier or later release has printed."""
    return _kinds.get(name)


def kinds() -> tuple[PrintKind, ...]:
    """Every kind, in the order in which they were registered."""
    return tuple(_kinds.values())
