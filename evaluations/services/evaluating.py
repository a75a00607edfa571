"""The evaluation of an activity: answers, figures, and what follows from it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.enums import Status
from activities.models import Activity
from activities.services.efforts import add_activity
from activities.services.years import open_year
from core import changes
from evaluations.models import Evaluation, EvaluationAnswer, Outcome
from plans.services import structure
from plans.services.rows import Conflict, Saved, save_row
from plans.services.saving import check, row_values
from plans.services.subjects import Values, name_of, subject_of


def evaluation_of(activity: Activity) -> Evaluation:
    """The evaluation of ``activity``; one that is not stored yet where nobody has begun."""
    found = Evaluation.objects.filter(activity=activity).first() or Evaluation(activity=activity)
    found.activity = activity
    return found


def begun(activity: Activity) -> Evaluation:
    """The evaluation of ``activity``, stored; call it in a transaction."""
    found, _is_new = Evaluation.objects.get_or_create(activity=activity)
    found.activity = activity
    return found


@transaction.atomic
def save_evaluation(
    *, activity: Activity, values: Values, base_version: int, base_values: Values | None, by: User
) -> Saved | Conflict:
    """Save the answers that every evaluation has; the first save makes the row.

    Raises ValidationError where a value is wrong.
    """
    row: Any = begun(activity)
    return save_row(
        row=row, values=values, base_version=base_version, base_values=base_values, by=by
    )


@transaction.atomic
def answer_question(
    *,
    activity: Activity,
    question: int,
    values: Values,
    base_version: int,
    base_values: Values | None,
    by: User,
) -> Saved | Conflict:
    """Save the answer to one of the plan's own questions (the primary key of its key)."""
    evaluation = begun(activity)
    found, _is_new = EvaluationAnswer.objects.get_or_create(
        evaluation=evaluation, question_id=question
    )
    found.evaluation = evaluation
    row: Any = found
    return save_row(
        row=row, values=values, base_version=base_version, base_values=base_values, by=by
    )


@transaction.atomic
def add_outcome(*, activity: Activity, values: Values, by: User) -> Outcome:
    """A new figure, last in the list. Raises ValidationError where a value is wrong or missing."""
    structure.lock(activity.node.plan)
    row = Outcome(evaluation=begun(activity))
    subject = subject_of(row)
    attributes = dict(row_values(subject, values))
    check(row, attributes, {"measure", "value", "label"})
    for name, value in attributes.items():
        setattr(row, name, value)
    structure.append(row, None)
    structure.added(subject_of(row), by)
    return row


@transaction.atomic
def finish(*, activity: Activity, is_done: bool, by: User) -> None:
    """Say that the evaluation is done, or take it up again."""
    row = begun(activity)
    rows = Evaluation.objects.filter(pk=row.pk, finished_at__isnull=is_done)
    if rows.update(
        finished_at=timezone.now() if is_done else None, finished_by=by if is_done else None
    ):
        _log(row, "done" if is_done else "undone", by)


@transaction.atomic
def follow_up(*, activity: Activity, year: int, name: str, by: User) -> Activity:
    """A new idea in ``year`` that takes up what there is reason to communicate again.

    Raises ValidationError where there is one already, or the year or the name cannot be.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=begun(activity).pk)
    if evaluation.follow_up_id is not None:
        raise ValidationError(_("Det finns redan en ny insats."))
    activity_plan = open_year(plan=activity.node.plan, year=year, by=by)
    values = {"name": name or name_of(activity), "status": Status.IDEA.value}
    if evaluation.again:
        values["purpose"] = evaluation.again
    new = add_activity(activity_plan=activity_plan, values=values, by=by)
    evaluation.follow_up = new
    evaluation.save(update_fields=["follow_up"])
    return new


def _log(row: Evaluation, action: str, by: User) -> None:
    subject = subject_of(row)
    changes.record(
        by=by,
        scope=subject.scope,
        action=action,
        kind=subject.kind,
        key=subject.key,
        after={"name": subject.name},
    )
