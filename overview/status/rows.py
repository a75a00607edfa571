"""An agreement's line among others as plain words, so that it is drawn anew only when it says something new."""

from __future__ import annotations

from typing import NamedTuple

from evaluations.enums import GoalTrend
from evaluations.next_review import NextReview

from .agreements import AgreementStatus
from .points import OpenPoints

EXPIRING_SHOWN = 2


class Ends(NamedTuple):
    """Something with a last day, and how near that is."""

    what: str
    words: str
    is_past: bool


class Shapes(NamedTuple):
    """The year as three shapes (``bars.paths``)."""

    evaluated: str
    missing: str
    coming: str


class DrawnStatus(NamedTuple):
    """All that the line shows of an ``AgreementStatus``; ``shapes`` where there are activities."""

    title: str
    slug: str
    parties: tuple[str, ...]
    in_force: int
    expiring: tuple[Ends, ...]
    is_waiting: bool
    shapes: Shapes | None
    status_words: str
    share: int | None
    evaluated: int
    ended: int
    year: int
    trends: tuple[tuple[GoalTrend, str, int], ...]
    points: OpenPoints
    review: NextReview | None
    lateness: str


def drawn(standing: AgreementStatus) -> DrawnStatus:
    """The line of an agreement."""
    expiring = standing.expiring[:EXPIRING_SHOWN]
    return DrawnStatus(
        standing.agreement.title,
        standing.agreement.slug,
        tuple(party.label for party in standing.card.parties),
        len(standing.in_force),
        tuple(Ends(row.what, row.words, row.is_past) for row in expiring),
        bool(standing.waiting),
        Shapes(**standing.year_paths) if standing.tally.count else None,
        standing.status_words,
        standing.share,
        standing.tally.evaluated,
        standing.tally.ended,
        standing.year,
        tuple(standing.by_trend),
        standing.points,
        standing.review,
        standing.review_lateness,
    )
