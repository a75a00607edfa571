"""Where things stand: versions that wait, what runs out, decisions and action points that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from activities.document import Value
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
    return {
        "waiting": list(_waiting(agreement, plans)),
        "agreement_ends": _agreement_ends(agreement, horizon),
        "plans": list(_plans(plans, horizon, today)),
        "spokespersons": list(_spokespersons(plans, horizon, today)),
    }


def _waiting(agreement: Agreement, plans: Sequence[Plan]) -> Iterator[Value]:
    by_pk = {plan.pk: plan for plan in plans}
    rows = PlanVersion.objects.light().filter(plan__in=plans, state=VersionState.PROPOSED)
    versions = list(rows.order_by("plan__title", "plan", "number"))
    if not versions:
        return
    parties = {
        party.pk: party.organisation.label
        for party in agreement.parties.in_order().select_related("organisation")
    }
    given: dict[int, set[int]] = defaultdict(set)
    approvals = Approval.objects.filter(version__in=versions, verdict=Verdict.APPROVED)
    for version, party in approvals.values_list("version", "party"):
        given[version].add(party)
    for row in versions:
        plan = by_pk[row.plan_id]
        yield {
            "plan": {"slug": plan.slug, "title": plan.title},
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


def _plans(plans: Sequence[Plan], horizon: date, today: date) -> Iterator[Value]:
    """Plans whose version has a last day that is near or over, and that no adopted one follows."""
    by_pk = {plan.pk: plan for plan in plans}
    follows = PlanVersion.objects.filter(
        plan=OuterRef("plan"), state=VersionState.ADOPTED, valid_from__gt=today
    )
    rows = PlanVersion.objects.light().filter(plan__in=plans).latest_begun(today)
    for row in rows.filter(valid_to__lte=horizon).exclude(Exists(follows)).order_by("valid_to"):
        plan = by_pk[row.plan_id]
        yield {
            "plan": {"slug": plan.slug, "title": plan.title},
            "number": row.number,
            "ends_on": row.valid_to.isoformat() if row.valid_to else "",
        }


def _spokespersons(plans: Sequence[Plan], horizon: date, today: date) -> Iterator[Value]:
    by_pk = {plan.pk: plan for plan in plans}
    rows = Spokesperson.objects.live().filter(
        section__plan__in=plans, ends_on__range=(today - BACK, horizon)
    )
    found = rows.annotate(section_in_bin=section_in_bin(Spokesperson)).filter(section_in_bin=False)
    for row in found.select_related("section").order_by("ends_on", "pk"):
        plan = by_pk[row.section.plan_id]
        yield {
            "plan": {"slug": plan.slug, "title": plan.title},
            "name": name_of(row),
            "ends_on": row.ends_on.isoformat(),
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
