"""A year as a value: what its print is a function of, and the file that lies in it.

Names and words as they are printed; typed timing beside them, for the wheel and for programs that read
the file. Like the document of a plan it is canonical JSON, and absent means empty.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from plans.models import Plan, PlanOrganisation
from plans.texts import is_empty, printable_text

from .calendar.span import Span
from .coverage import ALL_MONTHS, Grid, gaps
from .coverage_year import year_coverage
from .enums import Status, TimingKind
from .filters import LACKS
from .lines import PRINTED, Line, load_lines
from .marks import goes_on
from .models import Activity, ActivityPlan
from .models.activity import DATED as OF_DAYS
from .occurrences import happenings
from .timing import composed
from .vocabulary import Vocabulary, vocabulary_of

Value = dict[str, Any]
SCHEMA = 1
TYPED = ("timing_kind", "starts_on", "ends_on", "recurrence", "season", "times_a_year")
DATED = (*OF_DAYS, TimingKind.SEASON)
KINDS = (*TimingKind, "")
LAST = date.max


def year_document(activity_plan: ActivityPlan, *, with_ideas: bool) -> Value:
    """The year as it stands; those who only read see no ideas."""
    plan = activity_plan.plan
    rows = Activity.objects.in_year().filter(activity_plan=activity_plan)
    if not with_ideas:
        rows = rows.exclude(status=Status.IDEA)
    activities = list(rows.select_related("node").order_by("position", "pk"))
    for activity in activities:
        activity.activity_plan = activity_plan
    vocabulary = vocabulary_of(plan)
    lines = in_order(load_lines(activities, vocabulary), activity_plan.year)
    value: Value = said(
        {
            "schema": SCHEMA,
            "what": "year",
            "title": plan.title,
            "year": activity_plan.year,
            **organisations(plan),
            "activities": [_activity(line) for line in lines],
            "coverage": _coverage(activity_plan, lines, vocabulary),
        }
    )
    return value


def organisations(plan: Plan) -> Value:
    """The organisations as the plan writes them, and the bytes of their logos."""
    rows = PlanOrganisation.objects.live().filter(plan=plan).select_related("logo")
    written, images = [], {}
    for row in rows.order_by("position", "pk"):
        written.append(
            {
                "name": row.name,
                "role": row.role,
                "logo": row.logo_id if row.logo_id else "",
                "logo_alt": row.logo_alt if row.logo_id else "",
            }
        )
        if row.logo is not None:
            data = base64.b64encode(bytes(row.logo.data)).decode()
            images[row.logo.sha256] = {"media_type": row.logo.media_type, "data": data}
    return {"organisations": written, "images": images}


def in_order(lines: Sequence[Line], year: int) -> list[Line]:
    """As the wheel numbers them: by the first day in the year, then what goes on all the time.

    Last what has no day, by kind of timing.
    """

    def place(line: Line) -> tuple[date, bool, int, str]:
        first = next(happenings(line.activity, Span.of_year(year)), None)
        kind = KINDS.index(line.activity.timing_kind)
        return first.starts_on if first else LAST, not goes_on(line.activity), kind, line.name

    return sorted(lines, key=place)


def _activity(line: Line) -> Value:
    activity = line.activity
    cells = {column.name: line.cell(column.name) for column in PRINTED}
    days = composed(activity) if activity.timing_kind in DATED or activity.recurrence else ""
    typed = {name: getattr(activity, name) for name in TYPED}
    return {
        "key": line.key,
        **cells,
        "days": days if days != line.timing else "",
        "status": activity.status,
        "scopes": sorted(line.scopes),
        **{name: _plain(value) for name, value in typed.items()},
    }


def _coverage(year: ActivityPlan, lines: Sequence[Line], vocabulary: Vocabulary) -> Value:
    """What is counted of all that is not called off, and in words what is left out."""
    counted = [line for line in lines if line.status != Status.CANCELLED]
    found = year_coverage(year, counted, vocabulary)
    lacks = [(key, str(word)) for key, word in LACKS.items()]
    return {
        "groups": [
            {
                "name": head.label,
                "months": [found.months.counts[head.key, str(month)] for month in ALL_MONTHS],
                "total": found.months.row_totals[head.key],
                "goals": _counts(found.goals, head.key),
                "channels": _counts(found.channels, head.key),
            }
            for head in found.months.rows
        ],
        "gaps": [gap.sentence for gap in gaps(found, year.year, lacks)],
    }


def _counts(grid: Grid, row: str) -> list[Value]:
    """The columns that a row has anything in."""
    counts = ((head.label, grid.counts[row, head.key]) for head in grid.columns)
    return [{"name": name, "count": count} for name, count in counts if count]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def said(value: Any) -> Any:
    """``value`` with printable texts and without members that say nothing."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, Mapping):
        return dict(_members(value))
    if isinstance(value, list | tuple):
        return [said(member) for member in value]
    return value


def _members(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, member in value.items():
        kept = said(member)
        if not is_empty(kept):
            yield name, kept
