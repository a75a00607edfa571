"""The activities of a review: those of its period, what is missing and late among them, and what comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from activities.document import Value
from activities.enums import Status
from activities.lines import NEEDED, Line, load_lines
from activities.models import Activity, ActivityPlan
from activities.models.activity import ActivityQuerySet
from activities.occurrences import is_dated
from activities.vocabulary import vocabulary_of
from evaluations.last_day import last_day, may_end
from evaluations.schedule import Period, add_months
from plans.models import Agreement, Plan

from .outcomes import Outcomes, outcomes_of

# What was to be done longer ago than this before the period is history, not work.
MONTHS_BACK = 12
DAY = timedelta(days=1)
UNDECIDED = (Status.IDEA, Status.CANCELLED)
OPEN = (Status.PLANNED, Status.ANCHORED, Status.ONGOING)
COLUMNS = (*NEEDED, "lesson")


@dataclass(frozen=True)
class Gathered:
    """The members of the pack that are activities; ``lines`` are all of the years that it touches."""

    period: Sequence[Value] = ()
    missing: Sequence[Value] = ()
    overdue: Sequence[Value] = ()
    coming: Sequence[Value] = ()
    lines: Mapping[int, Sequence[Line]] = field(default_factory=dict)


@dataclass(frozen=True)
class Dated:
    """A line with the day by which it counts."""

    line: Line
    plan: Plan
    day: date

    @property
    def status(self) -> str:
        """How far it has come."""
        return self.line.status


def gather(
    agreement: Agreement, plans: Sequence[Plan], period: Period, after: Period, today: date
) -> Gathered:
    """The activities of ``agreement``, by the day on which each ends."""
    back = add_months(period.start, -MONTHS_BACK)
    lines = _lines(_rows(agreement, period, after, back), plans)
    dated = sorted(_dated(lines, plans), key=lambda one: (one.day, one.line.name, one.line.key))
    held = [one for one in dated if one.day in period]
    outcomes = outcomes_of([one.line.activity for one in held])
    late = [one for one in dated if back <= one.day < min(period.end, today)]
    return Gathered(
        period=[_whole(one, outcomes) for one in held],
        missing=[_short(one) for one in held if _is_missing(one, outcomes, today)],
        overdue=[_short(one) for one in late if one.status in OPEN],
        coming=[_short(one) for one in dated if one.day in after and one.status not in UNDECIDED],
        lines=lines,
    )


def of_period(agreement: Agreement, period: Period) -> list[Activity]:
    """The activities of the agreement's plans that the review of ``period`` goes through."""
    rows = _in_years(agreement).filter(may_end(period.start, period.end - DAY))
    rows = rows.select_related("activity_plan")
    return [activity for activity in rows if last_day(activity) in period]


def _in_years(agreement: Agreement) -> ActivityQuerySet:
    rows = Activity.objects.in_year().filter(activity_plan__plan__agreement=agreement)
    return rows.select_related("node").order_by("position", "pk")


def _rows(agreement: Agreement, period: Period, after: Period, back: date) -> list[Activity]:
    """All that the pack may speak of in one question: what ends about now, and the years that it counts."""
    ends = may_end(period.start, after.end - DAY)
    late = may_end(back, period.start) & Q(status__in=OPEN)
    years = Q(activity_plan__year__range=(period.start.year, period.end.year))
    rows = list(_in_years(agreement).filter(ends | late | years).only(*COLUMNS))
    known = {one.pk: one for one in ActivityPlan.objects.filter(plan__agreement=agreement)}
    for row in rows:  # one object for each year, not one for each activity
        row.activity_plan = known[row.activity_plan_id]
    return rows


def _lines(rows: Iterable[Activity], plans: Sequence[Plan]) -> dict[int, list[Line]]:
    """Lines by primary key of their plan."""
    below: dict[int, list[Activity]] = {plan.pk: [] for plan in plans}
    for activity in rows:
        below[_year(activity).plan_id].append(activity)
    return {
        plan.pk: load_lines(below[plan.pk], vocabulary_of(plan)) for plan in plans if below[plan.pk]
    }


def _year(activity: Activity) -> ActivityPlan:
    """The year that it stands in, as all of these do."""
    if activity.activity_plan is None:
        raise ValueError("the activity stands in no year")
    return activity.activity_plan


def _dated(lines: Mapping[int, Sequence[Line]], plans: Sequence[Plan]) -> Iterator[Dated]:
    for plan in plans:
        for line in lines.get(plan.pk, ()):
            yield Dated(line, plan, last_day(line.activity))


def _is_missing(one: Dated, outcomes: Outcomes, today: date) -> bool:
    """Whether it is over, was to happen, and nobody has said that its evaluation is done."""
    is_over = one.day < today and one.status not in UNDECIDED
    return is_over and not outcomes.is_finished(one.line.activity.pk)


def _short(one: Dated) -> Value:
    line = one.line
    return {
        "key": line.key,
        "plan": {"slug": one.plan.slug, "title": one.plan.title},
        "name": line.name,
        "status": line.status,
        "timing": line.timing,
        "last_day": one.day.isoformat() if is_dated(line.activity) else "",
        "year": _year(line.activity).year,
        "responsible": line.responsible,
    }


def _whole(one: Dated, outcomes: Outcomes) -> Value:
    activity = one.line.activity
    return _short(one) | {"lesson": activity.lesson} | outcomes.of(activity.pk)
