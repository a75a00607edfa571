"""What expires, or has expired without anything in its place: agreements, plans, spokespersons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.questions import Question, as_day, as_json
from evaluations.notice_words import expires
from overview.lists import AgreementCard, PlanLine
from plans.enums import VersionState
from plans.lookup import section_in_bin
from plans.models import Plan, PlanVersion
from plans.models.kinds.spokespersons import Spokesperson
from plans.services.subjects import name_of

from .activities import MOST

AHEAD: Final = timedelta(days=180)


@dataclass(frozen=True)
class Expiring:
    """Something with a last day: what it is, what it is called, and where one sees to it."""

    what: str
    name: str
    day: date
    url: str
    words: str
    is_past: bool


def expiring_in(cards: Sequence[AgreementCard], today: date) -> dict[int, list[Expiring]]:
    """By primary key of each agreement, what expires within ``AHEAD`` or has expired, in order.

    An agreement that is renewed, and a plan that an adopted version follows, are seen to.
    """
    plans = {line.plan.pk: line.plan for card in cards for line in card.plans}
    followed = _followed(plans, today)
    found: dict[int, list[Expiring]] = defaultdict(list)
    for card in cards:
        mine = found[card.agreement.pk]
        mine += _agreement(card, today)
        for line in card.plans:
            if line.plan.pk not in followed:
                mine += _plan(line, today)
    keys = [card.agreement.pk for card in cards]
    for pk, key, ends_on, *words in ENDING.ask(agreements=keys, until=today + AHEAD):
        if (plan := plans.get(pk)) and (day := as_day(ends_on)):
            url = reverse("appendix:draft", args=[plan.slug]) + f"#{key}"
            name = _name(*words)
            found[plan.agreement_id].append(_of(_("Talesperson"), name, day, url, today))
    return {pk: sorted(rows, key=lambda row: row.day) for pk, rows in found.items()}


def _of(what: str, name: str, day: date, url: str, today: date) -> Expiring:
    return Expiring(what, name, day, url, expires(day, today), day < today)


def _agreement(card: AgreementCard, today: date) -> Iterator[Expiring]:
    agreement = card.agreement
    if agreement.ends_on is None or card.is_renewed or agreement.ends_on > today + AHEAD:
        return
    url = agreement.get_absolute_url()
    yield _of(_("Överenskommelsen"), agreement.title, agreement.ends_on, url, today)


def _plan(line: PlanLine, today: date) -> Iterator[Expiring]:
    day = None if line.current is None else line.current.valid_to
    if day is not None and day <= today + AHEAD:
        yield _of(_("Plan"), line.plan.title, day, line.plan.get_absolute_url(), today)


def _name(name: str, text: str, cells: Any) -> str:
    return name_of(Spokesperson(name=name, text=text, cells=as_json(cells)))


def _followed(plans: Mapping[int, Plan], today: date) -> set[int]:
    """The plans of which a version is adopted whose first day is still to come."""
    coming = PlanVersion.objects.filter(
        plan__in=plans, state=VersionState.ADOPTED, valid_from__gt=today
    )
    return set(coming.values_list("plan", flat=True))


def _ending(agreements: list[int], until: date) -> QuerySet[Any, Any]:
    """Spokespersons of the working text whose time ends by then."""
    rows: QuerySet[Spokesperson] = Spokesperson.objects.live().filter(
        ~section_in_bin(), section__plan__agreement__in=agreements, ends_on__lte=until
    )
    return rows.order_by("ends_on", "pk").values_list(
        "section__plan", "section__node__key", "ends_on", "name", "text", "cells"
    )


ENDING: Final = Question(_ending, days=["until"], lists={"agreements": MOST})
