"""Two states of the situational picture, and what differs between them. Pure: no database.

A state is what is said of the problem areas, now or as a review left it. Of an area that both have, the
fields that differ are named; words are compared where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FIELDS = ("name", "description", "priority", "source", "trend")


class Happened(StrEnum):
    """What has become of a problem area from one state to the other."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True)
class AreaState:
    """What is said of one problem area; ``area`` says which, in every state the same."""

    area: int
    name: str
    description: str = ""
    priority: str = ""
    source: str = ""
    trend: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """What is said, by field."""
        return {field: getattr(self, field) for field in FIELDS}


@dataclass(frozen=True)
class AreaChange:
    """An area in both states: ``was`` is None for a new one, ``now`` for one that is gone."""

    was: AreaState | None
    now: AreaState | None

    @property
    def what(self) -> Happened:
        """What has become of it."""
        if self.was is None:
            return Happened.NEW
        if self.now is None:
            return Happened.GONE
        return Happened.CHANGED if self.fields else Happened.SAME

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, where both have it."""
        if self.was is None or self.now is None:
            return ()
        was, now = self.was.words, self.now.words
        return tuple(field for field in FIELDS if was[field] != now[field])


def compare(before: Sequence[AreaState], after: Sequence[AreaState]) -> list[AreaChange]:
    """Every area of ``after`` in its order, then those that only ``before`` has."""
    known = {state.area: state for state in before}
    kept = {state.area for state in after}
    found = [AreaChange(known.get(state.area), state) for state in after]
    return found + [AreaChange(state, None) for state in before if state.area not in kept]


def differing(changes: Iterable[AreaChange]) -> Iterator[AreaChange]:
    """Those of ``changes`` in which something differs."""
    return (change for change in changes if change.what is not Happened.SAME)
