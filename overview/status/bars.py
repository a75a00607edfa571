"""Small bars: columns of a year's months, and a share of a whole. Pure; laid out without style attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.dates import MONTHS as NAMES
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .activities import MONTHS, OTHER_YEAR, UNDATED, Month

HEIGHT: Final = 48
WIDTH: Final = 10
STEP: Final = 12
SERIES: Final = ("evaluated", "missing", "coming")
"""From the ground up: what is done with, what is missing, what is to come."""


@dataclass(frozen=True)
class Piece:
    """A part of a column: which series, from where, how high."""

    name: str
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One month, drawn and in words; ``is_now`` marks the month that it is."""

    label: str
    words: str
    month: Month
    pieces: Sequence[Piece]
    is_now: bool


def columns(months: Mapping[int, Month], now: int | None) -> list[Column]:
    """The twelve months, then those without a day, and those of other years if there are any."""
    numbers = [*MONTHS, UNDATED, *([OTHER_YEAR] if OTHER_YEAR in months else [])]
    shown = [(number, months.get(number, Month())) for number in numbers]
    most = max(month.count for _number, month in shown)
    return [
        Column(
            _label(number),
            _words(number, month),
            month,
            [Piece(name, y, height) for name, y, height in _pieces(month, most)],
            number == now,
        )
        for number, month in shown
    ]


def paths(months: Mapping[int, Month]) -> dict[str, str]:
    """By series, one path over the twelve months and those without a day: a whole year in three shapes."""
    shown = [months.get(number, Month()) for number in (*MONTHS, UNDATED)]
    most = max(month.count for month in shown)
    found: dict[str, list[str]] = {name: [] for name in SERIES}
    for turn, month in enumerate(shown):
        for name, y, height in _pieces(month, most):
            found[name].append(f"M{turn * STEP} {y}h{WIDTH}v{height}h-{WIDTH}z")
    return {name: "".join(pieces) for name, pieces in found.items()}


def _pieces(month: Month, most: int) -> Iterator[tuple[str, float, float]]:
    top = float(HEIGHT)
    for name in SERIES:
        height = round(getattr(month, name) * HEIGHT / most, 1) if most else 0.0
        if height:
            top = round(top - height, 1)
            yield name, max(top, 0.0), height


def _label(number: int) -> str:
    if number in MONTHS:
        return str(MONTHS_3[number])
    return _("ingen dag") if number == UNDATED else _("annat år")


def _words(number: int, month: Month) -> str:
    """What is drawn, for who does not see it."""
    if number in MONTHS:
        when = str(NAMES[number])
    else:
        when = _("utan dag") if number == UNDATED else _("slutar ett annat år")
    parts = [
        ngettext("%d insats", "%d insatser", month.count) % month.count,
        *(_("%d utvärderade") % n for n in [month.evaluated] if n),
        *(_("%d saknar utvärdering") % n for n in [month.missing] if n),
        *(_("%d återstår") % n for n in [month.coming] if n),
    ]
    return f"{when}: {', '.join(parts)}"
