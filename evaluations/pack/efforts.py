"""The activities of a review: those of its period, what is missing and late among them, and what comes.

A pack is looked at again and again before and in a meeting, and little of it has changed: what its
activities say is told anew only where a row of the database says something new. It is the same for
everybody who may read packs, so that the rows and the days are all that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import get_language

from activities.document import Value, said
from activities.enums import Status
from activities.lines import TIED, Line, people_of, ties_of
from activities.models import Activity
from activities.models.activity import ActivityQuerySet
from activities.occurrences import is_dated
from activities.vocabulary import rows_of_words
from core.kept import Kept
from evaluations.enums import AgendaKind
from evaluations.last_day import last_day, may_end
from evaluations.schedule import Period, add_months
from plans.models import Agreement, Plan

from . import coverage
from .outcomes import Outcomes, RowsOfOutcomes, outcomes_of, rows_of_outcomes
from .rows import Rows, fetched, lines_of_plans, year_of

# What was to be done longer ago than this before the period is history, not work.
MONTHS_BACK = 12
DAY = timedelta(days=1)
UNDECIDED = (Status.IDEA, Status.CANCELLED)
OPEN = (Status.PLANNED, Status.ANCHORED, Status.ONGOING)
MOST_KEPT = 20  # packs
MOST_ROWS = 1_000  # activities that one of them was made from


@dataclass(frozen=True)
class Dated:
    """A line with the day by which it counts."""

    line: Line
    day: date

    @property
    def status(self) -> str:
        """How far it has come."""
        return self.line.status


@dataclass(frozen=True)
class Days:
    """The days of a pack: its period and the one after it, how far back it looks, and its own."""

    period: Period
    after: Period
    back: date
    today: date


@dataclass(frozen=True, eq=False)
class Told:
    """What the pack says before anybody has looked at what came of it.

    ``held`` are the activities of the period by their primary keys, those in ``over`` are to have
    been evaluated; ``others`` are members of the pack that are ready. ``rows`` is how many
    activities were looked at.
    """

    held: Mapping[int, Value]
    over: frozenset[int]
    lessons: Mapping[int, str]
    others: Value
    rows: int


_told: Kept[Told] = Kept(most=MOST_KEPT, fits=lambda told: told.rows <= MOST_ROWS)
_members: Kept[Value] = Kept(
    most=MOST_KEPT, fits=lambda value: len(value.get("activities", ())) <= MOST_ROWS
)


def gather(
    agreement: Agreement, plans: Sequence[Plan], period: Period, after: Period, today: date
) -> Value:
    """The members of the pack that are activities, by the day on which each ends, and the gaps.

    They are kept: whoever gets them leaves them as they are.
    """
    days = Days(period, after, add_months(period.start, -MONTHS_BACK), today)
    rows = _rows(agreement, plans, days)
    language = get_language()
    told = _told.get((language, days, rows), lambda: _tell(rows, days))
    outcomes = rows_of_outcomes(list(told.held))
    return _members.get((told, outcomes), lambda: _with_outcomes(told, outcomes))


def _in_years(agreement: Agreement) -> ActivityQuerySet:
    rows = Activity.objects.in_year().filter(activity_plan__plan__agreement=agreement)
    return rows.order_by("position", "pk")


def _rows(agreement: Agreement, plans: Sequence[Plan], days: Days) -> Rows:
    """All that the pack may speak of in one question: what ends about now, and the years that it counts."""
    first, last = days.period.start, days.period.end
    ends = may_end(first, days.after.end - DAY)
    late = may_end(days.back, first) & Q(status__in=OPEN)
    years = Q(activity_plan__year__range=(first.year, last.year))
    known = {plan.pk for plan in plans}
    found = fetched(_in_years(agreement).filter(ends | late | years))
    activities = tuple(row for row in found if row.plan in known)
    return Rows(
        tuple((plan.pk, plan.slug, plan.title) for plan in plans),
        activities,
        ties_of([row.node for row in activities], TIED),
        people_of([row.pk for row in activities if not row.says_who]),
        rows_of_words([plan.pk for plan in plans]),
    )


def _tell(rows: Rows, days: Days) -> Told:
    lines = lines_of_plans(rows)
    dated = sorted(_dated(lines), key=lambda one: (one.day, one.line.name, one.line.key))
    titles = {pk: {"slug": slug, "title": title} for pk, slug, title in rows.plans}

    def short(one: Dated) -> Value:
        return _short(one, titles)

    held = [one for one in dated if one.day in days.period]
    late = [one for one in dated if days.back <= one.day < min(days.period.end, days.today)]
    coming = [one for one in dated if one.day in days.after and one.status not in UNDECIDED]
    return Told(
        {one.line.activity.pk: short(one) for one in held},
        frozenset(one.line.activity.pk for one in held if _is_over(one, days.today)),
        {one.line.activity.pk: one.line.activity.lesson for one in held},
        {
            "overdue": [short(one) for one in late if one.status in OPEN],
            "coming": [short(one) for one in coming],
            AgendaKind.COVERAGE.value: coverage.part(lines, titles, days.period),
        },
        len(rows.activities),
    )


def _with_outcomes(told: Told, rows: RowsOfOutcomes) -> Value:
    outcomes = outcomes_of(rows)
    value: Value = said(
        {
            "activities": [_whole(told, pk, outcomes) for pk in told.held],
            "missing": [
                short
                for pk, short in told.held.items()
                if pk in told.over and not outcomes.is_finished(pk)
            ],
            **told.others,
        }
    )
    return value


def _dated(lines: Mapping[int, Sequence[Line]]) -> Iterator[Dated]:
    for of_plan in lines.values():
        for line in of_plan:
            yield Dated(line, last_day(line.activity))


def _is_over(one: Dated, today: date) -> bool:
    """Whether it was to happen and is over, so that its evaluation is to be done."""
    return one.day < today and one.status not in UNDECIDED


def _short(one: Dated, titles: Mapping[int, Value]) -> Value:
    line, year = one.line, year_of(one.line.activity)
    return {
        "key": line.key,
        "plan": titles[year.plan_id],
        "name": line.name,
        "status": line.status,
        "timing": line.timing,
        "last_day": one.day.isoformat() if is_dated(line.activity) else "",
        "year": year.year,
        "responsible": line.responsible,
    }


def _whole(told: Told, pk: int, outcomes: Outcomes) -> Value:
    return told.held[pk] | {"lesson": told.lessons[pk]} | outcomes.of(pk)
