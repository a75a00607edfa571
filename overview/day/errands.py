"""What waits for one person: questions to answer, versions to decide on, evaluations, action points.

Each kind is one question to the database, from the rows that are the person's own: as many
agreements as there are, it costs the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity, Anchoring
from core.templatetags.swedish import iso_date, long_date
from evaluations.last_days import RULED, last_of_rule, over, with_last_days
from overview.status.activities import NOT_EVALUATED
from overview.status.points import open_points
from plans.enums import MembershipRole, VersionState
from plans.models import Approval, Membership, Party, PlanVersion
from plans.services.subjects import name_of

MOST: Final = 10
"""So many of each kind are shown."""
LOOKED_AT: Final = 60
"""So many activities of one's own are looked at: what comes back by a rule may not be over yet."""


@dataclass(frozen=True)
class Errand:
    """Something to do: what, where, what belongs to it, and whether it should have been done."""

    icon: str
    kind: str
    words: str
    url: str
    note: str
    is_late: bool = False


def errands_of(user: User, today: date) -> list[Errand]:
    """What ``user`` must do: first what others wait for, then what is their own to finish."""
    return list(
        chain(_approvals(user), _questions(user), _points(user, today), _evaluations(user, today))
    )


def _seats(user: User, *roles: str) -> QuerySet[Membership, int]:
    """The agreements in which ``user`` has one of ``roles``."""
    seats = Membership.objects.active().filter(user=user, role__in=roles)
    return seats.values_list("agreement", flat=True)


def _approvals(user: User) -> Iterator[Errand]:
    """Versions that the person's own party has not answered."""
    own_party = Party.objects.filter(
        agreement=OuterRef("plan__agreement"), organisation=user.organisation_id
    )
    answered = Approval.objects.filter(
        version=OuterRef("pk"), party__organisation=user.organisation_id
    )
    rows = (
        PlanVersion.objects.filter(
            Exists(own_party),
            ~Exists(answered),
            state=VersionState.PROPOSED,
            plan__agreement__in=_seats(user, MembershipRole.STEERING),
        )
        .select_related("plan")
        .only("number", "proposed_at", "plan__slug", "plan__title")
        .order_by("proposed_at", "pk")
    )
    for row in rows[:MOST]:
        words = {"plan": row.plan.title, "number": row.number}
        yield Errand(
            "hourglass-split",
            _("Godkänn eller avslå"),
            _("%(plan)s, version %(number)d") % words,
            row.get_absolute_url(),
            _("föreslagen %s") % long_date(row.proposed_at),
        )


def _questions(user: User) -> Iterator[Errand]:
    """Activities that somebody asks the person to anchor."""
    rows = Anchoring.objects.to_answer_by(user).select_related(
        "activity__node__plan", "role", "asked_by"
    )
    for row in rows[:MOST]:
        words = {"by": row.asked_by or _("någon"), "role": row.role}
        asked = _("%(by)s frågar dig som %(role)s") % words
        yield Errand(
            "question-circle",
            _("Svara: är den förankrad hos dig?"),
            name_of(row.activity),
            row.get_absolute_url(),
            f"{asked}, {long_date(row.asked_at)} · {row.activity.node.plan}",
        )


def _points(user: User, today: date) -> Iterator[Errand]:
    """The person's own action points, the first to be done first."""
    rows = (
        open_points()
        .filter(person=user, agreement__in=_seats(user, *MembershipRole.values))
        .select_related("agreement")
    )
    for row in rows[:MOST]:
        due = _("klar senast %s") % iso_date(row.due_on) if row.due_on else _("ingen sista dag")
        yield Errand(
            "check-square",
            _("Åtgärd"),
            name_of(row),
            row.agreement.get_absolute_url(),
            f"{due} · {row.agreement.title}",
            row.due_on is not None and row.due_on < today,
        )


def _evaluations(user: User, today: date) -> Iterator[Errand]:
    """Activities that the person is responsible for, that are over and not evaluated; the latest first."""
    over_by_now = ((_last_day(row), row) for row in _own_activities(user, today))
    ended = sorted(
        ((day, row) for day, row in over_by_now if day < today),
        key=lambda pair: (pair[0], pair[1].pk),
        reverse=True,
    )
    for day, row in islice(ended, MOST):
        yield Errand(
            "pencil-square",
            _("Utvärdera"),
            name_of(row),
            row.get_absolute_url(),
            _("slutade %(day)s · %(plan)s") % {"day": iso_date(day), "plan": row.node.plan.title},
        )


def _own_activities(user: User, today: date) -> QuerySet[Activity]:
    """Of this year and the last, all that may be over."""
    mine = Activity.objects.in_year().filter(
        people=user,
        activity_plan__year__in=[today.year - 1, today.year],
        activity_plan__plan__agreement__in=_seats(
            user, MembershipRole.COMMUNICATOR, MembershipRole.COORDINATOR
        ),
    )
    open_ones = mine.exclude(status__in=NOT_EVALUATED).exclude(
        evaluation__finished_at__isnull=False
    )
    rows: QuerySet[Activity] = (
        with_last_days(open_ones)
        .filter(RULED | over(today))
        .select_related("node__plan", "activity_plan")
        .only(
            "name",
            "text",
            "cells",
            "recurrence",
            "starts_on",
            "ends_on",
            "node__key",
            "node__plan__slug",
            "node__plan__title",
            "activity_plan__year",
        )
        .order_by(F("final_day").desc(nulls_last=True), "pk")
    )
    return rows[:LOOKED_AT]


def _last_day(row: Activity) -> date:
    """The last day of a row that the question has found, undated ones by the end of their year."""
    year = row.activity_plan.year if row.activity_plan else localdate().year
    if row.recurrence:
        day = last_of_rule(row.recurrence, row.starts_on, row.ends_on, year)
    else:
        day = getattr(row, "final_day", None)
    return day or date(year, 12, 31)
