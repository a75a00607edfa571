"""A plan's years: opening one, and the list of roles that activities are anchored with."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import ActivityPlan, AnchoringRole
from core import changes
from plans.models import Plan
from plans.services.structure import lock


@transaction.atomic
def open_year(*, plan: Plan, year: int, by: User) -> ActivityPlan:
    """The activity plan of ``plan`` for ``year``: the one there is, or a new one.

    Raises ValidationError for a year that cannot be.
    """
    lock(plan)
    found = ActivityPlan.objects.filter(plan=plan, year=year).first()
    if found is not None:
        return found
    activity_plan = ActivityPlan(plan=plan, year=year)
    activity_plan.full_clean(exclude=["plan"])
    activity_plan.save()
    if not AnchoringRole.objects.filter(plan=plan).exists():
        AnchoringRole.objects.bulk_create(
            AnchoringRole(plan=plan, name=name, position=position)
            for position, name in enumerate(usual_roles())
        )
    changes.record(
        by=by,
        scope=f"plan:{plan.pk}",
        action="added",
        kind="activity_plan",
        key=str(year),
        after={"name": str(year)},
    )
    return activity_plan


def usual_roles() -> tuple[str, ...]:
    """Whom an activity is usually anchored with; each plan may change its list."""
    return (
        _("Kommunikatör"),
        _("Ledning"),
        _("Preventionssamordnare"),
        _("Berörd personal"),
        _("Ansvarig hos den andra parten"),
    )
