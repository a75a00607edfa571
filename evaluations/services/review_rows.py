"""The rows of a review: participants, agenda with notes, decisions, action points.

They are saved, moved, removed and taken back as the rows of a plan are, one field against what it
was, so that two recorders never overwrite each other; and only as long as the review is open. Each
change holds the review, so that none slips in while somebody closes it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from evaluations.enums import Attendance
from evaluations.models import ActionPoint, AgendaItem, Decision, Participant, Review
from plans.services import rows, structure
from plans.services.saving import Conflict, Saved, check, row_values
from plans.services.subjects import Values, subject_of

from .reviews import call_in, lock_open

Row = TypeVar("Row", Participant, AgendaItem, Decision, ActionPoint)


@transaction.atomic
def add_row(*, row: Row, values: Values, by: User) -> Row:
    """Store ``row``, which names its review and its item, last among its kind.

    Somebody who was at the meeting and was taken away comes back instead, as they were. Raises
    ValidationError when a value is wrong or missing, or the review is closed.
    """
    review = _review(row)
    lock_open(review)
    if isinstance(row, Participant):
        before = _in_bin(row)
        if before is not None:
            return _back(before, review, by)
    subject = subject_of(row)
    attributes: Values = dict(row_values(subject, values))
    check(row, attributes, {subject.fields[0], *attributes})
    for name, value in attributes.items():
        setattr(row, name, value)
    structure.append(row, None)
    structure.added(subject_of(row), by)
    if isinstance(row, Participant):
        _call_in(row)
    return row


def _call_in(row: Participant) -> None:
    if row.user is not None:
        call_in(row.review, row.user)


def _in_bin(row: Participant) -> Participant | None:
    """The row of the same person that was taken away. Raises ValidationError where it stands there still."""
    if row.user_id is None:
        return None
    found = Participant.objects.filter(review=row.review, user=row.user_id).first()
    if found is not None and found.removed_at is None:
        raise ValidationError(_("Personen är redan med."))
    return found


def _back(row: Participant, review: Review, by: User) -> Participant:
    """Take somebody back, and tell them of the meeting unless they know its time already."""
    row.review = review
    structure.take_back(row=row, by=by)
    _call_in(row)
    return row


@transaction.atomic
def save_row(
    *, row: Any, values: Values, base_version: int, base_values: Values | None, by: User
) -> Saved | Conflict:
    """Save a row; see ``plans.services.saving``. Raises ValidationError when the review is closed."""
    lock_open(_review(row))
    return rows.save_row(
        row=row, values=values, base_version=base_version, base_values=base_values, by=by
    )


@transaction.atomic
def move_row(*, row: Any, direction: str | None, after: Any | None = None, by: User) -> bool:
    """Move a row one step, or right after another; see ``plans.services.rows``."""
    lock_open(_review(row))
    return rows.move_row(row=row, direction=direction, after=after, by=by)


@transaction.atomic
def remove_row(*, row: Any, by: User) -> None:
    """Put a row into the bin."""
    lock_open(_review(row))
    rows.remove_row(row=row, by=by)


@transaction.atomic
def take_back(*, row: Any, by: User) -> None:
    """Take a row out of the bin."""
    lock_open(_review(row))
    rows.take_back(row=row, by=by)


@transaction.atomic
def all_present(*, review: Review, by: User) -> int:
    """Mark everybody as present of whom nothing is said yet; how many."""
    lock_open(review)
    waiting = Participant.objects.live().filter(review=review, attendance=Attendance.INVITED)
    people = list(waiting)
    for row in people:
        row.review = review
        rows.save_row(
            row=row,
            values={"attendance": Attendance.PRESENT.value},
            base_version=row.version,
            base_values=None,
            by=by,
        )
    return len(people)


def _review(row: Any) -> Review:
    """The review that ``row`` belongs to. Raises ValidationError for an action point of none."""
    review: Review | None = row.review
    if review is None:
        raise ValidationError(_("Åtgärden hör inte till någon översyn."))
    return review
