"""A year's activities in their wheel: which rings, which marks, and the numbered list beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.kept import Kept
from plans.enums import Scope
from plans.registry import Words

from .calendar.span import Span
from .enums import Status, TimingKind
from .filters import Choices
from .lines import Line
from .models import ActivityPlan
from .occurrences import timeline
from .wheel import OFF, OPEN, SETTLED, Drawing, Mark, Ring, draw

# What the rings can be, by the word in the address; the first is the usual one.
RINGS: Mapping[str, Words] = {
    "malgrupp": gettext_lazy("Internt och externt"),
    "part": gettext_lazy("Part"),
    "mal": gettext_lazy("Mål"),
}
TIED = {"malgrupp": "audience", "part": "roles", "mal": "goals"}  # what says which ring
MOST_RINGS = 6
MOST_DRAWN = 300
LOOKS = {Status.IDEA: OPEN, Status.PLANNED: OPEN, Status.CANCELLED: OFF}
REST = ""
_drawn: Kept[Drawing] = Kept(most=20)  # finding room in it and writing it down takes long


@dataclass(frozen=True)
class Entry:
    """A line of the list beside the wheel; ``number`` is None for what has no place in it."""

    line: Line
    number: int | None = None
    rings: Sequence[str] = ()


@dataclass(frozen=True)
class Undated:
    """What has no day, of one kind of timing."""

    label: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class YearWheel:
    """The wheel of a year with its lists: what is drawn, what had no room, what has no day."""

    drawing: Drawing
    entries: Sequence[Entry]
    left_out: Sequence[Entry]
    undated: Sequence[Undated]


Urls = Callable[[Line], str]


def year_wheel(
    year: ActivityPlan, lines: Sequence[Line], choices: Choices, by: str, url: Urls | None = None
) -> YearWheel:
    """The wheel of ``lines``, with the rings that ``by`` names; ``url`` says where a mark leads."""
    by = by if by in RINGS else next(iter(RINGS))
    spans, undated = _when(year, lines)
    labels = _labels(by, choices)
    placed = sorted(
        (line for line in lines if line.activity.pk in spans or _goes_on(line, undated)),
        key=lambda line: (
            spans.get(line.activity.pk, (Span.of_year(year.year + 1),))[0],
            line.name,
        ),
    )
    entries = [
        Entry(line, number, [labels[ring] for ring in _rings_of(line, by, labels)])
        for number, line in enumerate(placed, 1)
    ]
    by_ring: dict[str, list[Mark]] = defaultdict(list)
    for entry in entries[:MOST_DRAWN]:
        mark = _mark(entry, spans, url)
        for ring in _rings_of(entry.line, by, labels):
            by_ring[ring].append(mark)
    shown = [key for key in labels if key != REST or by_ring[REST]]
    rings = tuple(Ring(labels[key], tuple(by_ring[key])) for key in shown)
    title = _("Årshjul %s") % year.year
    description = _described(entries, labels, shown)
    drawing = _drawn.get(
        (year.year, rings, title, description),
        lambda: draw(year.year, rings, title=title, description=description),
    )
    has_room = {e.number for e in entries[:MOST_DRAWN]} - drawing.left_out
    return YearWheel(
        drawing,
        entries,
        [entry for entry in entries if entry.number not in has_room],
        list(_undated(undated)),
    )


def _when(
    year: ActivityPlan, lines: Sequence[Line]
) -> tuple[dict[int, tuple[Span, ...]], dict[int, Line]]:
    """The spans of each activity that happens in the year, and those without a day, by primary key."""
    by_pk = {line.activity.pk: line for line in lines}
    for line in lines:
        line.activity.activity_plan = year
    found = timeline((line.activity for line in lines), Span.of_year(year.year))
    spans: dict[int, list[Span]] = defaultdict(list)
    for one in found.dated:
        spans[one.activity.pk].append(one.span)
    undated = {a.pk: by_pk[a.pk] for listed in found.undated.values() for a in listed}
    return {pk: merged(days) for pk, days in spans.items()}, undated


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in order, those that meet made one: every day is a period."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _goes_on(line: Line, undated: Mapping[int, Line]) -> bool:
    return line.activity.pk in undated and line.activity.timing_kind == TimingKind.CONTINUOUS


def _mark(entry: Entry, spans: Mapping[int, tuple[Span, ...]], url: Urls | None) -> Mark:
    line = entry.line
    days = spans.get(line.activity.pk, ())
    return Mark(
        number=entry.number or 0,
        name=line.name,
        spans=days,
        goes_on=not days,
        look=LOOKS.get(Status(line.status), SETTLED),
        url=url(line) if url else "",
        words=line.timing,
    )


# --- rings -------------------------------------------------------------------------------------------


def _labels(by: str, choices: Choices) -> dict[str, str]:
    """The rings that there are, the outermost first, and one for what belongs to none."""
    match by:
        case "part":
            found = {str(body.pk): body.label for body in choices.parties[:MOST_RINGS]}
            return found | {REST: _("Ingen part vald")}
        case "mal":
            goals = choices.vocabulary.of("goals")[:MOST_RINGS]
            return {goal.key: goal.name for goal in goals} | {REST: _("Inget av målen")}
        case _:
            return scope_labels()


def scope_labels() -> dict[str, str]:
    """The usual rings: whom activities are for."""
    scopes = {Scope.EXTERNAL.value: _("Externt"), Scope.INTERNAL.value: _("Internt")}
    return scopes | {REST: _("Varken internt eller externt")}


def _rings_of(line: Line, by: str, labels: Mapping[str, str]) -> list[str]:
    """The rings in which an activity stands: all that it belongs to."""
    keys: Sequence[str]
    match by:
        case "part":
            keys = [str(pk) for pk in line.organisations]
        case "mal":
            keys = line.ties.get("goals", ())
        case _:
            keys = sorted(line.scopes)
    return [key for key in labels if key in keys] or [REST]


def _described(entries: Sequence[Entry], labels: Mapping[str, str], shown: Sequence[str]) -> str:
    count = ngettext("%(n)s insats", "%(n)s insatser", len(entries)) % {"n": len(entries)}
    rings = ", ".join(labels[key] for key in shown)
    return _(
        "Året som en cirkel, januari överst och medurs. %(count)s i ringarna %(rings)s, utifrån och in. "
        "Samma uppgifter står i listan bredvid."
    ) % {"count": count, "rings": rings}


def _undated(undated: Mapping[int, Line]) -> Iterator[Undated]:
    """What has no day and does not go on all the time, by kind of timing."""
    rest = [line for line in undated.values() if not _goes_on(line, undated)]
    for kind, lines in groupby(rest, key=lambda line: line.activity.timing_kind):
        label = capfirst(str(TimingKind(kind).label)) if kind else _("Tiden är inte bestämd")
        yield Undated(label, [Entry(line) for line in lines])
