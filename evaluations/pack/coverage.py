"""What the years of a review leave uncovered, plan by plan. Asks nothing of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from activities.coverage import gaps
from activities.coverage_year import year_coverage
from activities.document import Value
from activities.enums import Status
from activities.filters import LACKS
from activities.lines import Line
from activities.models import ActivityPlan
from evaluations.schedule import Period


def part(
    lines: Mapping[int, Sequence[Line]], titles: Mapping[int, Value], period: Period
) -> list[Value]:
    """The gaps of each plan in each year that the period touches, that of the review's own day included.

    ``lines`` and ``titles`` (what the pack says of a plan) are by the plan's primary key.
    """
    return [
        found
        for plan, title in titles.items()
        for found in _of_plan(title, lines.get(plan, ()), period)
    ]


def _of_plan(title: Value, lines: Sequence[Line], period: Period) -> Iterator[Value]:
    below: dict[int, list[Line]] = defaultdict(list)
    years: dict[int, ActivityPlan] = {}
    for line in lines:
        year = line.activity.activity_plan
        if year is not None and period.start.year <= year.year <= period.end.year:
            below[year.year].append(line)
            years[year.year] = year
    for number in sorted(years):
        yield {
            "plan": title,
            "year": number,
            "gaps": _gaps(years[number], below[number]),
        }


def _gaps(year: ActivityPlan, lines: Sequence[Line]) -> list[str]:
    counted = [line for line in lines if line.status != Status.CANCELLED]
    found = year_coverage(year, counted, lines[0].vocabulary)
    lacks = [(key, str(word)) for key, word in LACKS.items()]
    return [gap.sentence for gap in gaps(found, year.year, lacks)]
