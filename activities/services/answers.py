"""Answers in free text to the questions that a plan has added to its checklist."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from activities.models import Activity, ChecklistAnswer
from plans.services.rows import Conflict, Saved, save_row
from plans.services.subjects import Values


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
    """Save the answer to ``question`` (the primary key of its key); the first save makes the row.

    Two who both write the first answer are told, as with every row. Raises ValidationError where
    the text is wrong.
    """
    found, _is_new = ChecklistAnswer.objects.get_or_create(activity=activity, question_id=question)
    found.activity = activity
    row: Any = found  # it has a version of its own, and no place in an order
    return save_row(
        row=row, values=values, base_version=base_version, base_values=base_values, by=by
    )
