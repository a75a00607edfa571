"""What belongs to an activity in rows: who does what, material, expected questions; and people.

A row is saved by ``plans.services.rows.save_row``, moved, removed and taken back by its neighbours
there, like every row of a plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from activities.models import Activity, Material, Part, PartyTask
from core import changes
from plans.models import Membership
from plans.services import structure
from plans.services.saving import check, row_values
from plans.services.subjects import Values, subject_of

from .efforts import set_people


@transaction.atomic
def add_part(
    *,
    activity: Activity,
    model: type[Part],
    values: Values,
    organisation: Organisation | None = None,
    by: User,
) -> Part:
    """A new row of ``activity``, last in its list; a party's task names its ``organisation``.

    Raises ValidationError when a value is wrong, or the organisation is no party.
    """
    structure.lock(activity.node.plan)
    make: Any = model
    row: Part = make(activity=activity)
    if isinstance(row, PartyTask):
        row.organisation = _party(activity, organisation)
    subject = subject_of(row)
    attributes = dict(row_values(subject, values))
    check(row, attributes, {subject.fields[0], *values})
    for name, value in attributes.items():
        setattr(row, name, value)
    structure.append(row, None)
    structure.added(subject_of(row), by)
    return row


def _party(activity: Activity, organisation: Organisation | None) -> Organisation:
    parties = activity.node.plan.agreement.parties
    if organisation is None or not parties.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("Välj en av parterna.")})
    return organisation


@transaction.atomic
def mark_done(*, material: Material, is_done: bool, by: User) -> None:
    """Say that ``material`` is finished, or that it is not after all."""
    rows = Material.objects.filter(pk=material.pk, done_at__isnull=is_done)
    if rows.update(done_at=timezone.now() if is_done else None):
        subject = subject_of(material)
        changes.record(
            by=by,
            scope=subject.scope,
            action="done" if is_done else "undone",
            kind=subject.kind,
            key=subject.key,
            after={"name": subject.name},
        )


def people_to_choose(activity: Activity) -> list[User]:
    """Everybody who may be responsible or asked: who has a role in the agreement, by party and name."""
    agreement = activity.node.plan.agreement_id
    members = Membership.objects.active().filter(agreement=agreement)
    users = User.objects.active().filter(pk__in=members.values("user"))
    return list(users.select_related("organisation").order_by("organisation__name", "full_name"))


@transaction.atomic
def change_people(
    *, activity: Activity, wanted: Iterable[User], base: Iterable[int], by: User
) -> list[User]:
    """Let ``wanted`` be responsible, as seen by somebody for whom it was ``base`` (primary keys).

    What others have ticked or unticked meanwhile stays so. Returns those responsible now. Raises
    ValidationError for somebody who has no role in the agreement.
    """
    structure.lock(activity.node.plan)
    was, mine = set(base), {user.pk: user for user in wanted}
    now = {user.pk: user for user in activity.people.all()}
    kept = {pk: user for pk, user in now.items() if pk in mine or pk not in was}
    people = [*{**kept, **{pk: user for pk, user in mine.items() if pk not in was}}.values()]
    set_people(activity=activity, people=people, by=by)
    return people
