"""Taking in what was learnt before."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from activities.models import Activity, LessonSeen
from core import changes
from plans.services.subjects import name_of, subject_of


@transaction.atomic
def acknowledge(*, activity: Activity, source: Activity, by: User) -> None:
    """Note that ``by`` has taken in the lesson of ``source`` for ``activity``; once is enough."""
    _row, is_new = LessonSeen.objects.get_or_create(
        activity=activity, source=source, defaults={"seen_by": by}
    )
    if is_new:
        subject = subject_of(activity)
        changes.record(
            by=by,
            scope=subject.scope,
            action="acknowledged",
            kind=subject.kind,
            key=subject.key,
            after={"name": name_of(source)},
        )
