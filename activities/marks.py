"""From activities as a document holds them to marks on the wheel. Pure: values in, values out.

A document knows the days that were set, and no row of the database; what they mean is
``occurrences``' to say, of rows that are made up for the moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .calendar.span import Span
from .enums import Status, TimingKind
from .models import Activity, ActivityPlan
from .occurrences import happenings, is_dated
from .wheel import SETTLED, Mark, Ring
from .wheel_year import LOOKS, REST, merged, scope_labels


@dataclass(frozen=True)
class Numbered:
    """An activity with its number: where it is on the wheel, or why it is not.

    ``goes_on`` is for what has no day, and happens all the time. ``scopes`` are those whom it is
    for, ``internal``, ``external`` or both.
    """

    number: int
    name: str
    spans: tuple[Span, ...]
    goes_on: bool
    kind: str
    status: str
    scopes: Sequence[str]
    words: str

    @property
    def is_drawn(self) -> bool:
        """Whether it has a place on the wheel."""
        return bool(self.spans) or self.goes_on

    @property
    def why(self) -> str:
        """Why it has no day, in words; empty where nobody has said when."""
        known = self.kind in TimingKind.values
        return str(TimingKind(self.kind).label) if known else _("tiden är inte bestämd")

    def mark(self) -> Mark:
        """What is drawn of it."""
        look = LOOKS.get(Status(self.status), SETTLED) if self.status else SETTLED
        return Mark(self.number, self.name, self.spans, self.goes_on, look, words=self.words)


def row_of(item: Mapping[str, Any], year: int) -> Activity:
    """A row that stands in ``year`` and has the timing of an activity of a document."""
    # The key makes it stand in a year; it is never saved or looked for.
    return Activity(
        activity_plan=ActivityPlan(pk=0, year=year),
        **{name: item.get(name) or "" for name in ("timing_kind", "recurrence", "season")},
        **{name: _day(item.get(name)) for name in ("starts_on", "ends_on")},
        times_a_year=item.get("times_a_year"),
    )


def when(row: Activity, year: int) -> tuple[tuple[Span, ...], bool]:
    """The days of ``year`` on which ``row`` happens, and whether it goes on all the time."""
    within = Span.of_year(year)
    return merged(one.span for one in happenings(row, within)), goes_on(row)


def goes_on(activity: Activity) -> bool:
    """Whether it happens all the time, and no day is known of it."""
    return activity.timing_kind == TimingKind.CONTINUOUS and not is_dated(activity)


def rings_of(numbered: Sequence[Numbered]) -> list[Ring]:
    """Those that have a place on the wheel, by whom they are for; an activity for both in both."""
    drawn = [one for one in numbered if one.is_drawn]
    labels = scope_labels()
    rest = [one.mark() for one in drawn if not set(one.scopes) & labels.keys()]
    if len(rest) == len(drawn):
        return [Ring(_("Insatser"), rest)]
    rings = [
        Ring(label, [one.mark() for one in drawn if scope in one.scopes])
        for scope, label in labels.items()
        if scope != REST
    ]
    return [*rings, Ring(labels[REST], rest)] if rest else rings


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
