"""How long before something its notices are due. Calendar arithmetic alone: no database, no clock.

An offset is a number of days before the day of the matter: 30 is a month ahead, 0 the day itself,
-7 a week after. Of one matter only the latest offset that has come is ever told: after a month of
downtime one notice says how things are now, not four how they once were, and one that is too late
to be of use (``LATE`` days) is not told at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .enums import NoticeKind

# Longer than a worker is ever away unseen (a month), shorter than what people have forgotten.
LATE: Final = timedelta(days=35)
WEEK: Final = 7
FURTHEST: Final = 400
MOST: Final = 10


@dataclass(frozen=True)
class Pattern:
    """The offsets of one kind of matter, and how often it is told again for as long as it lasts.

    ``again`` counts days from the last of ``offsets``, or from the day itself where all lie before
    it; None means not at all.
    """

    offsets: tuple[int, ...]
    again: int | None = None

    @property
    def first(self) -> int:
        """The offset that comes first."""
        return max(self.offsets)

    @property
    def last(self) -> int:
        """The offset that comes last, told again or not."""
        return min(self.offsets)


USUAL: Final[Mapping[str, Pattern]] = {
    NoticeKind.REVIEW: Pattern((30, 14, 3, 0), again=WEEK),
    NoticeKind.PACK: Pattern((7,)),
    NoticeKind.EVALUATION: Pattern((-7, -28)),
    NoticeKind.ACTION: Pattern((7, 0, -7, -28)),
    NoticeKind.APPROVAL: Pattern((-7, -14, -28)),
    NoticeKind.AGREEMENT: Pattern((180, 90, 30)),
    NoticeKind.PLAN: Pattern((180, 90, 30)),
    NoticeKind.SPOKESPERSON: Pattern((30, 7)),
}
# What lies ahead can be told of before and after; what is missed only after.
LIES_BEHIND: Final = frozenset({NoticeKind.EVALUATION, NoticeKind.APPROVAL})


def pattern_of(kind: str, own: Mapping[str, object]) -> Pattern:
    """The pattern of ``kind`` in an agreement that has set ``own`` (kind → offsets).

    An empty list means that the agreement wants none of that kind. Raises ValueError if what is
    stored is no list of days.
    """
    usual = USUAL[kind]
    if kind not in own:
        return usual
    return Pattern(valid_offsets(kind, own[kind]), usual.again)


def valid_offsets(kind: str, days: object) -> tuple[int, ...]:
    """``days`` as offsets of ``kind``, the earliest first; ValueError tells what is wrong."""
    if not isinstance(days, (list, tuple)) or any(type(day) is not int for day in days):
        raise ValueError("offsets are whole days")
    if len(days) > MOST or any(abs(day) > FURTHEST for day in days):
        raise ValueError("too many offsets, or too far away")
    if kind in LIES_BEHIND and any(day > 0 for day in days):
        raise ValueError("nothing is missed before its day")
    if kind == NoticeKind.PACK and (len(days) > 1 or any(day < 0 for day in days)):
        raise ValueError("a pack is sent once, before the review")
    if kind == NoticeKind.REVIEW and not days:
        raise ValueError("a review is always told of")
    return tuple(sorted(set(days), reverse=True))


def offset_due(day: date, today: date, pattern: Pattern) -> int | None:
    """The offset to be told on ``today`` of a matter on ``day``; None where none has come, or too late."""
    come = [offset for offset in pattern.offsets if day - timedelta(days=offset) <= today]
    if not come:
        return None
    offset = min(come)
    if pattern.again:
        from_day = min(pattern.last, 0)
        times = ((today - day).days + from_day) // pattern.again
        offset = from_day - times * pattern.again if times > 0 else offset
    return None if today - (day - timedelta(days=offset)) > LATE else offset


def reach(pattern: Pattern, today: date) -> tuple[date, date]:
    """The first and last day on which a matter can lie to be told of ``today``, where none is told again."""
    if not pattern.offsets:
        return today, today - timedelta(days=1)
    return today + timedelta(days=pattern.last) - LATE, today + timedelta(days=pattern.first)
