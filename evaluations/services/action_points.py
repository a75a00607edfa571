"""What becomes of action points after their meeting."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from evaluations.enums import ReviewState
from evaluations.models import ActionPoint
from plans.models import Agreement
from plans.services.subjects import subject_of


def agreed(agreement: Agreement) -> QuerySet[ActionPoint]:
    """The action points of closed reviews, and those of none: what has been agreed to be done."""
    rows: QuerySet[ActionPoint] = ActionPoint.objects.filter(
        agreement=agreement, removed_at__isnull=True
    )
    return rows.filter(Q(review__isnull=True) | Q(review__state=ReviewState.CLOSED))


@transaction.atomic
def mark_done(*, point: ActionPoint, is_done: bool, words: str, by: User) -> None:
    """Say that ``point`` is done and what came of it, or that it is not done after all.

    One that is not done after all goes over to the agreement that renews its own. Of two who say the
    same at once, the first one's words stand: raises ValidationError then, and for a point of a meeting
    that is not closed.
    """
    rows = agreed(point.agreement).filter(pk=point.pk, done_at__isnull=is_done)
    # The condition stands outside too: PostgreSQL looks at it again when it has waited for another.
    mine = ActionPoint.objects.filter(pk__in=rows.values("pk"), done_at__isnull=is_done)
    changed = mine.update(
        done_at=timezone.now() if is_done else None,
        done_words=words if is_done else "",
        version=F("version") + 1,
    )
    if not changed:
        raise ValidationError(
            _("Åtgärden är redan markerad som klar.")
            if is_done
            else _("Åtgärden är redan öppen igen.")
        )
    if not is_done:
        _go_over(point)
    subject = subject_of(point)
    changes.record(
        by=by,
        scope=f"agreement:{point.agreement_id}",
        action="done" if is_done else "undone",
        kind="action_point",
        key=subject.key,
        before=None if is_done else {"name": subject.name, "done_words": point.done_words},
        after={"name": subject.name} | ({"done_words": words} if is_done else {}),
    )


def _go_over(point: ActionPoint) -> None:
    newest = point.agreement
    while newer := Agreement.objects.filter(renews=newest).first():
        newest = newer
    if newest != point.agreement:
        ActionPoint.objects.filter(pk=point.pk).update(agreement=newest)
        point.agreement = newest
