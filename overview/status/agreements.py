"""Where each of some agreements stands: all that a steering group asks first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from activities.enums import Status
from evaluations.enums import GoalTrend
from evaluations.next_review import NextReview, next_reviews
from overview.lists import AgreementCard, PlanLine, cards_for
from plans.models import Agreement

from .activities import Tally, tallies
from .bars import paths
from .expiring import Expiring, expiring_in
from .goals import trends_in
from .points import OpenPoints, points_of

MANY: Final[Mapping[Status, str | Promise]] = {
    Status.IDEA: gettext_lazy("på idéstadiet"),
    Status.PLANNED: gettext_lazy("planerade"),
    Status.ANCHORED: gettext_lazy("förankrade"),
    Status.ONGOING: gettext_lazy("pågår"),
    Status.DONE: gettext_lazy("genomförda"),
    Status.CANCELLED: gettext_lazy("inställda"),
}
"""What some activities of a status are called, be they one or many."""


@dataclass(frozen=True)
class AgreementStatus:
    """One agreement on ``today``; ``year`` is that of the activities."""

    card: AgreementCard
    today: date
    year: int
    tally: Tally
    review: NextReview | None
    points: OpenPoints
    expiring: Sequence[Expiring]
    trends: Counter[GoalTrend]

    @property
    def agreement(self) -> Agreement:
        return self.card.agreement

    @property
    def review_lateness(self) -> str:
        """What is late about the review to hold; nothing if all is well."""
        return "" if self.review is None else self.review.lateness(self.today)

    @property
    def in_force(self) -> list[PlanLine]:
        """The plans that are in force."""
        return [line for line in self.card.plans if line.state == "in_force"]

    @property
    def waiting(self) -> list[PlanLine]:
        """The plans of which a version waits for approval."""
        return [line for line in self.card.plans if line.proposed is not None]

    @property
    def waiting_more(self) -> int:
        """How many of them are not named on the first two lines."""
        return max(len(self.waiting) - 2, 0)

    @property
    def share(self) -> int | None:
        """How many per cent of what is over has been evaluated; None where nothing is over."""
        ended = self.tally.ended
        return None if not ended else self.tally.evaluated * 100 // ended

    @property
    def by_status(self) -> list[tuple[str, str, int]]:
        """(status, its word, how many), in the order of the board."""
        counts = self.tally.by_status
        return [(one.value, str(one.label), counts[one]) for one in Status]

    @property
    def status_words(self) -> str:
        """How many have which status, in one line."""
        counts = self.tally.by_status
        return ", ".join(f"{counts[one]}\u00a0{MANY[one]}" for one in Status if counts[one])

    @property
    def by_trend(self) -> Iterator[tuple[GoalTrend, str, int]]:
        """(trend, its word, how many goals), of those that there are."""
        for trend in GoalTrend:
            if self.trends[trend]:
                yield trend, str(trend.label), self.trends[trend]

    @property
    def year_paths(self) -> dict[str, str]:
        """The year as three shapes (``bars.paths``)."""
        return paths(self.tally.months)


def statuses_for(
    user: User, agreements: Sequence[Agreement], year: int, today: date
) -> list[AgreementStatus]:
    """The status of each of ``agreements``, in order; as many questions for one as for many."""
    cards = cards_for(user, agreements, today)
    keys = [agreement.pk for agreement in agreements]
    counted = tallies(keys, year, today)
    reviews = next_reviews(agreements, today)
    points = points_of(keys, today)
    expiring = expiring_in(cards, today)
    trends = trends_in(keys)
    return [
        AgreementStatus(
            card,
            today,
            year,
            counted[card.agreement.pk],
            reviews.get(card.agreement.pk),
            points.get(card.agreement.pk, OpenPoints()),
            expiring.get(card.agreement.pk, []),
            trends.get(card.agreement.pk, Counter()),
        )
        for card in cards
    ]
