"""A review before its meeting: called to a time and a place, with those who have a seat and an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activities.models import Activity
from core import changes
from core.templatetags.swedish import clock, long_date
from evaluations import emails
from evaluations.enums import AgendaKind, ReviewState
from evaluations.models import AgendaItem, Participant, Review
from evaluations.periods import Calendar, calendar_of
from plans.enums import MembershipRole
from plans.models import Agreement, Membership
from plans.permissions import agreement_abilities
from plans.services import structure
from plans.services.subjects import name_of, subject_of

# The headings of an agenda in their order; what somebody wants raised stands after the activities.
FIRST: Final[dict[AgendaKind, str | Promise]] = {
    AgendaKind.ACTIONS: gettext_lazy("Beslut och åtgärder sedan tidigare"),
    AgendaKind.PICTURE: gettext_lazy("Lägesbilden"),
    AgendaKind.ACTIVITIES: gettext_lazy("Insatserna under perioden"),
}
LAST: Final[dict[AgendaKind, str | Promise]] = {
    AgendaKind.COVERAGE: gettext_lazy("Det som ingen insats täcker"),
    AgendaKind.GOALS: gettext_lazy("Målen och hur det går"),
    AgendaKind.VERSIONS: gettext_lazy("Planer och versioner: vad som väntar och vad som går ut"),
}
SEATS: Final = (MembershipRole.STEERING, MembershipRole.COORDINATOR)


def require_calendar(agreement: Agreement) -> Calendar:
    """The calendar of the agreement's reviews.

    Raises ValidationError where nobody has said from when they are counted.
    """
    calendar = calendar_of(agreement)
    if calendar is None:
        raise ValidationError(_("Bestäm först från vilken dag översynerna räknas."))
    return calendar


def stored(*, agreement: Agreement, number: int) -> Review:
    """The review of that number, stored; call it in a transaction.

    Raises ValidationError where there can be none of that number.
    """
    if not require_calendar(agreement).exists(number):
        raise ValidationError(_("Den översynen går inte att hålla. Öppna nästa i listan."))
    found, _is_new = Review.objects.light().get_or_create(agreement=agreement, number=number)
    found.agreement = agreement
    return found


def lock_open(review: Review) -> None:
    """Wait for others who change the review, and go on as they left it, only if it is not closed.

    Raises ValidationError when it is.
    """
    structure.lock(review)
    review.refresh_from_db(fields=["state", "version", "meets_at", "place", "begun_at"])
    if review.is_closed:
        raise ValidationError(_("Översynen är avslutad, och anteckningarna är låsta."))


class Told(Enum):
    """Whom setting a meeting's time led to tell."""

    NOTHING = "nothing"  # it had that time and place already
    NOBODY = "nobody"  # it has been: the time is noted
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Calling:
    """A review with its time, and whether anybody was called to it."""

    review: Review
    told: Told


@transaction.atomic
def call(
    *,
    agreement: Agreement,
    number: int,
    at: datetime,
    place: str,
    base_version: int,
    by: User,
) -> Calling:
    """Set the time and the place of a review, and tell those who have a seat and who take part.

    The first time it gets its participants and its agenda. ``base_version`` is the version that the
    person saw, 0 where there was none: where somebody else has moved the meeting since, nothing is
    written. Raises PermissionDenied for those who do not run the agreement, ValidationError.
    """
    if not agreement_abilities(by, agreement).run:
        raise PermissionDenied
    review = stored(agreement=agreement, number=number)
    lock_open(review)
    if (review.meets_at, review.place) == (at, place):
        return Calling(review, Told.NOTHING)
    if review.meets_at is not None and review.version != base_version:
        raise ValidationError(_moved_by_another(review))
    before = _told(review)
    Review.objects.filter(pk=review.pk).update(meets_at=at, place=place, version=F("version") + 1)
    review.refresh_from_db(fields=["meets_at", "place", "version"])
    invite_seats(review)
    fill_agenda(review)
    log(review, "moved" if before else "called", by, before, _told(review))
    if at <= timezone.now():
        return Calling(review, Told.NOBODY)
    emails.review_called(review, to=people_of(review), is_moved=bool(before))
    return Calling(review, Told.EVERYBODY)


def call_in(review: Review, user: User) -> None:
    """Call somebody who is asked to come along to a meeting that has its time; with the review locked."""
    if review.meets_at is not None and review.meets_at > timezone.now():
        emails.review_called(review, to=[user], is_moved=False)


def _moved_by_another(review: Review) -> str:
    when = f"{long_date(review.meets_at)} {clock(review.meets_at)}"
    return _("Någon annan har satt mötet till %s. Spara igen om det ska ändras.") % when


def _told(review: Review) -> dict[str, str] | None:
    if review.meets_at is None:
        return None
    return {"meets_at": timezone.localtime(review.meets_at).isoformat(), "place": review.place}


def invite_seats(review: Review) -> None:
    """Let everybody who has a seat take part, so far as they are not there; those taken away stay away."""
    known = set(review.participants.values_list("user_id", flat=True))
    seats = (
        Membership.objects.active()
        .filter(agreement=review.agreement, role__in=SEATS, user__is_active=True)
        .select_related("user__organisation")
    )
    by_role = sorted(seats, key=lambda seat: (SEATS.index(MembershipRole(seat.role)), seat.pk))
    people = {seat.user_id: seat.user for seat in by_role}
    position = len(known)
    for user in [user for pk, user in people.items() if pk not in known]:
        _take_in(review, user, position).save()
        position += 1


def _take_in(review: Review, user: User, position: int) -> Participant:
    organisation = user.organisation.label if user.organisation else ""
    return Participant(
        review=review,
        user=user,
        name=str(user),
        organisation=organisation,
        title=user.title,
        position=position,
    )


def fill_agenda(review: Review) -> None:
    """Give the agenda its headings, so far as it never had them; what stands there already stays."""
    rows = list(AgendaItem.objects.filter(review=review).order_by("position", "pk"))
    known = {row.kind for row in rows}
    first, last = (
        [
            AgendaItem(review=review, kind=kind, title=str(title))
            for kind, title in headings.items()
            if kind not in known
        ]
        for headings in (FIRST, LAST)
    )
    if not first and not last:
        return
    for position, row in enumerate([*first, *rows, *last]):
        row.position = position
        row.save()


@transaction.atomic
def raise_activity(
    *, agreement: Agreement, number: int, activity: Activity, by: User
) -> AgendaItem:
    """Put an activity on the agenda of a review by itself: somebody wants to speak of it.

    One that was there and was taken away comes back. Raises ValidationError.
    """
    review = stored(agreement=agreement, number=number)
    lock_open(review)
    row: AgendaItem | None = AgendaItem.objects.filter(review=review, activity=activity).first()
    if row is not None and row.removed_at is not None:
        row.review = review
        structure.take_back(row=row, by=by)
    if row is not None:
        return row
    row = AgendaItem(
        review=review,
        kind=AgendaKind.ACTIVITY,
        activity=activity,
        title=name_of(activity)[:300],
        proposed_by=by,
    )
    of_activities = [AgendaKind.ACTIVITIES, AgendaKind.ACTIVITY]
    beside = AgendaItem.objects.live().filter(review=review, kind__in=of_activities)
    structure.append(row, beside.order_by("position", "pk").last())
    structure.added(subject_of(row), by)
    return row


def people_of(review: Review) -> list[User]:
    """Those who are told of the review: who has a seat, and who takes part; none who has left the agreement."""
    taking_part = Participant.objects.live().filter(review=review, user__isnull=False)
    members = Membership.objects.active().filter(
        Q(role__in=SEATS) | Q(user__in=taking_part.values("user")), agreement=review.agreement
    )
    return list(User.objects.active().filter(pk__in=members.values("user")).order_by("pk"))


@transaction.atomic
def begin(*, review: Review, by: User, at: datetime | None = None) -> None:
    """Begin the meeting; ``at`` is for one that is entered afterwards.

    Raises PermissionDenied for those who do not hold it, ValidationError.
    """
    if not agreement_abilities(by, review.agreement).hold:
        raise PermissionDenied
    lock_open(review)
    if review.is_held:
        return
    invite_seats(review)
    fill_agenda(review)
    begun_at = at or timezone.now()
    Review.objects.filter(pk=review.pk).update(state=ReviewState.HELD, begun_at=begun_at)
    review.state, review.begun_at = ReviewState.HELD, begun_at
    log(review, "begun", by, None, {})


@transaction.atomic
def show(*, review: Review, item: AgendaItem | None, activity: Activity | None = None) -> None:
    """Put ``item``, or ``activity`` under it, on the screen that follows the recorder; None is the title.

    Raises ValidationError, for an item that was taken off the agenda too.
    """
    lock_open(review)
    if item is not None and not AgendaItem.objects.live().filter(pk=item.pk).exists():
        raise ValidationError(_("Punkten är borttagen från dagordningen."))
    Review.objects.filter(pk=review.pk).update(shown=item, shown_activity=activity)


def log(review: Review, action: str, by: User, before: Any, after: Any) -> None:
    """A line in the agreement's log."""
    name = {"name": _("översyn %d") % review.number, "number": review.number}
    changes.record(
        by=by,
        scope=f"agreement:{review.agreement_id}",
        action=action,
        kind="review",
        key=str(review.number),
        before=None if before is None else name | before,
        after=None if after is None else name | after,
    )
