"""Agreements and what becomes of them over the years, with their reviews kept by hand for comparison.

The arithmetic of months is dateutil's; what is open, due and near is found by going through the
reviews one after the other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
# Ends of months, leap days, and the days on which the clocks are changed.
ANCHORS = [
    date(2026, 8, 31),
    date(2024, 2, 29),
    date(2026, 12, 31),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 1, 30),
    date(2027, 6, 15),
]
INTERVALS = (6, 12, 4, 3, 1, 48)


@dataclass(frozen=True)
class Sitting:
    """What people will do about a review: call it to a day, or not, and close it."""

    call_on: date | None
    meets_on: date | None
    closes_on: date


@dataclass
class Account:
    """The reviews of an agreement as one would keep them by hand, month for month, with dateutil."""

    pk: int
    anchor: date
    months: int
    ends_on: date | None
    start: date  # the first day that is not gone through
    base: int = 0
    number: int = 0  # of the review that was closed last
    sittings: dict[int, Sitting] = field(default_factory=dict)
    called: dict[int, date] = field(default_factory=dict)

    def border(self, number: int) -> date:
        return self.anchor + relativedelta(months=self.months * (number - self.base))

    def due(self, number: int) -> date:
        return min(self.border(number), self.ends_on or date.max)

    def is_left_behind(self, about: date, day: date) -> bool:
        """Five weeks after the last day, or after a meeting that was set later, nobody is told any more."""
        return self.ends_on is not None and (day - max(self.ends_on, about)).days > 35

    def open(self, until: date) -> list[int]:
        """The reviews that can be held, as far as to one that is due after ``until``."""
        first = self.number + 1
        while self.border(first) <= self.start:
            first += 1
        if self.ends_on is not None and self.start > self.ends_on:
            return []
        found, furthest = [first], max(self.called, default=0)
        while self.border(found[-1]) <= until or found[-1] < furthest:
            if self.ends_on is not None and self.border(found[-1]) >= self.ends_on:
                break
            found.append(found[-1] + 1)
        return found

    def near(self, day: date) -> dict[int, date]:
        """What may be told of on ``day``: each with the day of its meeting, or the one on which it is due."""
        known = self.open(day + 60 * DAY)
        past = [number for number in known if self.due(number) <= day]
        held = past[-1] if past else min(known, default=0)
        days = {number: self.called.get(number, self.due(number)) for number in known}
        comes = {number for number in self.called if number in days and days[number] >= day}
        return {
            number: about
            for number, about in days.items()
            if (number >= held or number in comes) and not self.is_left_behind(about, day)
        }

    def close(self, number: int) -> tuple[date, date]:
        """Close it, and say which days it covered."""
        end = self.border(number)
        if self.ends_on is not None and end >= self.ends_on:
            end = self.ends_on + DAY
        period = self.start, end
        self.start, self.number = end, number
        return period

    def change(self, months: int) -> None:
        """Another interval, counted from where the last one that was closed ended."""
        if self.number:
            self.anchor, self.base = self.start, self.number
        self.months = months


@dataclass
class Life:
    """An agreement and those that renew it, and what becomes of them."""

    account: Account
    changes_on: date | None  # another interval on that day
    renews_before: int | None  # so many days before its last day it is renewed
    chance: random.Random
    first: date
    began: date = date.min  # from when reviews are counted
    pks: list[int] = field(default_factory=list)
    ends: dict[int, tuple[date, date]] = field(default_factory=dict)  # activity → over, evaluated
    acts: dict[int, tuple[date, date]] = field(default_factory=dict)  # action → due, done
    last_days: list[tuple[int, date, date | None]] = field(default_factory=list)  # pk, day, renewed
    alive: dict[tuple[str, date], list[date]] = field(default_factory=dict)

    def remember(self, day: date) -> None:
        """Keep what may be told of on ``day``."""
        account = self.account
        for number, about in account.near(day).items():
            self.alive.setdefault((f"review:{account.pk}:{number}", about), []).append(day)
            if number not in account.called or about >= day:
                self.alive.setdefault((f"pack:{account.pk}:{number}", about), []).append(day)


def lives(count: int, first: date, last: date, chance: random.Random) -> list[Life]:
    """Every fifth as it began; the others change their interval, end, are renewed, or all of that."""
    found = []
    for number in range(count):
        anchor = ANCHORS[number % len(ANCHORS)] + DAY * (number // len(ANCHORS))
        kind = number % 5
        days = (last - first).days
        ends_on = first + chance.randrange(days // 2, days) * DAY if kind in (2, 3, 4) else None
        life = Life(
            Account(0, anchor, INTERVALS[number % len(INTERVALS)], ends_on, anchor),
            first + chance.randrange(days // 4, days) * DAY if kind in (1, 4) else None,
            chance.randrange(90) if kind in (2, 4) else None,
            random.Random(chance.random()),
            first,
            began=anchor,
        )
        found.append(life)
    return found
