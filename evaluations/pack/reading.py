"""From the pack's value to its typed parts, with words for what is chosen. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.document import Value
from activities.enums import Status
from core.differences import word_diff
from evaluations.comparing import AreaChange, AreaState
from evaluations.enums import AgendaKind, AreaPriority, GoalReached, Trend
from evaluations.plots import number_in, plot
from evaluations.trends import trend_of

from .parts import (
    ActionsPart,
    ActivitiesPart,
    Answer,
    Area,
    AreaDifference,
    CoveragePart,
    Decided,
    Effort,
    Ending,
    FieldChange,
    Figure,
    GoalLine,
    GoalsPart,
    Measured,
    Picture,
    PicturePart,
    PlanGoals,
    ToDo,
    VersionsPart,
    Waiting,
    YearGaps,
)

CHOICES: dict[str, Any] = {"priority": AreaPriority, "trend": Trend}


def label_of(field: str, value: str) -> str:
    """What a priority or a trend is called; empty where it is neither."""
    known = CHOICES[field]
    return str(known(value).label) if value in known.values else ""


def field_label(field: str) -> str:
    """What a field of a problem area is called."""
    labels = {
        "name": _("Namn"),
        "description": _("Beskrivning"),
        "priority": _("Prioritet"),
        "source": _("Källa"),
        "trend": _("Utveckling"),
    }
    return labels[field]


# --- the picture ---------------------------------------------------------------------------------


def picture_part(value: Value) -> PicturePart:
    """The picture now, and what has changed since the last review."""
    said = value.get(AgendaKind.PICTURE.value, {})
    return PicturePart(
        areas=tuple(_area(one) for one in said.get("areas", [])),
        changes=tuple(_difference(one) for one in said.get("changes", [])),
        since=_since(value) if said.get("is_compared") else None,
    )


def _since(value: Value) -> int | None:
    last: Value = value.get("last_review", {})
    return last.get("number")


def _area(one: Value) -> Area:
    priority, trend = one.get("priority", ""), one.get("trend", "")
    return Area(
        name=one.get("name", ""),
        description=one.get("description", ""),
        priority=priority,
        priority_label=label_of("priority", priority),
        source=one.get("source", ""),
        trend=trend,
        trend_label=label_of("trend", trend),
    )


def area_of_state(state: AreaState) -> Area:
    """An area of the picture with words for what is chosen."""
    return _area(dict(state.words))


def difference_of(change: AreaChange) -> AreaDifference:
    """What has become of an area, in words."""
    one = change.now or change.was
    fields: tuple[FieldChange, ...] = ()
    if change.was is not None and change.now is not None:
        was, now = change.was.words, change.now.words
        fields = tuple(field_change(name, was[name], now[name]) for name in change.fields)
    return AreaDifference(change.what.value, "" if one is None else one.name, fields)


def _difference(one: Value) -> AreaDifference:
    fields = tuple(
        field_change(said["field"], said.get("was", ""), said.get("now", ""))
        for said in one.get("fields", [])
    )
    return AreaDifference(one["what"], one.get("name", ""), fields)


def field_change(field: str, was: str, now: str) -> FieldChange:
    """A field that said ``was`` and says ``now``, in words."""
    if field in CHOICES:
        return FieldChange(
            field, field_label(field), was, label_of(field, was), now, label_of(field, now)
        )
    return FieldChange(field, field_label(field), pieces=tuple(word_diff(was, now)))


# --- activities ----------------------------------------------------------------------------------


def activities_part(value: Value) -> ActivitiesPart:
    """The activities of the period, each told whether its evaluation is missing."""
    missing = {(one["plan"]["slug"], one["key"]) for one in value.get("missing", [])}
    efforts = tuple(_effort(one, missing) for one in value.get("activities", []))
    return ActivitiesPart(
        efforts=efforts,
        missing=_efforts(value, "missing"),
        overdue=_efforts(value, "overdue"),
        coming=_efforts(value, "coming"),
        summary=_summary(efforts),
    )


def _efforts(value: Value, name: str) -> tuple[Effort, ...]:
    return tuple(_effort(one, set()) for one in value.get(name, []))


def _effort(one: Value, missing: set[tuple[str, str]]) -> Effort:
    came: Value = one.get("evaluation", {})
    plan, status, reached = one["plan"], one["status"], came.get("goal_reached", "")
    return Effort(
        key=one["key"],
        plan_slug=plan["slug"],
        plan=plan.get("title", ""),
        name=one["name"],
        status=status,
        status_label=capfirst(str(Status(status).label)),
        timing=one.get("timing", ""),
        year=one["year"],
        last_day=_day(one.get("last_day")),
        responsible=one.get("responsible", ""),
        areas=tuple(one.get("areas", [])),
        goal_reached=reached,
        goal_label=str(GoalReached(reached).label) if reached in GoalReached.values else "",
        went_well=came.get("went_well", ""),
        went_less_well=came.get("went_less_well", ""),
        again=came.get("again", ""),
        lesson=one.get("lesson", ""),
        answers=tuple(Answer(**said) for said in came.get("answers", [])),
        figures=tuple(Figure(**said) for said in came.get("figures", [])),
        pictures=tuple(_pictures(one)),
        more_kept=one.get("more_kept", 0),
        is_missing=(plan["slug"], one["key"]) in missing,
    )


def _pictures(one: Value) -> Iterator[Picture]:
    for said in one.get("pictures", []):
        yield Picture(
            token=said["token"],
            sha256=said.get("sha256", ""),
            title=said.get("title", ""),
            alt=said.get("alt", ""),
            is_withheld=said.get("is_withheld", False),
        )


def _summary(efforts: tuple[Effort, ...]) -> str:
    """How many there are, and how far they have come."""
    count = len(efforts)
    done = sum(one.status == Status.DONE for one in efforts)
    evaluated = sum(bool(one.goal_reached) for one in efforts)
    words = ngettext(
        "En insats: %(done)s genomförd, %(evaluated)s med svar på om målet nåddes.",
        "%(count)s insatser: %(done)s genomförda, %(evaluated)s med svar på om målet nåddes.",
        count,
    )
    return words % {"count": count, "done": done, "evaluated": evaluated} if count else ""


# --- coverage and goals --------------------------------------------------------------------------


def coverage_part(value: Value) -> CoveragePart:
    """The gaps of each plan and year."""
    said = value.get(AgendaKind.COVERAGE.value, [])
    return CoveragePart(
        tuple(
            YearGaps(
                one["plan"]["slug"],
                one["plan"].get("title", ""),
                one["year"],
                tuple(one.get("gaps", [])),
            )
            for one in said
        )
    )


def goals_part(value: Value) -> GoalsPart:
    """The goals of each plan."""
    said = value.get(AgendaKind.GOALS.value, [])
    return GoalsPart(
        tuple(
            PlanGoals(
                one["plan"]["slug"],
                one["plan"].get("title", ""),
                tuple(_goal(goal) for goal in one["goals"]),
            )
            for one in said
        )
    )


def _goal(one: Value) -> GoalLine:
    values = [
        Measured(date.fromisoformat(said["on"]), said["value"], said.get("source", ""))
        for said in one.get("values", [])
    ]
    numbers = [Decimal(measured.value) for measured in values]
    target, baseline = number_in(one.get("target", "")), number_in(one.get("baseline", ""))
    trend = trend_of(numbers, target, baseline)
    pairs = [(measured.on, number) for measured, number in zip(values, numbers, strict=True)]
    return GoalLine(
        key=one["key"],
        name=one["name"],
        indicator=one.get("indicator", ""),
        baseline=one.get("baseline", ""),
        target=one.get("target", ""),
        values=tuple(values),
        trend=trend.value,
        trend_label=str(trend.label),
        plot=plot(pairs, target, baseline) if pairs else None,
    )


# --- versions and actions ------------------------------------------------------------------------


def versions_part(value: Value) -> VersionsPart:
    """What waits for an answer, and what runs out, the nearest first."""
    said: Value = value.get(AgendaKind.VERSIONS.value, {})
    on = date.fromisoformat(value["on"])
    return VersionsPart(
        waiting=tuple(_waiting(one) for one in said.get("waiting", [])),
        ending=tuple(sorted(_ending(value, said, on), key=lambda one: one.ends_on)),
    )


def _waiting(one: Value) -> Waiting:
    return Waiting(
        one["plan"]["slug"],
        one["plan"].get("title", ""),
        one["number"],
        date.fromisoformat(one["proposed_on"]),
        tuple(one.get("approved", [])),
        tuple(one.get("waits_for", [])),
    )


def _ending(value: Value, said: Value, on: date) -> Iterator[Ending]:
    if "agreement_ends" in said:
        last = date.fromisoformat(said["agreement_ends"])
        words = _("Överenskommelsen: %s") % value["agreement"]["title"]
        yield Ending(words, last, last < on)
    for one, words in _ends(said.get("plans", []), _("%(plan)s, version %(number)s")):
        last = date.fromisoformat(one["ends_on"])
        yield Ending(words, last, last < on, one["plan"]["slug"])
    for one, words in _ends(said.get("spokespersons", []), _("Talespersonen %(name)s i %(plan)s")):
        last = date.fromisoformat(one["ends_on"])
        yield Ending(words, last, last < on, one["plan"]["slug"])


def _ends(rows: Iterable[Value], pattern: str) -> Iterator[tuple[Value, str]]:
    for one in rows:
        said: Value = {**one, "plan": one["plan"].get("title", "")}
        yield one, pattern % said


def actions_part(value: Value) -> ActionsPart:
    """What was decided, and what is still to be done."""
    said: Value = value.get(AgendaKind.ACTIONS.value, {})
    return ActionsPart(
        decisions=tuple(Decided(**one) for one in said.get("decisions", [])),
        open=tuple(_to_do(one) for one in said.get("open", [])),
        since=_since(value),
    )


def _to_do(one: Value) -> ToDo:
    return ToDo(
        words=one["words"],
        responsible=one.get("responsible", ""),
        due_on=_day(one.get("due_on")),
        is_late=one.get("is_late", False),
        review=one.get("review"),
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
