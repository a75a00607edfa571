"""Which fields belong to which kind of timing, and what follows from a change of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .enums import TimingKind

HOURS = ("starts_time", "ends_time")
# What a form asks of each kind; the author's own words can stand beside all of them.
FIELDS: Mapping[str, tuple[str, ...]] = {
    TimingKind.DATE: ("starts_on", *HOURS),
    TimingKind.PERIOD: ("starts_on", "ends_on", *HOURS),
    TimingKind.MONTH: ("starts_on",),
    TimingKind.WEEK: ("starts_on",),
    TimingKind.RECURRENCE: ("starts_on", "recurrence", *HOURS),
    TimingKind.ON_EVENT: ("relates_to",),
    TimingKind.CONTINUOUS: ("starts_on", "ends_on"),
    TimingKind.SOON: (),
    TimingKind.AS_NEEDED: (),
    TimingKind.TIMES_A_YEAR: ("times_a_year",),
    TimingKind.EACH_MEETING: ("relates_to",),
    TimingKind.SEASON: ("season",),
    TimingKind.TERM_OF_OFFICE: (),
    TimingKind.RELATIVE: ("relation", "relates_to"),
    TimingKind.WORDS: (),
}
ALL = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))
KINDS_OF = {name: [kind for kind, names in FIELDS.items() if name in names] for name in ALL}
# What means nothing beside any other kind; days may stand wherever somebody has written them.
ONLY_OF = ("recurrence", "times_a_year", "season", "relation")
EMPTY: Mapping[str, Any] = {"times_a_year": None, "starts_time": None, "ends_time": None}


def settled(changes: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` with what has to go when the kind of timing, or its day, has changed."""
    if not {"timing_kind", "starts_on"} & set(changes):
        return changes
    now = {**before, **changes}
    fields = FIELDS.get(now.get("timing_kind") or "", ())
    gone = [name for name in ONLY_OF if name not in fields] if "timing_kind" in changes else []
    if not now.get("starts_on"):
        gone += HOURS
    return changes | {name: EMPTY.get(name, "") for name in gone if now.get(name)}
