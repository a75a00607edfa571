"""What waits for one person: questions to answer, versions to decide on, evaluations, action points.

Each kind is one question to the database, from the rows that are the person's own: as many
agreements as there are, it costs the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity, Anchoring
from core.questions import Question, as_day, as_moment
from core.templatetags.swedish import long_date
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
NOBODY: Final = -1


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
    """What ``user`` must do: what others wait for, what is late, what is over, then what has time."""
    points = list(_points(user, today))
    late = [point for point in points if point.is_late]
    in_time = [point for point in points if not point.is_late]
    evaluations = _evaluations(user, today)
    return [*_approvals(user), *_questions(user), *late, *evaluations, *in_time]


def _seats(user: int, *roles: str) -> QuerySet[Membership, Any]:
    """The agreements in which somebody has one of ``roles``."""
    seats = Membership.objects.active().filter(user=user, role__in=roles)
    return seats.values_list("agreement", flat=True)


# --- versions that the person's own party has not answered


def _versions(user: int, organisation: int) -> QuerySet[PlanVersion, Any]:
    own_party = Party.objects.filter(
        agreement=OuterRef("plan__agreement"), organisation=organisation
    )
    answered = Approval.objects.filter(version=OuterRef("pk"), party__organisation=organisation)
    rows = PlanVersion.objects.filter(
        Exists(own_party),
        ~Exists(answered),
        state=VersionState.PROPOSED,
        plan__agreement__in=_seats(user, MembershipRole.STEERING),
    )
    values = rows.order_by("proposed_at", "pk").values_list(
        "plan__slug", "plan__title", "number", "proposed_at"
    )
    return values[:MOST]


def _approvals(user: User) -> Iterator[Errand]:
    for slug, title, number, at in VERSIONS.ask(
        user=user.pk, organisation=user.organisation_id or NOBODY
    ):
        yield Errand(
            "hourglass-split",
            _("Godkänn eller avslå"),
            _("%(plan)s, version %(number)d") % {"plan": title, "number": number},
            reverse("appendix:version", args=[slug, number]),
            _("föreslagen %s") % long_date(as_moment(at)),
        )


# --- activities that somebody asks the person to anchor


def _asked(user: int) -> QuerySet[Anchoring, Any]:
    rows = Anchoring.objects.to_answer_by(user)
    values = rows.order_by("asked_at", "pk").values_list(
        "pk",
        "activity__name",
        "activity__text",
        "activity__node__key",
        "activity__node__plan__slug",
        "activity__node__plan__title",
        "role__name",
        "asked_by__full_name",
        "asked_at",
    )
    return values[:MOST]


def _questions(user: User) -> Iterator[Errand]:
    for pk, name, text, key, slug, title, role, by, at in ASKED.ask(user=user.pk):
        asked = _("%(by)s frågar dig som %(role)s") % {"by": by or _("Någon"), "role": role}
        yield Errand(
            "question-circle",
            _("Svara: är den förankrad hos dig?"),
            name_of(Activity(name=name, text=text)),
            reverse("activities:answer_anchoring", args=[slug, key, pk]),
            f"{asked}, {long_date(as_moment(at))} · {title}",
        )


# --- the person's own action points, the first to be done first


def _own_points(user: int) -> QuerySet[Any, Any]:
    """Where the person can open them: as more than a reader."""
    able = [role for role in MembershipRole if role != MembershipRole.READER]
    rows = open_points().filter(person=user, agreement__in=_seats(user, *able))
    return rows.values_list("words", "due_on", "agreement__slug", "agreement__title")[:MOST]


def _points(user: User, today: date) -> Iterator[Errand]:
    for words, due_on, slug, title in POINTS.ask(user=user.pk):
        day = as_day(due_on)
        due = _("klar senast %s") % long_date(day) if day else _("ingen sista dag")
        yield Errand(
            "check-square",
            _("Åtgärd"),
            name_of(Activity(text=words)),
            reverse("evaluations:actions", args=[slug]),
            f"{due} · {title}",
            day is not None and day < today,
        )


# --- activities that the person is responsible for, over and not evaluated; the latest first


def _own_activities(user: int, today: date, last_year: int, this_year: int) -> QuerySet[Any, Any]:
    """Of this year and the last, all that may be over."""
    workers = _seats(user, MembershipRole.COMMUNICATOR, MembershipRole.COORDINATOR)
    mine = Activity.objects.in_year().filter(
        people=user,
        activity_plan__year__in=[last_year, this_year],
        activity_plan__plan__agreement__in=workers,
    )
    mine = mine.exclude(status__in=sorted(NOT_EVALUATED))
    rows = with_last_days(mine.exclude(evaluation__finished_at__isnull=False))
    values = (
        rows.filter(RULED | over(today, this_year))
        .order_by(F("final_day").desc(nulls_last=True), "pk")
        .values_list(
            "name",
            "text",
            "node__key",
            "node__plan__slug",
            "node__plan__title",
            "activity_plan__year",
            "recurrence",
            "starts_on",
            "ends_on",
            "final_day",
        )
    )
    return values[:LOOKED_AT]


def _evaluations(user: User, today: date) -> Iterator[Errand]:
    ended = []
    for *words, year, recurrence, starts_on, ends_on, final_day in OWN_ACTIVITIES.ask(
        user=user.pk, today=today, last_year=today.year - 1, this_year=today.year
    ):
        day = as_day(final_day)
        if recurrence:
            day = last_of_rule(recurrence, as_day(starts_on), as_day(ends_on), year)
        last = day or date(year, 12, 31)
        if last < today:
            ended.append((last, words))
    ended.sort(key=lambda pair: pair[0], reverse=True)
    for last, (name, text, key, slug, title) in islice(ended, MOST):
        yield Errand(
            "pencil-square",
            _("Utvärdera"),
            name_of(Activity(name=name, text=text)),
            reverse("activities:activity", args=[slug, key]),
            _("slutade %(day)s · %(plan)s") % {"day": long_date(last), "plan": title},
        )


VERSIONS: Final = Question(_versions, numbers=["user", "organisation"])
ASKED: Final = Question(_asked, numbers=["user"])
POINTS: Final = Question(_own_points, numbers=["user"])
OWN_ACTIVITIES: Final = Question(
    _own_activities, numbers=["user", "last_year", "this_year"], days=["today"]
)
