"""The review pack as a value: what its page, its print and the minutes are functions of.

Canonical JSON like a year's document, absent means empty. It says how things are on one day; pictures stand
in it by the SHA-256 of their bytes (``images`` puts the bytes beside them, for a print). The members that
an agenda takes up have the names of ``AgendaKind``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from activities.document import Value, said
from evaluations.enums import AgendaKind, ReviewState
from evaluations.models import Review
from evaluations.periods import calendar_of
from evaluations.schedule import Period
from plans.models import Agreement, Plan, PlanOrganisation

from . import efforts, goals, picture, standing

SCHEMA = 1


class NoReviewError(Exception):
    """The agreement has no such review: none at all, or not that number."""


def reviews_of(agreement: Agreement) -> list[Review]:
    """The reviews that anybody has begun with, the newest first."""
    return list(Review.objects.filter(agreement=agreement).light().order_by("-number"))


def pack_of(
    agreement: Agreement, number: int, *, today: date, reviews: Sequence[Review] | None = None
) -> Value:
    """All that the review ``number`` goes through, as it is on ``today``.

    ``reviews`` of the agreement spare a question to the database, where they are known.

    How many questions it asks does not grow with what it holds. Raises NoReviewError.
    """
    reviews = reviews_of(agreement) if reviews is None else reviews
    closed = [review for review in reviews if review.state == ReviewState.CLOSED]
    due, period, after = _days(agreement, number, closed)
    plans = list(Plan.objects.filter(agreement=agreement).order_by("title", "pk"))
    last = next((review for review in closed if review.number < number), None)
    last = last or _last_before(agreement)
    value: Value = said(
        {
            "schema": SCHEMA,
            "what": "review_pack",
            "agreement": {"title": agreement.title, "slug": agreement.slug},
            "parties": _parties(agreement, plans),
            "number": number,
            "due_on": due.isoformat(),
            "period": _period(period),
            "next_period": _period(after),
            "on": today.isoformat(),
            "last_review": None if last is None else _review(last),
            AgendaKind.PICTURE.value: picture.part(agreement, last),
            AgendaKind.GOALS.value: goals.part(agreement, plans),
            AgendaKind.VERSIONS.value: standing.part(agreement, plans, after.end, today),
            AgendaKind.ACTIONS.value: standing.actions(agreement, last, today),
        }
    )
    return value | efforts.gather(agreement, plans, period, after, today)


def _days(
    agreement: Agreement, number: int, closed: Sequence[Review]
) -> tuple[date, Period, Period]:
    """When the review is due, which days it covers, and the days of the one after it."""
    calendar = calendar_of(agreement, closed)
    if calendar is None:
        raise NoReviewError
    try:
        if not calendar.exists(number):
            raise NoReviewError
        period, after = calendar.period(number), calendar.border(number + 1)
        return calendar.due(number), period, Period(period.end, max(after, period.end))
    except (OverflowError, ValueError):  # a number as people type it into an address
        raise NoReviewError from None


def _last_before(agreement: Agreement) -> Review | None:
    """The review that was closed last under the agreements that this one renews."""
    renewed = agreement.renews_id
    while renewed is not None:
        rows = Review.objects.closed().filter(agreement=renewed).light()
        if (last := rows.order_by("-number").first()) is not None:
            return last
        renewed = Agreement.objects.values_list("renews", flat=True).get(pk=renewed)
    return None


def _period(period: Period) -> Value:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _review(review: Review) -> Value:
    closed = review.closed_at
    return {"number": review.number, "closed_on": localdate(closed).isoformat() if closed else ""}


def _parties(agreement: Agreement, plans: Sequence[Plan]) -> list[Value]:
    """The parties in order, each with the logo that one of the plans has of it."""
    rows = PlanOrganisation.objects.live().filter(plan__in=plans, logo__isnull=False)
    logos: dict[int, tuple[str, str]] = {}
    for organisation, logo, alt in rows.order_by("plan", "position", "pk").values_list(
        "organisation", "logo", "logo_alt"
    ):
        logos.setdefault(organisation, (logo, alt))
    found = []
    for party in agreement.parties.in_order().select_related("organisation"):
        logo, alt = logos.get(party.organisation_id, ("", ""))
        found.append({"name": party.organisation.name, "logo": logo, "logo_alt": alt})
    return found


def thumbnails(value: Value) -> set[str]:
    """The SHA-256 of each picture that the pack shows."""
    return {
        one["sha256"]
        for activity in value.get("activities", [])
        for one in activity.get("pictures", [])
        if "sha256" in one
    }


def logos(value: Value) -> set[str]:
    """The SHA-256 of each party's logo."""
    parties: list[dict[str, Any]] = value.get("parties", [])
    return {one["logo"] for one in parties if "logo" in one}
