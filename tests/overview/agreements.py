"""Agreements with something of all that a page of status shows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from activities.services.years import open_year
from evaluations.models import ActionPoint, Evaluation, IndicatorValue, Review
from plans.enums import MembershipRole
from plans.models import Agreement, Goal, Membership, Party, Plan
from plans.models.kinds.spokespersons import Spokesperson
from tests.people import World, adopt, make_plan

from .deeds import random_activities


def full_agreement(
    world: World, user: User, slug: str, today: date, *, of_each: int = 3
) -> Agreement:
    """An agreement that ``user`` coordinates: so many plans, and of all else so many in each plan."""
    agreement = Agreement.objects.create(
        title=f"Överenskommelse {slug}",
        slug=slug,
        starts_on=today - timedelta(400),
        ends_on=today + timedelta(100),
        review_anchor=today - timedelta(400),
    )
    for position, organisation in enumerate([world.municipality, world.police]):
        Party.objects.create(agreement=agreement, organisation=organisation, position=position)
    for person, role in (
        (user, MembershipRole.COORDINATOR),
        (world.director, MembershipRole.STEERING),
        (world.police_chief, MembershipRole.STEERING),
    ):
        Membership.objects.create(agreement=agreement, user=person, role=role)
    Review.objects.create(agreement=agreement, number=1, meets_at=timezone.now())
    for number in range(of_each):
        plan = _plan(agreement, f"{slug}-{number}", today, of_each)
        ends = (today + timedelta(30)).isoformat()
        Plan.objects.filter(pk=plan.pk).update(ends_on=ends)
        plan.refresh_from_db()
        adopt(plan, user, world.director, world.police_chief)
        year = open_year(plan=plan, year=today.year, by=user)
        rows = random_activities(random.Random(slug), year, of_each * 4)
        Evaluation.objects.bulk_create(
            Evaluation(activity=row, finished_at=timezone.now()) for row in rows[::2]
        )
        ActionPoint.objects.create(
            agreement=agreement, words="Skylta om", person=user, due_on=today - timedelta(number)
        )
    return agreement


def _plan(agreement: Agreement, slug: str, today: date, of_each: int) -> Plan:
    """A plan with goals that are measured, and spokespersons whose time is near."""
    kinds = {"goals": "mal", "spokespersons": "talespersoner"}
    sections = [
        {
            "key": key,
            "kind": kind,
            "heading": key.capitalize(),
            "items": [{"key": f"{key}-{one}", "name": f"Rad {one}"} for one in range(of_each)],
        }
        for kind, key in kinds.items()
    ]
    parties = [
        {"key": f"org-{party.slug}", "name": party.name, "kind": party.kind, "role": "party"}
        for party in agreement.organisations.all()
    ]
    plan = make_plan(agreement, slug, sections=sections, organisations=parties, images={})
    for goal in Goal.objects.filter(section__plan=plan):
        Goal.objects.filter(pk=goal.pk).update(baseline="10 %", target="50 %")
        IndicatorValue.objects.bulk_create(
            IndicatorValue(
                goal=goal.node, measured_on=today - timedelta(60 - turn), value=Decimal(turn)
            )
            for turn in range(of_each)
        )
    Spokesperson.objects.filter(section__plan=plan).update(ends_on=today + timedelta(20))
    return plan
