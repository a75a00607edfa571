"""What is due to be told on a day, to whom and why. Reads and computes; nothing is written here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.templatetags.swedish import long_date
from plans.enums import MembershipRole
from plans.models import Agreement, Membership

from .enums import NoticeKind
from .offsets import Pattern, offset_due, pattern_of
from .open_reviews import OpenReviews, open_reviews_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Meeting:
    """A review that has a time, for the calendar file of its notice."""

    review: int
    version: int
    title: str
    at: datetime
    place: str
    link: str


@dataclass(frozen=True)
class Matter:
    """Something that people are told of around ``day``; ``key`` says what, the same every day.

    ``link`` is a path. The words are of the day on which they are asked for. ``pack`` is the number
    of the review whose pack is sent, once for a day whatever the offset: somebody may have sent it
    earlier by hand.
    """

    kind: NoticeKind
    key: str
    day: date
    subject: str
    text: str
    link: str
    people: tuple[User, ...]
    meeting: Meeting | None = None
    pack: int | None = None


@dataclass(frozen=True)
class Due:
    """A notice that is due: one matter, one offset, one person."""

    matter: Matter
    offset: int
    person: User

    @property
    def key(self) -> str:
        """What makes it one notice. A matter that is moved to another day is told of anew."""
        day = self.matter.day.isoformat()
        told = day if self.matter.pack else f"{day}:{self.offset}"
        return f"{self.matter.key}:{told}:{self.person.pk}"

    @property
    def reason(self) -> str:
        """Why it is sent, in words."""
        days = abs(self.offset)
        when = {
            0: _("på dagen"),
            1: ngettext("%d dag före", "%d dagar före", days) % days,
            -1: ngettext("%d dag efter", "%d dagar efter", days) % days,
        }[(self.offset > 0) - (self.offset < 0)]
        return _("%(kind)s, %(when)s %(day)s") % {
            "kind": self.matter.kind.label,
            "when": when,
            "day": long_date(self.matter.day),
        }


@dataclass(frozen=True)
class Standing:
    """An agreement on a day: its people by role, and what it has set about its notices."""

    agreement: Agreement
    today: date
    people: tuple[tuple[str, User], ...]
    own: Mapping[str, Any] = field(default_factory=dict)

    def in_roles(self, *roles: MembershipRole) -> tuple[User, ...]:
        """Those who may sign in and have one of ``roles``, each once."""
        found = {user.pk: user for role, user in self.people if role in roles}
        return tuple(found[pk] for pk in sorted(found))

    @cached_property
    def reviews(self) -> OpenReviews | None:
        """Those that can still be held; asked for once."""
        return open_reviews_of(self.agreement)

    def pattern(self, kind: NoticeKind) -> Pattern:
        """The offsets of ``kind`` here; ValueError if what is stored cannot be read."""
        return pattern_of(kind, self.own)


Source = Callable[[Standing], Iterable[Matter]]


def standing_of(agreement: Agreement, today: date) -> Standing:
    """The agreement with all that the sources ask of it."""
    seats = (
        Membership.objects.active()
        .filter(agreement=agreement, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    has_own = hasattr(agreement, "reminder_settings")
    return Standing(
        agreement=agreement,
        today=today,
        people=tuple((seat.role, seat.user) for seat in seats),
        own=agreement.reminder_settings.offsets if has_own else {},
    )


@dataclass
class Found:
    """What is due in one agreement, and which kinds could not be read."""

    due: list[Due] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def find_due(standing: Standing, sources: Mapping[NoticeKind, Source]) -> Found:
    """All that is due on the day, whether it has been told or not.

    A kind that cannot be read is named in ``broken``, and holds up none of the others; outside a
    transaction, that is: within one, an error of the database would be the end of all.
    """
    found = Found()
    for kind, source in sources.items():
        try:
            found.due += _of_source(standing, kind, source)
        except Exception:
            # Whatever is wrong with one kind of one agreement, the others are to be told.
            logger.exception("No %s notices in agreement %s", kind, standing.agreement.pk)
            found.broken.append(str(kind.label))
    return found


def _of_source(standing: Standing, kind: NoticeKind, source: Source) -> list[Due]:
    pattern = standing.pattern(kind)
    if not pattern.offsets:
        return []
    return list(_of_matters(standing.today, pattern, source(standing)))


def _of_matters(today: date, pattern: Pattern, matters: Iterable[Matter]) -> Iterator[Due]:
    for matter in matters:
        offset = offset_due(matter.day, today, pattern)
        if offset is not None:
            yield from (Due(matter, offset, person) for person in matter.people)
