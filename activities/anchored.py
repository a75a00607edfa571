"""Where the anchoring of an activity stands: derived from its log, never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import User

from .enums import AnchoringAnswer
from .models import Anchoring, AnchoringRole

WAITING, NOT_ASKED = "waiting", "not_asked"


@dataclass(frozen=True)
class RoleStanding:
    """One role: what it said last, and who is asked and has not answered."""

    role: AnchoringRole
    rows: Sequence[Anchoring]

    @property
    def last(self) -> Anchoring | None:
        """The latest answer."""
        answered = [row for row in self.rows if row.answered_at is not None]
        return max(answered, key=lambda row: (row.answered_at, row.pk), default=None)

    @property
    def waiting(self) -> list[Anchoring]:
        """Those asked who have not answered."""
        return [row for row in self.rows if not row.answer]

    @property
    def state(self) -> str:
        """The last answer counts; a question that is open waits, unless the last answer was no yes."""
        last = self.last
        if last is not None and last.answer != AnchoringAnswer.YES:
            return last.answer
        if self.waiting:
            return WAITING
        return NOT_ASKED if last is None else last.answer

    @property
    def is_anchored(self) -> bool:
        """Whether the role has said yes, and nobody is still asked."""
        return self.state == AnchoringAnswer.YES


@dataclass(frozen=True)
class Standing:
    """All roles of the plan's list, and the log of roles that have left it."""

    roles: Sequence[RoleStanding]
    former: Sequence[Anchoring]

    @property
    def done(self) -> int:
        """How many roles have said yes."""
        return sum(one.is_anchored for one in self.roles)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.roles)

    @property
    def is_complete(self) -> bool:
        """Whether every role of the list has said yes."""
        return bool(self.roles) and all(one.is_anchored for one in self.roles)

    @property
    def left(self) -> list[RoleStanding]:
        """The roles that have not said yes."""
        return [one for one in self.roles if not one.is_anchored]


def usual_person(role: AnchoringRole | None) -> User | None:
    """Whom the plan asked last in this role: most often it is the same person again."""
    if role is None:
        return None
    rows = role.anchorings.filter(asked__isnull=False).select_related("asked")
    last = rows.order_by("-asked_at", "-pk").first()
    return last.asked if last else None


def standing(roles: Iterable[AnchoringRole], rows: Iterable[Anchoring]) -> Standing:
    """How ``rows``, the log of one activity, stand against the plan's list of ``roles``."""
    by_role: dict[int, list[Anchoring]] = defaultdict(list)
    for row in rows:
        by_role[row.role_id].append(row)
    listed = [RoleStanding(role, by_role.pop(role.pk, [])) for role in roles]
    return Standing(listed, [row for rest in by_role.values() for row in rest])
