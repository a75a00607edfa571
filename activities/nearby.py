"""What else happens around the days of an activity: what one asks before settling on a day.

One's own agreement is seen as far as the person may see it. Other agreements that share a party show
title, days, target groups and channels, and only if they allow it (``YearSettings.shares_dates``);
their ideas and what they have cancelled are nobody else's business. Seven questions to the database
at most, however much there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from plans.models import Agreement, Party
from plans.services.subjects import name_of

from .calendar.holidays import Holiday, holidays
from .calendar.span import Span
from .enums import Status
from .models import Activity, SchoolBreak
from .models.activity import ActivityQuerySet
from .occurrences import EVER, Occurrence, happenings, possibly
from .services.settings import settings_of
from .ties import Reach, reach_of

AT_LEAST = 7  # days shown before and after, also where fewer are too close
LONG = 31  # days: what goes on longer is listed apart
NOT_SHARED = (Status.IDEA, Status.CANCELLED)


@dataclass(frozen=True)
class Beside:
    """Another activity around the same days.

    ``agreement`` is the title of another agreement, ``href`` the page of one's own; ``shared`` are
    the target groups and channels that both use within too few days.
    """

    title: str
    starts_on: date
    ends_on: date
    apart: int
    reach: Reach
    shared: tuple[str, ...] = ()
    agreement: str = ""
    href: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it goes on for more than a month."""
        return (self.ends_on - self.starts_on).days > LONG


@dataclass(frozen=True)
class Nearby:
    """All that happens around ``span``, what is closest first."""

    span: Span
    too_close_days: int
    everything: tuple[Beside, ...]
    holidays: tuple[Holiday, ...]
    school_breaks: tuple[SchoolBreak, ...]

    @cached_property
    def short(self) -> list[Beside]:
        """What has its days just there."""
        return [one for one in self.everything if not one.is_long]

    @cached_property
    def long(self) -> list[Beside]:
        """What goes on all the while."""
        return [one for one in self.everything if one.is_long]

    @cached_property
    def too_close(self) -> list[Beside]:
        """What reaches the same people, or uses the same channel, too soon before or after."""
        return [one for one in self.everything if one.shared]


def usual_days(activity: Activity, today: date) -> Span | None:
    """The days to look around unless others are asked for: the next time, or the last there was."""
    found = list(happenings(activity, EVER))
    ahead = (one for one in found if one.ends_on >= today)
    chosen = next(ahead, found[-1] if found else None)
    return chosen.span if chosen else None


def around(*, activity: Activity, span: Span, user: User) -> Nearby:
    """What ``user`` may know of that happens around ``span``, ``activity`` itself left out."""
    agreement = activity.node.plan.agreement
    near = settings_of(agreement).too_close_days
    window = span.widened(max(near, AT_LEAST))
    own = Activity.objects.visible_to(user).filter(activity_plan__plan__agreement=agreement)
    rows = [*_rows(own.exclude(pk=activity.pk), window), *_rows(_others(agreement), window)]
    found = [one for row in rows for one in happenings(row, window)]
    reach = reach_of([activity, *{one.activity.pk: one.activity for one in found}.values()])
    mine = reach[activity.pk]
    beside = [_beside(one, span, near, mine, reach[one.activity.pk], agreement) for one in found]
    breaks = SchoolBreak.objects.filter(
        agreement=agreement, starts_on__lt=window.end, ends_on__gte=window.start
    )
    return Nearby(
        span,
        near,
        tuple(sorted(beside, key=lambda one: (one.apart, one.starts_on, one.title))),
        tuple(holidays(window)),
        tuple(breaks),
    )


def _rows(activities: ActivityQuerySet, window: Span) -> Iterable[Activity]:
    return (
        activities.filter(possibly(window))
        .exclude(status=Status.CANCELLED)
        .select_related("node__plan", "activity_plan__plan__agreement")
    )


def _others(agreement: Agreement) -> ActivityQuerySet:
    """What other agreements with one of the same parties let be seen."""
    ours = Party.objects.filter(agreement=agreement).values("organisation")
    shared = Party.objects.filter(
        agreement=OuterRef("activity_plan__plan__agreement"), organisation__in=ours
    )
    return (
        Activity.objects.in_year()
        .filter(Exists(shared), activity_plan__plan__agreement__year_settings__shares_dates=True)
        .exclude(activity_plan__plan__agreement=agreement)
        .exclude(status__in=NOT_SHARED)
    )


def _beside(
    one: Occurrence, span: Span, near: int, mine: Reach, theirs: Reach, agreement: Agreement
) -> Beside:
    plan = one.activity.activity_plan.plan if one.activity.activity_plan else None
    other = plan.agreement if plan and plan.agreement_id != agreement.pk else None
    apart = span.apart(one.span)
    return Beside(
        title=(one.activity.name or _("Insats utan namn")) if other else name_of(one.activity),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        apart=apart,
        reach=theirs,
        shared=tuple(_shared(mine, theirs)) if apart <= near else (),
        agreement=other.title if other else "",
        href="" if other else one.activity.get_absolute_url(),
    )


def _shared(mine: Reach, theirs: Reach) -> Iterator[str]:
    """Names that both have, whatever their capitals: other agreements have keys of their own."""
    for ours, others in zip(mine, theirs, strict=True):
        known = {name.casefold() for name in ours}
        yield from (name for name in others if name.casefold() in known)
