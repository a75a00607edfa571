"""What happens now and in the days to come, in some plans' years."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse

from activities.calendar.span import Span
from activities.enums import Status, TimingKind
from activities.models import Activity, ActivityPlan
from activities.occurrences import happenings
from core.markdown import to_plain
from evaluations.last_days import RULED, with_last_days

AHEAD: Final = timedelta(days=14)
MOST: Final = 6
MOST_RULED: Final = 200
"""So many activities that come back are looked at."""
MOST_KEPT: Final = 5_000
OUT: Final = frozenset({Status.IDEA, Status.CANCELLED, Status.DONE})
FIELDS: Final = ("name", "text", "node__key", "node__plan__slug", "node__plan__title")


@dataclass(frozen=True)
class Happening:
    """An activity that goes on, or begins soon."""

    name: str
    plan: str
    url: str
    starts_on: date
    ends_on: date


def happening_in(plans: Collection[int], today: date) -> list[Happening]:
    """What begins within ``AHEAD`` in ``plans``, in order, then what goes on, the first to end first."""
    until = today + AHEAD
    rows: QuerySet[Any] = (
        Activity.objects.in_year()
        .filter(
            activity_plan__plan__in=plans,
            activity_plan__year__in={today.year, until.year},
            starts_on__lte=until,
        )
        .exclude(status__in=OUT)
    )
    found = [*_once(rows, today), *_again(rows, today, until)]
    return sorted(found, key=lambda one: _order(one, today))[:MOST]


def _order(one: Happening, today: date) -> tuple[bool, date, str]:
    """First what begins, by its first day; then what goes on, by its last."""
    goes_on = one.starts_on < today
    return goes_on, one.ends_on if goes_on else one.starts_on, one.name


def _once(rows: QuerySet[Any], today: date) -> Iterator[Happening]:
    begun = Q(starts_on__lt=today)
    dated = with_last_days(rows.exclude(RULED)).filter(final_day__gte=today)
    ordered = dated.order_by(
        Case(When(begun, then=Value(1)), default=Value(0)),
        Case(When(begun, then=F("final_day")), default=F("starts_on")),
        "pk",
    )
    for *words, starts_on, final_day in ordered.values_list(*FIELDS, "starts_on", "final_day")[
        :MOST
    ]:
        yield _happening(words, starts_on, final_day)


def _again(rows: QuerySet[Any], today: date, until: date) -> Iterator[Happening]:
    ruled = rows.filter(RULED).order_by("pk")
    values = ruled.values_list(*FIELDS, "recurrence", "starts_on", "ends_on", "activity_plan__year")
    for *words, recurrence, starts_on, ends_on, year in values[:MOST_RULED]:
        days = next_of_rule(recurrence, starts_on, ends_on, year, today, until)
        if days is not None:
            yield _happening(words, *days)


def _happening(words: list[str], starts_on: date, ends_on: date) -> Happening:
    name, text, key, slug, plan = words
    return Happening(
        name or to_plain(text),
        plan,
        reverse("activities:activity", args=[slug, key]),
        starts_on,
        ends_on,
    )


@lru_cache(maxsize=MOST_KEPT)
def next_of_rule(
    recurrence: str, starts_on: date, ends_on: date | None, year: int, today: date, until: date
) -> tuple[date, date] | None:
    """First and last day of the first time from ``today`` to ``until``; None where there is none."""
    activity = Activity(
        activity_plan=ActivityPlan(pk=0, year=year),
        timing_kind=TimingKind.RECURRENCE,
        recurrence=recurrence,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    found = next(happenings(activity, Span.through(today, until)), None)
    return None if found is None else (found.starts_on, found.ends_on)
