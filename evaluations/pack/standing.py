"""Where things stand: versions that wait, what runs out, decisions and action points that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from activities.document import Value
from core.questions import Question, as_day, as_json, as_moment
from evaluations.enums import ReviewState
from evaluations.models import ActionPoint, Decision, Review
from plans.enums import Verdict, VersionState
from plans.lookup import section_in_bin
from plans.models import Agreement, Approval, Plan, PlanVersion
from plans.models.kinds.spokespersons import Spokesperson
from plans.services.subjects import name_of

# What runs out before the review after this, and at least half a year ahead, as the first notice of it.
AHEAD = timedelta(days=180)
# Of somebody whose time is over for longer, there is nothing left to decide.
BACK = timedelta(days=180)


def part(agreement: Agreement, plans: Sequence[Plan], until: date, today: date) -> Value:
    """Versions that wait for an answer, and what runs out before ``until`` or has done so."""
    horizon = max(until, today + AHEAD)
    versions = _by_plan(agreement, plans, today)
    return {
        "waiting": list(_waiting(agreement, versions)),
        "agreement_ends": _agreement_ends(agreement, horizon),
        "plans": list(_plans(versions, horizon)),
        "spokespersons": list(_spokespersons(agreement, plans, horizon, today)),
    }


@dataclass(frozen=True)
class Version:
    """A version of a plan that is proposed, or the one that began last; ``is_followed`` by an adopted one."""

    plan: Value
    pk: int
    number: int
    state: str
    proposed_at: datetime
    valid_to: date | None
    is_followed: bool


def _versions(agreement: int, today: date) -> QuerySet[Any, Any]:
    """Those that the pack may speak of."""
    follows = PlanVersion.objects.filter(
        plan=OuterRef("plan"), state=VersionState.ADOPTED, valid_from__gt=today
    )
    rows = PlanVersion.objects.filter(plan__agreement=agreement).counting(today)
    return rows.order_by("number").values_list(
        "plan", "pk", "number", "state", "proposed_at", "valid_to", Exists(follows)
    )


VERSIONS: Final = Question(_versions, numbers=["agreement"], days=["today"])


def _by_plan(agreement: Agreement, plans: Sequence[Plan], today: date) -> list[Version]:
    """The same, plan by plan."""
    below: dict[int, list[Version]] = {plan.pk: [] for plan in plans}
    titles = _titles(plans)
    for plan, pk, number, state, proposed_at, valid_to, is_followed in VERSIONS.ask(
        agreement=agreement.pk, today=today
    ):
        if plan not in titles:  # it has come since the plans were read
            continue
        days = as_moment(proposed_at), as_day(valid_to)
        below[plan].append(Version(titles[plan], pk, number, state, *days, bool(is_followed)))
    return [version for of_plan in below.values() for version in of_plan]


def _titles(plans: Sequence[Plan]) -> dict[int, Value]:
    return {plan.pk: {"slug": plan.slug, "title": plan.title} for plan in plans}


def _waiting(agreement: Agreement, versions: Sequence[Version]) -> Iterator[Value]:
    waiting = [version for version in versions if version.state == VersionState.PROPOSED]
    if not waiting:
        return
    parties = {
        party.pk: party.organisation.label
        for party in agreement.parties.in_order().select_related("organisation")
    }
    given: dict[int, set[int]] = defaultdict(set)
    approvals = Approval.objects.filter(
        version__in=[version.pk for version in waiting], verdict=Verdict.APPROVED
    )
    for version, party in approvals.values_list("version", "party"):
        given[version].add(party)
    for row in waiting:
        yield {
            "plan": row.plan,
            "number": row.number,
            "proposed_on": localdate(row.proposed_at).isoformat(),
            "approved": [name for pk, name in parties.items() if pk in given[row.pk]],
            "waits_for": [name for pk, name in parties.items() if pk not in given[row.pk]],
        }


def _agreement_ends(agreement: Agreement, horizon: date) -> str:
    """The last day of the agreement, if it is near or over and no other renews it."""
    last = agreement.ends_on
    if last is None or last > horizon or hasattr(agreement, "renewed_by"):
        return ""
    return last.isoformat()


def _plans(versions: Sequence[Version], horizon: date) -> Iterator[Value]:
    """Plans whose version has a last day that is near or over, and that no adopted one follows."""
    ending = [
        (row.valid_to, row)
        for row in versions
        if row.state == VersionState.ADOPTED and row.valid_to and not row.is_followed
    ]
    for last, row in sorted(ending, key=lambda one: one[0]):
        if last <= horizon:
            yield {"plan": row.plan, "number": row.number, "ends_on": last.isoformat()}


def _ending(agreement: int, first: date, last: date) -> QuerySet[Any, Any]:
    """Spokespersons whose time ends on one of these days."""
    rows: QuerySet[Spokesperson] = Spokesperson.objects.live().filter(
        section__plan__agreement=agreement, ends_on__gte=first, ends_on__lte=last
    )
    return (
        rows.filter(~section_in_bin())
        .order_by("ends_on", "pk")
        .values_list("section__plan", "ends_on", "name", "text", "cells")
    )


SPOKESPERSONS: Final = Question(_ending, numbers=["agreement"], days=["first", "last"])


def _spokespersons(
    agreement: Agreement, plans: Sequence[Plan], horizon: date, today: date
) -> Iterator[Value]:
    titles = _titles(plans)
    for plan, ends_on, name, text, cells in SPOKESPERSONS.ask(
        agreement=agreement.pk, first=today - BACK, last=horizon
    ):
        day = as_day(ends_on)
        if plan not in titles or day is None:
            continue
        row = Spokesperson(name=name, text=text, cells=as_json(cells))
        yield {
            "plan": titles[plan],
            "name": name_of(row),
            "ends_on": day.isoformat(),
        }


def actions(agreement: Agreement, last: Review | None, today: date) -> Value:
    """What the review before decided, and all action points that are not done."""
    return {
        "decisions": [] if last is None else list(_decisions(last)),
        "open": list(_open(agreement, today)),
    }


def _decisions(last: Review) -> Iterator[Value]:
    rows = Decision.objects.live().filter(review=last).select_related("item")
    for row in rows.order_by("position", "pk"):
        yield {"words": row.words, "item": row.item.title if row.item else ""}


def _open(agreement: Agreement, today: date) -> Iterator[Value]:
    """The open ones, the most urgent first."""
    rows = ActionPoint.objects.live().filter(agreement=agreement, done_at__isnull=True)
    held = rows.filter(Q(review__isnull=True) | Q(review__state=ReviewState.CLOSED))
    found = held.select_related("person", "review").defer("review__minutes", "review__pdf")
    for row in sorted(found, key=lambda one: (one.due_on or date.max, one.position, one.pk)):
        yield {
            "words": row.words,
            "responsible": row.responsible or (str(row.person) if row.person else ""),
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "is_late": row.due_on is not None and row.due_on < today,
            "review": row.review.number if row.review else None,
        }
