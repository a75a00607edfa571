"""Measured values of the goals' indicators."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from evaluations.models import IndicatorValue
from plans.models import Goal
from plans.services.structure import lock


@transaction.atomic
def add_value(*, goal: Goal, measured_on: str, value: str, source: str, by: User) -> IndicatorValue:
    """A value of ``goal`` on a day. Raises ValidationError where it has one that day."""
    plan = goal.section.plan
    lock(plan)
    row = IndicatorValue(goal=goal.node, by=by, source=source.strip())
    row.measured_on = IndicatorValue._meta.get_field("measured_on").to_python(measured_on)
    row.value = IndicatorValue._meta.get_field("value").to_python(value)
    row.full_clean(exclude=["by"])
    row.save()
    _log(goal, row, "added", by)
    return row


@transaction.atomic
def remove_value(*, goal: Goal, row: IndicatorValue, by: User) -> None:
    """Take a value away; the log keeps it. Raises ValidationError where it is gone already."""
    if not IndicatorValue.objects.filter(pk=row.pk, goal=goal.node).delete()[0]:
        raise ValidationError(_("Värdet är redan borttaget."))
    _log(goal, row, "removed", by)


def _log(goal: Goal, row: IndicatorValue, action: str, by: User) -> None:
    said = {"name": str(row), "source": row.source}
    changes.record(
        by=by,
        scope=f"plan:{goal.section.plan_id}",
        action=action,
        kind="indicator_value",
        key=f"{goal.node.key}:{row.measured_on}",
        before=said if action == "removed" else None,
        after=said if action == "added" else None,
    )
