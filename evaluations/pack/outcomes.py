"""What came of the activities of a review: evaluations, figures, pictures. Five questions for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from activities.document import Value
from activities.models import Activity
from evaluations.enums import GoalReached, Recognisable
from evaluations.models import ArchiveItem, Evaluation, EvaluationAnswer, Outcome, ProblemArea
from evaluations.questions import YES_NO
from plans.services.subjects import name_of

# More than a row of pictures says no more: the archive has them all.
MOST_PICTURES = 3


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


def outcomes_of(activities: Sequence[Activity]) -> Outcomes:
    """What came of ``activities``."""
    pks = [activity.pk for activity in activities]
    evaluations = {row.activity_id: row for row in Evaluation.objects.filter(activity__in=pks)}
    answers = _answers(list(evaluations.values()))
    figures = _figures(list(evaluations.values()))
    kept = _kept(pks)
    areas = _areas(pks)
    members: dict[int, Value] = {}
    for pk in pks:
        row = evaluations.get(pk)
        said = {} if row is None else _evaluation(row, answers[row.pk], figures[row.pk])
        shown = [one for one in kept[pk] if one.is_image][:MOST_PICTURES]
        members[pk] = {
            "evaluation": said,
            "pictures": [_picture(one) for one in shown],
            "more_kept": len(kept[pk]) - len(shown),
            "areas": areas[pk],
        }
    finished = (pk for pk, row in evaluations.items() if row.finished_at)
    return Outcomes(members, frozenset(finished))


def _evaluation(row: Evaluation, answers: list[Value], figures: list[Value]) -> Value:
    return {
        "goal_reached": row.goal_reached,
        "went_well": row.went_well,
        "went_less_well": row.went_less_well,
        "again": row.again,
        "answers": answers,
        "figures": figures,
        "is_finished": row.finished_at is not None,
    }


def _answers(evaluations: list[Evaluation]) -> dict[int, list[Value]]:
    """The answers to the plans' own questions, those in the bin left out."""
    rows = EvaluationAnswer.objects.filter(evaluation__in=evaluations)
    found: dict[int, list[Value]] = defaultdict(list)
    for row in rows.select_related("question__evaluationquestion").order_by("pk"):
        asked: Any = getattr(row.question, "evaluationquestion", None)
        if asked is None or asked.removed_at is not None:
            continue
        words = "\n".join(filter(None, [_chosen(row.choice), row.text]))
        if words:
            found[row.evaluation_id].append({"question": name_of(asked), "answer": words})
    return found


def _chosen(choice: str) -> str:
    """A chosen answer in words; nothing for one that there is no more."""
    words = {**dict(GoalReached.choices), **dict(YES_NO)}
    return capfirst(str(words.get(choice, "")))


def _figures(evaluations: list[Evaluation]) -> dict[int, list[Value]]:
    rows = Outcome.objects.filter(evaluation__in=evaluations, removed_at__isnull=True)
    found: dict[int, list[Value]] = defaultdict(list)
    for row in rows.order_by("position", "pk"):
        label = row.label or capfirst(str(row.get_measure_display()))
        found[row.evaluation_id].append(
            {"label": label, "value": plain(row.value), "source": row.source}
        )
    return found


def plain(value: Decimal) -> str:
    """A number as documents write it: a point, and no zeros behind it that say nothing."""
    return format(value.normalize(), "f") if value else "0"


def _kept(pks: list[int]) -> dict[int, list[ArchiveItem]]:
    rows: QuerySet[ArchiveItem] = ArchiveItem.objects.kept().filter(activity__in=pks)
    found: dict[int, list[ArchiveItem]] = defaultdict(list)
    for row in rows.order_by("captured_on", "pk"):
        found[row.activity_id].append(row)
    return found


def _picture(item: ArchiveItem) -> Value:
    """A kept picture. One of people who have not agreed to it is told of, and not spread."""
    without_consent = item.recognisable == Recognisable.YES
    return {
        "token": str(item.token),
        "sha256": "" if without_consent else item.thumbnail_id,
        "is_withheld": without_consent,
        "title": item.title,
        "alt": item.alt,
        "kind": item.kind,
        "captured_on": item.captured_on.isoformat(),
    }


def _areas(pks: list[int]) -> dict[int, list[str]]:
    """The problem areas that each activity points to."""
    rows = ProblemArea.activities.through._default_manager.filter(
        activity__in=pks, problemarea__removed_at__isnull=True
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("problemarea__position", "problemarea").values_list(
        "activity", "problemarea__name"
    ):
        found[pk].append(name)
    return found
