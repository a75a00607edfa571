"""A year's activities as ``coverage`` counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .calendar.span import Span
from .coverage import ALL_MONTHS, Coverage, Deed, Head, coverage
from .enums import TimingKind
from .filters import LACKING
from .lines import Line
from .models import Activity, ActivityPlan
from .occurrences import timeline
from .vocabulary import Vocabulary

# The columns of an activity that are read here.
NEEDED = (
    "node",
    "section",
    "activity_plan",
    "dropped_at",
    "timing_kind",
    "starts_on",
    "ends_on",
    "starts_time",
    "ends_time",
    "recurrence",
    "season",
    *(words for _name, words in LACKING.values()),
)
TIED = tuple(name for name, _words in LACKING.values())


def year_coverage(year: ActivityPlan, lines: Sequence[Line], vocabulary: Vocabulary) -> Coverage:
    """What ``lines`` of ``year`` cover of the plan's goals, target groups and channels."""
    months = _months(year, lines)
    deeds = [_deed(line, months.get(line.activity.pk, set())) for line in lines]
    return coverage(
        deeds,
        groups=_heads(vocabulary, "target_groups"),
        goals=_heads(vocabulary, "goals"),
        channels=_heads(vocabulary, "channels"),
    )


def _heads(vocabulary: Vocabulary, what: str) -> list[Head]:
    return [Head(term.key, term.name) for term in vocabulary.of(what)]


def _months(year: ActivityPlan, lines: Sequence[Line]) -> dict[int, set[int]]:
    """The months in which each activity happens, by primary key; what goes on all the time has all."""
    for line in lines:
        line.activity.activity_plan = year
    whole = Span.of_year(year.year)
    when = timeline((line.activity for line in lines), whole)
    found: dict[int, set[int]] = defaultdict(set)
    for one in when.dated:
        first = max(one.starts_on, whole.start).month
        last = min(one.ends_on, whole.last).month
        found[one.activity.pk] |= set(range(first, last + 1))
    for activity in when.undated.get(TimingKind.CONTINUOUS, []):
        found[activity.pk] = set(ALL_MONTHS)
    return found


def _deed(line: Line, months: set[int]) -> Deed:
    return Deed(
        audience=frozenset(line.ties.get("audience", ())),
        goals=frozenset(line.ties.get("goals", ())),
        channels=frozenset(line.ties.get("channels", ())),
        months=frozenset(months),
        lacks=frozenset(_lacks(line)),
    )


def _lacks(line: Line) -> Iterator[str]:
    """What ``filters.lacking`` finds missing in the activity."""
    for what, (name, words) in LACKING.items():
        has_people = what == "ansvarig" and line.people
        if not line.ties.get(name) and not getattr(line.activity, words) and not has_people:
            yield what
    if not _has_time(line.activity):
        yield "tid"


def _has_time(activity: Activity) -> bool:
    is_season = activity.timing_kind == TimingKind.SEASON and bool(activity.season)
    is_always = activity.timing_kind == TimingKind.CONTINUOUS
    return activity.starts_on is not None or is_season or is_always
