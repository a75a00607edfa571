"""The typed timing of a row: read from its words, and then as its typed columns have it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from activities.enums import TimingKind
from activities.models import Activity
from activities.timing_reading import Timing, read
from plans.services.subjects import Values

# What has a column of its own, and all of it.
TYPED = ("timing_kind", "starts_on", "ends_on", "times_a_year")
TIMED = (
    *TYPED,
    "starts_time",
    "ends_time",
    "recurrence",
    "season",
    "relation",
    "relates_to",
)


def timing_of(activity: Activity | None) -> Values:
    """All that is typed of when ``activity`` happens, as documents write it; None where it says nothing."""
    return {name: as_written(getattr(activity, name, None)) for name in TIMED}


def timing_after(before: Values, said: Values, year: int) -> Values:
    """``before`` after a row has said something of ``timing`` and the typed columns in ``said``.

    New words are read anew; where they are not sure, they are just words.
    """
    now = dict(before)
    if "timing" in said:
        now = _typed(read(said["timing"], year), said["timing"])
    elif "timing_kind" in said:
        now |= {name: None for name in TIMED if name not in TYPED}
    now |= {name: said[name] for name in TYPED if name in said}
    if not said.get("timing_kind"):
        now["timing_kind"] = _fitting_kind(now, said)
    return _tidied(now)


def _typed(found: Timing | None, words: str) -> Values:
    if found is None:
        kind = str(TimingKind.WORDS) if words else None
        return {**dict.fromkeys(TIMED), "timing_kind": kind}
    values = {**vars(found), "timing_kind": found.kind}
    return {name: as_written(values[name]) for name in TIMED}


def _fitting_kind(now: Values, said: Collection[str]) -> Any:
    """The kind where nobody names it: days or a number that somebody typed decide."""
    kind = now["timing_kind"]
    if "times_a_year" in said and now["times_a_year"]:
        return str(TimingKind.TIMES_A_YEAR)
    typed_day = now["starts_on"] and {"starts_on", "ends_on"} & set(said)
    if not typed_day or kind not in (None, "", TimingKind.WORDS, TimingKind.DATE):
        return kind
    is_long = now["ends_on"] and now["ends_on"] != now["starts_on"]
    return str(TimingKind.PERIOD if is_long else TimingKind.DATE)


def _tidied(now: Values) -> Values:
    """Without what cannot stand beside the rest."""
    if now["timing_kind"] != TimingKind.TIMES_A_YEAR:
        now["times_a_year"] = None
    if now["timing_kind"] != TimingKind.RECURRENCE or not now["starts_on"]:
        now["recurrence"] = None
    if not now["starts_on"]:
        now["starts_time"] = now["ends_time"] = None
    return now


def as_written(value: Any) -> Any:
    """A value of a row, or one that was read, as documents write it; None where it says nothing."""
    if value in (None, ""):
        return None
    if hasattr(value, "hour"):
        return value.isoformat("minutes")
    return value.isoformat() if hasattr(value, "year") else value
