"""Activities in a year: adding, status, who is responsible, leaving the year and coming back.

Fields are saved by ``plans.services.rows.save_row`` like those of every row of a plan: two people
who change different fields never meet, and two who change the same are shown both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.enums import Status
from activities.kind import KIND
from activities.models import Activity, ActivityPlan
from core import changes
from plans.models import Membership
from plans.services.keys import take_key
from plans.services.rows import Conflict, Saved, save_row
from plans.services.saving import check, refer, row_values
from plans.services.structure import lock
from plans.services.subjects import Values, name_of, subject_of


@transaction.atomic
def add_activity(
    *,
    activity_plan: ActivityPlan,
    values: Values,
    by: User,
    predecessor: Activity | None = None,
) -> Activity:
    """A new activity of the year, with ``values`` written as documents write them.

    Raises ValidationError when it has no name, or a value is wrong.
    """
    name = str(values.get("name") or "").strip()
    if not name:
        raise ValidationError({"name": _("Skriv vad ni ska göra.")})
    plan = activity_plan.plan
    lock(plan)
    node = take_key(plan=plan, words=name, otherwise=str(KIND.label))
    row = Activity(activity_plan=activity_plan, node=node, predecessor=predecessor)
    subject = subject_of(row)
    columns = {member: value for member, value in values.items() if member in subject.fields}
    attributes = dict(row_values(subject, columns))
    check(row, attributes, set(columns))
    for attribute, value in attributes.items():
        setattr(row, attribute, value)
    row.save()
    for field in subject.references:
        refer(subject, field, values.get(field) or [], [])
    _log(row, "added", by, after={"name": name_of(row)} | dict(values))
    return row


@transaction.atomic
def set_status(*, activity: Activity, status: str, by: User) -> Saved | Conflict:
    """Move the activity to another column of the board; the last one to move it decides.

    Raises ValidationError for a status that does not exist.
    """
    if status not in Status.values:
        raise ValidationError({"status": _("Välj en status i listan.")})
    now = {"status": str(activity.status)}
    return save_row(
        row=activity,
        values={"status": status},
        base_version=activity.version,
        base_values=now,
        by=by,
    )


@transaction.atomic
def set_people(*, activity: Activity, people: Collection[User], by: User) -> None:
    """Say which people are responsible, from any party.

    Raises ValidationError for somebody who has no role in the agreement.
    """
    agreement = activity.node.plan.agreement_id
    members = Membership.objects.active().filter(agreement=agreement, user__in=people)
    if len(set(members.values_list("user", flat=True))) != len({user.pk for user in people}):
        raise ValidationError({"people": _("Välj bland dem som har en roll i överenskommelsen.")})
    before = sorted(str(user) for user in activity.people.all())
    after = sorted(str(user) for user in people)
    if before == after:
        return
    activity.people.set(people)
    Activity.objects.filter(pk=activity.pk).update(
        version=F("version") + 1, changed_at=timezone.now()
    )
    name = {"name": name_of(activity)}
    _log(activity, "changed", by, before=name | {"people": before}, after=name | {"people": after})


@transaction.atomic
def drop(*, activity: Activity, by: User) -> None:
    """Take the activity out of the year; where it also stands in the plan, it stays there."""
    changed = Activity.objects.filter(pk=activity.pk, dropped_at__isnull=True)
    now = timezone.now()
    if changed.update(dropped_at=now, changed_at=now, version=F("version") + 1):
        _log(activity, "removed", by, before={"name": name_of(activity)})


@transaction.atomic
def take_back(*, activity: Activity, by: User) -> None:
    """Undo ``drop``."""
    changed = Activity.objects.filter(pk=activity.pk, dropped_at__isnull=False)
    if changed.update(dropped_at=None, changed_at=timezone.now(), version=F("version") + 1):
        _log(activity, "taken_back", by, after={"name": name_of(activity)})


@transaction.atomic
def take_into_year(
    *, activity_plan: ActivityPlan, activities: Iterable[Activity], by: User
) -> list[Activity]:
    """Let activities that stand in the plan also stand in the year, as planned ones.

    Those that stand in a year already are left where they are. Returns those that came in.
    """
    taken = []
    for activity in activities:
        outside = Activity.objects.filter(
            pk=activity.pk, node__plan=activity_plan.plan_id, activity_plan__isnull=True
        )
        if outside.update(
            activity_plan=activity_plan, status=Status.PLANNED, version=F("version") + 1
        ):
            activity.refresh_from_db()
            taken.append(activity)
            _log(activity, "taken_into_year", by, after={"year": activity_plan.year})
    return taken


def _log(activity: Activity, action: str, by: User, before: Any = None, after: Any = None) -> None:
    subject = subject_of(activity)
    changes.record(
        by=by,
        scope=subject.scope,
        action=action,
        kind=subject.kind,
        key=subject.key,
        before=before,
        after=after,
    )
