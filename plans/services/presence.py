"""Who is at work in a plan at this moment: a help for people, never a lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from plans.models import Plan, Presence


@dataclass(frozen=True)
class Other:
    """Somebody else who is here, or another window of one's own; ``section`` is the key of what is open."""

    name: str
    party: str
    section: str
    is_self: bool


def tell_presence(
    *, plan: Plan, window: str, section_key: str, now: datetime, by: User
) -> list[Other]:
    """Note that ``window`` is open at ``section_key``, and return who else is here.

    One statement writes, one reads; rows of windows that are gone stay until they are cleared.
    """
    Presence.objects.bulk_create(
        [Presence(plan=plan, user=by, window=window, section_key=section_key, seen_at=now)],
        update_conflicts=True,
        unique_fields=["plan", "user", "window"],
        update_fields=["section_key", "seen_at"],
    )
    rows = Presence.objects.here(now).filter(plan=plan).select_related("user__organisation")
    return list(_others(rows.order_by("user__full_name", "section_key"), by, window))


def clear_presence(now: datetime) -> int:
    """Delete the rows of windows that are gone; how many there were."""
    deleted, _by_model = Presence.objects.gone(now).delete()
    return deleted


def _others(rows: Iterable[Presence], by: User, window: str) -> Iterator[Other]:
    """Each person once in each section, however many windows they have there."""
    told = set()
    for row in rows:
        is_self = row.user_id == by.pk
        if (is_self and row.window == window) or (row.user_id, row.section_key) in told:
            continue
        told.add((row.user_id, row.section_key))
        organisation = row.user.organisation
        party = organisation.short_name or organisation.name if organisation else ""
        yield Other(row.user.full_name, party, row.section_key, is_self)
