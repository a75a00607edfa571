"""What next year's plan would have from this year's: each activity with its new days, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from core.templatetags.swedish import iso_date

from .calendar.holidays import of_year
from .calendar.recurrence import Rule, RuleError
from .calendar.shift import (
    Recurring,
    Way,
    period_of_next_year,
    recurrence_of_next_year,
    weeks_of_next_year,
)
from .enums import Status, TimingKind
from .lines import Line
from .models import Activity
from .models.year import LAST_YEAR
from .timing_moving import moved_words, names_year

MOVED_BY_WAY = frozenset({TimingKind.DATE, TimingKind.PERIOD})


@dataclass(frozen=True)
class When:
    """The typed days of an activity, its rule, and the words that are printed."""

    starts_on: date | None
    ends_on: date | None
    recurrence: str
    words: str

    @classmethod
    def of(cls, activity: Activity) -> When:
        """As ``activity`` has it."""
        return cls(activity.starts_on, activity.ends_on, activity.recurrence, activity.timing)


@dataclass(frozen=True)
class Offer:
    """An activity of this year, and what it would be in the next.

    ``copy`` is the one that it has there already; then nothing more is done with it. ``other`` is the
    first day by the way that was not chosen, where it differs.
    """

    line: Line
    when: When
    is_ticked: bool
    notes: tuple[str, ...] = ()
    other: date | None = None
    copy: Activity | None = None

    @property
    def activity(self) -> Activity:
        """The one of this year."""
        return self.line.activity


def offers(
    lines: Iterable[Line], copies: Mapping[int, Activity], year: int, way: Way
) -> Iterator[Offer]:
    """Each of ``lines``, which stand in ``year``, for the year after.

    ``copies`` are those that stand there already, by the primary key of their predecessor.
    """
    for line in lines:
        activity = line.activity
        copy = copies.get(activity.pk)
        when = moved(activity, year, way)
        seldom = _is_seldom(activity, when, year + 1)
        ticked = copy is None and activity.status != Status.CANCELLED and not seldom
        notes = tuple(_notes(activity, when, year)) if copy is None else ()
        yield Offer(line, when, ticked, notes, _other(activity, when, year, way), copy)


def moved(activity: Activity, year: int, way: Way) -> When:
    """When ``activity`` of ``year`` happens in the year after; see ``calendar.shift`` for the rules."""
    first, last, rule = _moved_days(activity, year, way)
    return reworded(activity, When(first, last, rule, ""), year)


def reworded(activity: Activity, when: When, year: int) -> When:
    """``when`` with the author's words for its days."""
    pairs = [(activity.starts_on, when.starts_on), (activity.ends_on, when.ends_on)]
    old, new = _rule(activity.recurrence), _rule(when.recurrence)
    if old and new:
        pairs.append((old.until, new.until))
    days: dict[date | None, date] = {before: after for before, after in pairs if before and after}
    return replace(when, words=moved_words(activity.timing, days, year))


def _moved_days(activity: Activity, year: int, way: Way) -> tuple[date | None, date | None, str]:
    first, last = activity.starts_on, activity.ends_on
    if first is None or max(first, last or first).year >= LAST_YEAR:
        return first, last, activity.recurrence
    if rule := _rule(activity.recurrence):
        new = recurrence_of_next_year(Recurring(rule, first, last), year + 1)
        return new.first, new.last, str(new.rule)
    if activity.timing_kind == TimingKind.WEEK:
        return *weeks_of_next_year(first, last), ""
    if activity.timing_kind not in MOVED_BY_WAY:
        way = Way.DATE
    return *period_of_next_year(first, last, way), activity.recurrence


def _rule(text: str) -> Rule | None:
    """None where there is none, or one that cannot be read."""
    try:
        return Rule.parse(text) if text else None
    except RuleError:
        return None


def _is_seldom(activity: Activity, when: When, year: int) -> bool:
    """Whether it comes back by a rule, but not in ``year``."""
    return bool(activity.recurrence) and when.starts_on is not None and when.starts_on.year > year


def _other(activity: Activity, when: When, year: int, way: Way) -> date | None:
    """The first day by the other way, for single days and periods."""
    if activity.timing_kind not in MOVED_BY_WAY or activity.starts_on is None:
        return None
    other = Way.DATE if way == Way.WEEKDAY else Way.WEEKDAY
    first, _last, _rule = _moved_days(activity, year, other)
    return None if first == when.starts_on else first


def _notes(activity: Activity, when: When, year: int) -> Iterator[str]:
    """What somebody should look at before it is copied."""
    if activity.status == Status.CANCELLED:
        yield _("Insatsen ställdes in.")
    if _is_seldom(activity, when, year + 1):
        said = {"year": year + 1, "day": iso_date(when.starts_on)}
        yield _("Infaller inte %(year)s. Nästa gång är %(day)s.") % said
    day = when.starts_on
    if activity.timing_kind == TimingKind.DATE and day is not None and day.year <= LAST_YEAR:
        for one in of_year(day.year):
            if one.day == day:
                yield _("Den nya dagen är %s.") % one.name
    if names_year(when.words, year):
        yield _("Tidplanen nämner fortfarande %s.") % year
