"""What is due to be told on a day, and reviews to be told of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from evaluations.due import Due, find_due, standing_of
from evaluations.enums import NoticeKind
from evaluations.matters import SOURCES
from evaluations.models import Review
from plans.models import Agreement
from tests.people import World


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def due(world: World, day: date, kind: NoticeKind) -> list[Due]:
    agreement = Agreement.objects.get(pk=world.agreement.pk)
    found = find_due(standing_of(agreement, day), {kind: SOURCES[kind]})
    assert not found.broken
    return found.due


def names(found: list[Due]) -> set[str]:
    return {one.person.email.partition("@")[0] for one in found}


def anchored(world: World, anchor: date, **values: Any) -> Agreement:
    values = {"review_anchor": anchor, "review_interval": 6, **values}
    Agreement.objects.filter(pk=world.agreement.pk).update(**values)
    return Agreement.objects.get(pk=world.agreement.pk)


def closed(agreement: Agreement, number: int, end: date = date(2027, 6, 30)) -> Review:
    return Review.objects.create(
        agreement=agreement,
        number=number,
        state="closed",
        closed_at=timezone.now(),
        period_start=date(2027, 1, 1),
        period_end=end,
        minutes_number=number,
    )


SEATS = {"director", "police-chief", "coordinator", "police-coordinator"}
