"""What happens now and in the days to come, in some agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.models import User
from activities.calendar.span import Span
from activities.enums import Status, TimingKind
from activities.models import Activity, ActivityPlan
from activities.occurrences import happenings
from core.questions import Question, as_day
from evaluations.last_days import RULED, with_last_days
from plans.enums import MembershipRole, VersionState
from plans.models import Agreement, Membership, PlanVersion
from plans.services.subjects import name_of

AHEAD: Final = timedelta(days=14)
MOST: Final = 6
MOST_AGREEMENTS: Final = 20
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


def happening_in(user: User, agreements: Collection[Agreement], today: date) -> list[Happening]:
    """What begins within ``AHEAD``, in order, then what goes on, the first to end first.

    What began last year may go on over New Year; what comes back ends with its year.
    In at most ``MOST_AGREEMENTS`` agreements of ``user``; of a plan that is only a draft, for those
    who read drafts.
    """
    until = today + AHEAD
    where = {
        "user": user.pk,
        "agreements": [one.pk for one in agreements],
        "until": until,
        "first_year": today.year - 1,
        "last_year": until.year,
    }
    found = [
        *_once(ONCE.ask(today=today, **where)),
        *_again(AGAIN.ask(**where | {"first_year": today.year}), today, until),
    ]
    found.sort(key=lambda one: _order(one, today))
    return [_happening(*one) for one in found[:MOST]]


Found = tuple[date, date, list[Any]]
"""First and last day, and what it is called and where."""


def _order(one: Found, today: date) -> tuple[bool, date]:
    """First what begins, by its first day; then what goes on, by its last."""
    first, last, _words = one
    return first < today, last if first < today else first


def _seen(
    user: int, agreements: list[int], until: date, first_year: int, last_year: int
) -> QuerySet[Any]:
    """Activities that have begun by ``until`` and are not done with."""
    seats = Membership.objects.active().filter(
        user=user, agreement=OuterRef("activity_plan__plan__agreement")
    )
    works = Exists(seats.exclude(role=MembershipRole.READER))
    adopted = PlanVersion.objects.filter(
        plan=OuterRef("activity_plan__plan"), state=VersionState.ADOPTED
    )
    rows: QuerySet[Any] = Activity.objects.in_year().filter(
        works | Exists(adopted),
        activity_plan__plan__agreement__in=agreements,
        activity_plan__year__gte=first_year,
        activity_plan__year__lte=last_year,
        starts_on__lte=until,
    )
    return rows.exclude(status__in=sorted(OUT))


def _dated(today: date, **where: Any) -> QuerySet[Any, Any]:
    begun = Q(starts_on__lt=today)
    rows = with_last_days(_seen(**where).exclude(RULED)).filter(final_day__gte=today)
    ordered = rows.order_by(
        Case(When(begun, then=Value(1)), default=Value(0)),
        Case(When(begun, then=F("final_day")), default=F("starts_on")),
        "pk",
    )
    return ordered.values_list(*FIELDS, "starts_on", "final_day")[:MOST]


def _ruled(**where: Any) -> QuerySet[Any, Any]:
    rows = _seen(**where).filter(RULED).order_by("pk")
    values = rows.values_list(*FIELDS, "recurrence", "starts_on", "ends_on", "activity_plan__year")
    return values[:MOST_RULED]


def _once(rows: Iterable[tuple[Any, ...]]) -> Iterator[Found]:
    for *words, starts_on, final_day in rows:
        first, last = as_day(starts_on), as_day(final_day)
        if first is not None and last is not None:
            yield first, last, words


def _again(rows: Iterable[tuple[Any, ...]], today: date, until: date) -> Iterator[Found]:
    for *words, recurrence, starts_on, ends_on, year in rows:
        first = as_day(starts_on)
        days = first and next_of_rule(recurrence, first, as_day(ends_on), year, today, until)
        if days:
            yield *days, words


def _happening(starts_on: date, ends_on: date, words: list[str]) -> Happening:
    name, text, key, slug, plan = words
    return Happening(
        name_of(Activity(name=name, text=text)),
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


PLACES: Final = ("user", "first_year", "last_year")
LISTS: Final = {"agreements": MOST_AGREEMENTS}
ONCE: Final = Question(_dated, numbers=PLACES, days=["today", "until"], lists=LISTS)
AGAIN: Final = Question(_ruled, numbers=PLACES, days=["until"], lists=LISTS)
