"""What a year's activities cover, and what they leave uncovered: counting alone, no database.

An activity counts once in every cell that it belongs to: for each of its target groups with each of
its goals, channels and months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ALL_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True)
class Deed:
    """What counting needs to know of an activity: keys of the plan's own words, months, what it lacks."""

    audience: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Head:
    """A row or a column: its key as text, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True)
class Grid:
    """A table of counts; ``name`` is ``goals``, ``channels`` or ``months``, rows are target groups."""

    name: str
    rows: Sequence[Head]
    columns: Sequence[Head]
    counts: Counter[tuple[str, str]]
    row_totals: Counter[str]
    column_totals: Counter[str]

    def uncovered_rows(self) -> list[Head]:
        """Rows for which there is nothing at all."""
        return [head for head in self.rows if not self.row_totals[head.key]]

    def uncovered_columns(self) -> list[Head]:
        """Columns for which there is nothing at all."""
        return [head for head in self.columns if not self.column_totals[head.key]]


@dataclass(frozen=True)
class Gap:
    """What is uncovered, in words; ``lacks`` where it leads to the activities that lack something."""

    sentence: str
    lacks: str = ""


@dataclass(frozen=True)
class Coverage:
    """All that is counted of a year."""

    count: int
    goals: Grid
    channels: Grid
    months: Grid
    lacking: Counter[str] = field(default_factory=Counter)

    @property
    def grids(self) -> tuple[Grid, Grid, Grid]:
        """The three tables."""
        return self.goals, self.channels, self.months


def coverage(
    deeds: Iterable[Deed],
    *,
    groups: Sequence[Head],
    goals: Sequence[Head],
    channels: Sequence[Head],
) -> Coverage:
    """Count ``deeds`` by the plan's target groups, goals and channels, and by month."""
    counted = list(deeds)
    months = [Head(str(month), str(MONTHS[month]).capitalize()) for month in ALL_MONTHS]
    return Coverage(
        len(counted),
        _grid("goals", groups, goals, [(deed.audience, deed.goals) for deed in counted]),
        _grid("channels", groups, channels, [(deed.audience, deed.channels) for deed in counted]),
        _grid(
            "months", groups, months, [(d.audience, {str(m) for m in d.months}) for d in counted]
        ),
        Counter(lack for deed in counted for lack in deed.lacks),
    )


def _grid(
    name: str,
    rows: Sequence[Head],
    columns: Sequence[Head],
    pairs: Sequence[tuple[Iterable[str], Iterable[str]]],
) -> Grid:
    return Grid(
        name,
        rows,
        columns,
        Counter((row, column) for left, right in pairs for row in left for column in right),
        Counter(row for left, _right in pairs for row in left),
        Counter(column for _left, right in pairs for column in right),
    )


def gaps(found: Coverage, year: int, lacks: Sequence[tuple[str, str]]) -> list[Gap]:
    """What is uncovered, in words; ``lacks`` is (key, word) of what an activity can lack."""
    sentences = [
        *(_nothing_for(head.label, year) for head in found.goals.uncovered_rows()),
        *(
            _("Målet ”%(goal)s”: ingen insats %(year)s") % {"goal": head.label, "year": year}
            for head in found.goals.uncovered_columns()
        ),
        *(
            _("%(month)s: ingen insats") % {"month": head.label}
            for head in found.months.uncovered_columns()
        ),
    ]
    unused = found.channels.uncovered_columns()
    if unused and found.count:
        names = ", ".join(head.label for head in unused)
        sentences.append(_("Kanaler som inte används: %s") % names)
    return [
        *(Gap(sentence) for sentence in sentences),
        *(
            Gap(_lacking(found.lacking[key], word), key)
            for key, word in lacks
            if found.lacking[key]
        ),
    ]


def _nothing_for(group: str, year: int) -> str:
    return _("%(group)s: ingen insats %(year)s") % {"group": group, "year": year}


def _lacking(count: int, word: str) -> str:
    words = ngettext("%(n)s insats saknar %(what)s", "%(n)s insatser saknar %(what)s", count)
    return words % {"n": count, "what": word}
