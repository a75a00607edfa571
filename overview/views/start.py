"""The start page and the page of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.paging import MostlyOnePage
from evaluations.next_review import NextReview, next_reviews
from overview.day.errands import errands_of
from overview.day.happening import MOST_AGREEMENTS, happening_in
from overview.lists import AgreementCard, cards_for
from overview.said import said_of, said_of_plans
from plans.models import Agreement, Membership

from .loading import agreement_for, person

AGREEMENTS_A_PAGE = MOST_AGREEMENTS
REVIEWS_SHOWN = 4

Coming = tuple[Agreement, NextReview | None, str]
"""An agreement, its review to hold, and whether that is late."""


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the person must do, what happens now, what is next for the steering group; their agreements."""
    user, today = person(request), localdate()
    agreements = (
        Agreement.objects.visible_to(user).select_related("renewed_by").order_by("title", "pk")
    )
    page = MostlyOnePage(agreements, AGREEMENTS_A_PAGE).get_page(request.GET.get("sida"))
    cards = cards_for(user, list(page), today)
    context = {
        "today": today,
        "agreements": [said_of(card) for card in cards],
        "page": page,
        "errands": errands_of(user, today),
        "happening": happening_in(user, list(page), today),
        "reviews": _reviews(cards, today),
        "sees_status": any(card.abilities.read_draft for card in cards),
    }
    return render(request, "overview/start.html", context)


def _to_come(cards: Sequence[AgreementCard], today: date) -> list[Coming]:
    """The agreements whose work the person reads, each with the review to hold, if it has one."""
    agreements = [card.agreement for card in cards if card.abilities.read_draft]
    found = next_reviews(agreements, today)
    pairs = [(one, found.get(one.pk)) for one in agreements]
    return [(one, review, review.lateness(today) if review else "") for one, review in pairs]


def _reviews(cards: Sequence[AgreementCard], today: date) -> list[Coming]:
    """The reviews that come first."""
    coming = [(row[1].day, row) for row in _to_come(cards, today) if row[1] is not None]
    return [row for _day, row in sorted(coming, key=itemgetter(0))[:REVIEWS_SHOWN]]


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: its parties, its plans, and who works under it."""
    agreement = agreement_for(request, slug)
    members = Membership.objects.active().filter(agreement=agreement)
    [card] = cards_for(person(request), [agreement], localdate())
    # One may have a role in only one of the two: then the other does not exist.
    others = Agreement.objects.visible_to(person(request)).filter(
        Q(renews=agreement) | Q(renewed_by=agreement)
    )
    context = {
        "agreement": agreement,
        "card": card,
        "plans": said_of_plans(card.plans, card.abilities),
        "reviews": _to_come([card], localdate()),
        "parties": agreement.parties.all(),
        "renewals": [(other, other.renews_id == agreement.pk) for other in others],
        "is_renewed": hasattr(agreement, "renewed_by"),
        "members": members.select_related("user__organisation").order_by("user__full_name"),
    }
    return render(request, "overview/agreement.html", context)
