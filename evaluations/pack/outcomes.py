"""What came of the activities of a review: evaluations, figures, pictures. Five questions for all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.text import capfirst

from activities.document import Value
from evaluations.enums import GoalReached, Measure, Recognisable
from evaluations.models import ArchiveItem, Evaluation, EvaluationAnswer, Outcome, ProblemArea
from evaluations.questions import YES_NO
from plans.models import EvaluationQuestion
from plans.services.subjects import name_of

# More than a row of pictures says no more: the archive has them all.
MOST_PICTURES = 3
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Outcomes:
    """By primary key of the activity: what the pack says of it, and whose evaluations are done."""

    members: Mapping[int, Value]
    finished: frozenset[int]

    def of(self, activity: int) -> Value:
        """The members ``evaluation``, ``pictures``, ``more_kept`` and ``areas`` of an activity."""
        return self.members.get(activity, {})

    def is_finished(self, activity: int) -> bool:
        """Whether somebody has said that its evaluation is done."""
        return activity in self.finished


@dataclass(frozen=True)
class RowsOfOutcomes:
    """What the database says of what came of some activities; equal rows, equal outcomes."""

    activities: tuple[int, ...]
    evaluations: tuple[Row, ...]
    answers: tuple[Row, ...]
    figures: tuple[Row, ...]
    kept: tuple[Row, ...]
    areas: tuple[Row, ...]


def rows_of_outcomes(activities: Sequence[int]) -> RowsOfOutcomes:
    """The rows of the activities with these primary keys."""
    evaluations = tuple(
        Evaluation.objects.filter(activity__in=activities).values_list(*_Evaluation._fields)
    )
    pks = [row[0] for row in evaluations]
    return RowsOfOutcomes(
        tuple(activities),
        evaluations,
        _answers(pks),
        _figures(pks),
        _kept(activities),
        _areas(activities),
    )


def outcomes_of(rows: RowsOfOutcomes) -> Outcomes:
    """What came of the activities. Asks nothing of the database."""
    evaluations = {row.activity: row for row in map(_Evaluation._make, rows.evaluations)}
    answers, figures = _answers_of(rows.answers), _figures_of(rows.figures)
    kept: dict[int, list[_Kept]] = defaultdict(list)
    for one in map(_Kept._make, rows.kept):
        kept[one.activity].append(one)
    areas: dict[int, list[str]] = defaultdict(list)
    for activity, name in rows.areas:
        areas[activity].append(name)
    members: dict[int, Value] = {}
    for pk in rows.activities:
        row = evaluations.get(pk)
        said = {} if row is None else _evaluation(row, answers[row.pk], figures[row.pk])
        shown = [one for one in kept[pk] if one.thumbnail is not None][:MOST_PICTURES]
        members[pk] = {
            "evaluation": said,
            "pictures": [_picture(one) for one in shown],
            "more_kept": len(kept[pk]) - len(shown),
            "areas": areas[pk],
        }
    finished = (pk for pk, row in evaluations.items() if row.finished_at)
    return Outcomes(members, frozenset(finished))


# --- evaluations ---------------------------------------------------------------------------------


class _Evaluation(NamedTuple):
    pk: int
    activity: int
    goal_reached: str
    went_well: str
    went_less_well: str
    again: str
    finished_at: Any


def _evaluation(row: _Evaluation, answers: list[Value], figures: list[Value]) -> Value:
    return {
        "goal_reached": row.goal_reached,
        "went_well": row.went_well,
        "went_less_well": row.went_less_well,
        "again": row.again,
        "answers": answers,
        "figures": figures,
        "is_finished": row.finished_at is not None,
    }


def _answers(evaluations: Sequence[int]) -> tuple[Row, ...]:
    """The answers to the plans' own questions, those in the bin left out; cells as JSON."""
    asked = "question__evaluationquestion"
    rows = EvaluationAnswer.objects.filter(
        **{"evaluation__in": evaluations, f"{asked}__isnull": False, f"{asked}__removed_at": None}
    )
    words = (f"{asked}__{name}" for name in ("name", "text", "cells"))
    found = rows.order_by("pk").values_list("evaluation", "choice", "text", *words)
    return tuple((*row, json.dumps(cells)) for *row, cells in found)


def _answers_of(rows: Sequence[Row]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = defaultdict(list)
    for evaluation, choice, text, name, question, cells in rows:
        words = "\n".join(filter(None, [_chosen(choice), text]))
        if words:
            asked = EvaluationQuestion(name=name, text=question, cells=json.loads(cells))
            found[evaluation].append({"question": name_of(asked), "answer": words})
    return found


def _chosen(choice: str) -> str:
    """A chosen answer in words; nothing for one that there is no more."""
    words = {**dict(GoalReached.choices), **dict(YES_NO)}
    return capfirst(str(words.get(choice, "")))


def _figures(evaluations: Sequence[int]) -> tuple[Row, ...]:
    rows = Outcome.objects.filter(evaluation__in=evaluations, removed_at__isnull=True)
    found = rows.order_by("position", "pk")
    return tuple(found.values_list("evaluation", "measure", "label", "value", "source"))


def _figures_of(rows: Sequence[Row]) -> dict[int, list[Value]]:
    measures = {value: capfirst(str(label)) for value, label in Measure.choices}
    found: dict[int, list[Value]] = defaultdict(list)
    for evaluation, measure, label, value, source in rows:
        said = label or measures.get(measure, measure)
        found[evaluation].append({"label": said, "value": plain(value), "source": source})
    return found


def plain(value: Decimal) -> str:
    """A number as documents write it: a point, and no zeros behind it that say nothing."""
    return format(value.normalize(), "f") if value else "0"


# --- what is kept, and where it points to ----------------------------------------------------------


class _Kept(NamedTuple):
    activity: int
    token: Any
    thumbnail: str | None
    recognisable: str
    title: str
    alt: str
    kind: str
    captured_on: Any


def _kept(activities: Sequence[int]) -> tuple[Row, ...]:
    rows = ArchiveItem.objects.kept().filter(activity__in=activities)
    return tuple(rows.order_by("captured_on", "pk").values_list(*_Kept._fields))


def _picture(item: _Kept) -> Value:
    """A kept picture. One of people who have not agreed to it is told of, and not spread."""
    without_consent = item.recognisable == Recognisable.YES
    return {
        "token": str(item.token),
        "sha256": "" if without_consent else item.thumbnail,
        "is_withheld": without_consent,
        "title": item.title,
        "alt": item.alt,
        "kind": item.kind,
        "captured_on": item.captured_on.isoformat(),
    }


def _areas(activities: Sequence[int]) -> tuple[Row, ...]:
    """The problem areas that each activity points to."""
    rows = ProblemArea.activities.through._default_manager.filter(
        activity__in=activities, problemarea__removed_at__isnull=True
    )
    found = rows.order_by("problemarea__position", "problemarea")
    return tuple(found.values_list("activity", "problemarea__name"))
