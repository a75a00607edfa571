"""When something comes back next, as days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from .calendar.recurrence import Rule, RuleError, occurrences
from .calendar.span import Span
from .enums import TimingKind
from .timing import Timed

AHEAD = timedelta(days=5 * 366)


def next_days(timed: Timed, on: date, most: int = 5) -> list[date]:
    """The first ``most`` days from ``on`` on which a recurrence happens; none for what recurs not."""
    if timed.timing_kind != TimingKind.RECURRENCE or not timed.recurrence or not timed.starts_on:
        return []
    try:
        rule = Rule.parse(timed.recurrence)
    except RuleError:
        return []
    begin = max(on, timed.starts_on)
    return [*islice(occurrences(rule, timed.starts_on, Span(begin, begin + AHEAD)), most)]


def is_past(timed: Timed, on: date) -> bool:
    """Whether the last day of something that happens once lies before ``on``."""
    if timed.timing_kind in {TimingKind.RECURRENCE, TimingKind.CONTINUOUS}:
        return (
            timed.ends_on is not None
            and timed.timing_kind != TimingKind.RECURRENCE
            and timed.ends_on < on
        )
    last = timed.ends_on or timed.starts_on
    return last is not None and last < on
