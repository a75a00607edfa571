"""A small drawing of values over time: points of an SVG, laid out without style attributes. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 320, 96, 10
NUMBER = re.compile(r"-?\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?")


@dataclass(frozen=True)
class Point:
    """A value where it is drawn."""

    x: float
    y: float
    on: date
    value: Decimal


@dataclass(frozen=True)
class Plot:
    """The values of an indicator; ``target_y`` is the height of the target, where it is a number."""

    points: Sequence[Point]
    target_y: float | None
    baseline_y: float | None

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def view_box(self) -> str:
        """The room that it is drawn in."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def right(self) -> int:
        """The right end of lines across."""
        return WIDTH - MARGIN


def number_in(words: str) -> Decimal | None:
    """The first number of a value that somebody wrote, such as "8 av 10" or "12,5 %"."""
    found = NUMBER.search(words)
    if found is None:
        return None
    return Decimal(re.sub(r"[ \u00a0]", "", found[0]).replace(",", "."))


def plot(
    values: Sequence[tuple[date, Decimal]],
    target: Decimal | None = None,
    baseline: Decimal | None = None,
) -> Plot:
    """``values``, in order of their days, laid out; the days keep their distance."""
    heights = [value for _on, value in values]
    heights += [value for value in (target, baseline) if value is not None]
    low, high = (min(heights), max(heights)) if heights else (Decimal(0), Decimal(0))

    def y_of(value: Decimal) -> float:
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        return round(HEIGHT - MARGIN - float(share) * (HEIGHT - 2 * MARGIN), 1)

    first = values[0][0] if values else None
    span = (values[-1][0] - values[0][0]).days if values else 0

    def x_of(on: date) -> float:
        share = (on - first).days / span if first and span else 0.5
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    return Plot(
        [Point(x_of(on), y_of(value), on, value) for on, value in values],
        None if target is None else y_of(target),
        None if baseline is None else y_of(baseline),
    )
