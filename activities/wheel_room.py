"""Room in the wheel: bands within each other, and in each band lanes on which nothing overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import pi
from typing import Generic, Protocol, TypeVar

from .calendar.span import Span

INNERMOST = 100
LABEL = 21  # height of a band's label
GAP = 6
EDGE = 4
HEIGHTS = (38, 34, 30, 27, 24, 21, 18, 16, 14, 12, 10)  # of a lane; the highest that fits is taken
SLOTS = 732  # of a lane, two a day, to see what is free
FULL = (1 << SLOTS) - 1
DOT = 0.34  # size of the later times of something, against the first
TOGETHER = 6  # what goes on all the time shares a circle where there is more of it than ALONE
ALONE = 2


class Placed(Protocol):
    """What room is found for."""

    @property
    def number(self) -> int: ...
    @property
    def spans(self) -> tuple[Span, ...]: ...
    @property
    def goes_on(self) -> bool: ...


M = TypeVar("M", bound=Placed)


@dataclass(frozen=True)
class Days:
    """The days of a year as degrees, clockwise from the top."""

    year: int

    @property
    def span(self) -> Span:
        """The year."""
        return Span.of_year(self.year)

    def degrees(self, day: date) -> float:
        """Where a day begins."""
        start, end = self.span
        return (day.toordinal() - start.toordinal()) * 360 / (end - start).days

    def within(self, span: Span) -> tuple[float, float]:
        """Where those of the days that lie in the year begin and end."""
        start, end = self.span
        return self.degrees(max(span.start, start)), self.degrees(min(span.end, end))


@dataclass
class Lane(Generic[M]):
    """A circle on which marks stand."""

    radius: float
    marks: list[M] = field(default_factory=list)
    taken: int = 0


@dataclass
class Band(Generic[M]):
    """From ``outer`` inwards a label and lanes of one height."""

    number: int
    outer: float
    height: float
    lanes: list[Lane[M]] = field(default_factory=list)

    @property
    def inner(self) -> float:
        """Where it ends; an empty one has room for a lane."""
        return self.outer - LABEL - max(1, len(self.lanes)) * self.height - EDGE

    def open_lane(self, innermost: float) -> Lane[M] | None:
        """A new lane further in, if it stays outside of ``innermost``."""
        radius = self.outer - LABEL - (len(self.lanes) + 0.5) * self.height
        if radius - self.height / 2 < innermost:
            return None
        self.lanes.append(Lane(radius))
        return self.lanes[-1]


@dataclass
class Plan(Generic[M]):
    """Every band, and the marks for which there was no room."""

    bands: list[Band[M]] = field(default_factory=list)
    left_out: list[M] = field(default_factory=list)


class Room(Generic[M]):
    """Finds the widest lanes in which all the marks of ``rings`` have room, from ``outer`` inwards."""

    def __init__(self, rings: Sequence[Sequence[M]], days: Days, outer: float) -> None:
        self.days = days
        self.outer = outer
        self.dated = [sorted((m for m in ring if m.spans), key=_order) for ring in rings]
        self.going_on = [[mark for mark in ring if mark.goes_on] for ring in rings]
        self.places = {id(mark): self._places(mark) for ring in self.dated for mark in ring}
        self.wanted: dict[tuple[int, int], int] = {}

    def _places(self, mark: M) -> list[tuple[float, float]]:
        """The spans of a mark in slots."""
        return [
            (start * SLOTS / 360, end * SLOTS / 360)
            for start, end in (self.days.within(span) for span in mark.spans)
        ]

    def plan(self) -> Plan[M]:
        """The widest plan that leaves nothing out; else the one of the narrowest lanes."""
        low, high = 0, len(HEIGHTS) - 1
        best = self._lay_out(HEIGHTS[high])
        while low < high:
            middle = (low + high) // 2
            tried = self._lay_out(HEIGHTS[middle])
            if tried.left_out:
                low = middle + 1
            else:
                best, high = tried, middle
        return self._lay_out(HEIGHTS[-1], self._shares()) if best.left_out else best

    def _shares(self) -> list[int]:
        """How many of the narrowest lanes each ring gets where there are too few for all."""
        asked = []
        for dated, going_on in zip(self.dated, self.going_on, strict=True):
            alone = Room([dated + going_on], self.days, self.outer)
            asked.append(len(alone._lay_out(HEIGHTS[-1]).bands[0].lanes))
        room = self.outer - INNERMOST - len(asked) * (LABEL + GAP + EDGE)
        return [max(1, int(room / HEIGHTS[-1] * lanes / max(1, sum(asked)))) for lanes in asked]

    def _lay_out(self, height: float, shares: Sequence[int] = ()) -> Plan[M]:
        """Every ring with lanes of ``height``; each has one at least, and as many as its share."""
        plan: Plan[M] = Plan()
        outer = self.outer
        shares = shares or [1] * len(self.dated)
        for number, ring in enumerate(self.dated):
            band: Band[M] = Band(number, outer, height)
            later = shares[number + 1 :]
            spared = len(later) * (LABEL + GAP + EDGE) + sum(later) * height
            circles = _chunks(self.going_on[number])
            innermost = INNERMOST + spared + EDGE
            for mark in ring:
                if not self._put(band, mark, innermost + len(circles) * height):
                    plan.left_out.append(mark)
            for chunk in circles:
                lane = band.open_lane(innermost)
                (lane.marks if lane else plan.left_out).extend(chunk)
            plan.bands.append(band)
            outer = band.inner - GAP
        return plan

    def _put(self, band: Band[M], mark: M, innermost: float) -> bool:
        """Put ``mark`` on the first lane where it is free, or on a new one; whether there was one."""
        for lane in band.lanes:
            wanted = self._slots(mark, lane.radius, band.height)
            if not lane.taken & wanted:
                break
        else:
            opened = band.open_lane(innermost)
            if opened is None:
                return False
            lane, wanted = opened, self._slots(mark, opened.radius, band.height)
        lane.taken |= wanted
        lane.marks.append(mark)
        return True

    def _slots(self, mark: M, radius: float, height: float) -> int:
        """The slots that a mark takes at ``radius``, as bits: its days, and the width of its discs."""
        half = int(height / radius * SLOTS / (4 * pi)) + 1
        key = (id(mark), half)
        if key not in self.wanted:
            found = 0
            for number, (start, end) in enumerate(self.places[id(mark)]):
                middle, reach = (start + end) / 2, half * DOT if number else half
                found |= _bits(int(min(start, middle - reach)), int(max(end, middle + reach)) + 1)
            self.wanted[key] = found
        return self.wanted[key]


def _order(mark: Placed) -> tuple[bool, date, int]:
    """What happens once comes first, by day; what comes back needs places on a lane of its own."""
    return len(mark.spans) > 1, mark.spans[0].start, mark.number


def _chunks(marks: list[M]) -> list[list[M]]:
    """Which of those that go on all the time share a circle."""
    size = 1 if len(marks) <= ALONE else TOGETHER
    return [marks[start : start + size] for start in range(0, len(marks), size)]


def _bits(first: int, last: int) -> int:
    """The slots from ``first`` up to ``last``, round the turn of the year."""
    bits = ((1 << min(last - first, SLOTS)) - 1) << (first % SLOTS)
    return (bits | bits >> SLOTS) & FULL
