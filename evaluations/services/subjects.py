"""What of an evaluation and of the archive can be saved, and what the log calls it."""

from __future__ import annotations

from typing import Any

from evaluations.comparing import FIELDS as AREA_FIELDS
from evaluations.models import (
    ArchiveItem,
    Evaluation,
    EvaluationAnswer,
    IndicatorValue,
    Outcome,
    ProblemArea,
)
from plans.history import speak_of
from plans.services.subjects import Subject, describe

ARCHIVE_FIELDS = (
    "title",
    "kind",
    "alt",
    "captured_on",
    "captured_time",
    "captured_by",
    "recognisable",
    "rights",
)


def evaluation_subject(row: Evaluation) -> Subject:
    """The answers that every evaluation has a place for."""
    fields = ("goal_reached", "went_well", "went_less_well", "again")
    return _of_activity(row, row.activity, "evaluation", "utvardering", fields)


def answer_subject(row: EvaluationAnswer) -> Subject:
    """The answer to one of the plan's own questions."""
    name = f"svar-{row.question_id}"
    return _of_activity(row, row.evaluation.activity, "evaluation_answer", name, ("choice", "text"))


def outcome_subject(row: Outcome) -> Subject:
    """A figure."""
    fields = ("measure", "label", "value", "source")
    activity, name = row.evaluation.activity, f"siffra-{row.pk or ''}"
    return _of_activity(
        row, activity, "outcome", name, fields, beside={"evaluation": row.evaluation_id}
    )


def archive_subject(row: ArchiveItem) -> Subject:
    """What is said of a kept item; a link has its address too."""
    fields = ARCHIVE_FIELDS if row.file_id else (*ARCHIVE_FIELDS, "address")
    return _of_activity(row, row.activity, "archive_item", f"arkiv-{row.pk or ''}", fields)


def area_subject(row: ProblemArea) -> Subject:
    """A problem area of an agreement's situational picture."""
    beside = {"agreement": row.agreement_id}
    return Subject(
        row, row.agreement, "problem_area", str(row.pk or ""), AREA_FIELDS, beside=beside
    )


def _of_activity(
    row: Any, activity: Any, kind: str, name: str, fields: tuple[str, ...], **others: Any
) -> Subject:
    node = activity.node
    return Subject(row, node.plan, kind, f"{node.key}:{name}", fields, **others)


def register() -> None:
    """Let the services of plans/ save these rows, and the log find words for them."""
    describe(Evaluation, evaluation_subject)
    describe(EvaluationAnswer, answer_subject)
    describe(Outcome, outcome_subject)
    describe(ArchiveItem, archive_subject)
    describe(ProblemArea, area_subject)
    speak_of("evaluation", Evaluation)
    speak_of("evaluation_answer", EvaluationAnswer)
    speak_of("outcome", Outcome)
    speak_of("archive_item", ArchiveItem)
    speak_of("indicator_value", IndicatorValue)
    speak_of("problem_area", ProblemArea)
