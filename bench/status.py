"""Agreements to see at a glance: 300 with 100,000 activities in this year, of which a page shows 25.

    python -m bench.status        (with the settings and the database of the bench; prints JSON)

One person works in all of them, another in the first 25: what the page costs the one and the other
says whether it is flat in what it does not show. The first agreement is proposed by the
services; the others have plans of their own, made from the same document, and copies of its version.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import connection  # noqa: E402 - models can be imported from here on
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from accounts.enums import OrganisationKind  # noqa: E402
from accounts.models import User  # noqa: E402
from activities.enums import Status  # noqa: E402
from activities.models import Activity, ActivityPlan  # noqa: E402
from appendix.document import canonical_bytes, read, restore  # noqa: E402
from appendix.services.versions import propose_draft  # noqa: E402
from bench.work import copy_of  # noqa: E402
from bench.world import new_agreement, new_organisation, new_person, queries_of, sign_in  # noqa: E402
from bench.years import timing  # noqa: E402
from evaluations.models import ActionPoint, Evaluation, IndicatorValue  # noqa: E402
from overview.views.status import AGREEMENTS_A_PAGE  # noqa: E402
from plans.enums import MembershipRole, Verdict, VersionState  # noqa: E402
from plans.models import (  # noqa: E402
    Agreement,
    Approval,
    Goal,
    Membership,
    Node,
    Party,
    Plan,
    PlanVersion,
)
from plans.models.kinds.spokespersons import Spokesperson  # noqa: E402

AGREEMENTS = 300
ACTIVITIES = 334  # in each: 100,200 in all
FIRST = 1000  # numbers of agreements that no other part of the bench has
GOALS, MEASURED, POINTS = 5, 6, 4


def main() -> None:
    """Make it all, and print what clients must know."""
    municipality = new_organisation("Skogsbygdens kommun", OrganisationKind.MUNICIPALITY)
    police = new_organisation("Skogsbygdens lokalpolisområde", OrganisationKind.POLICE)
    everywhere = new_person("overallt@skogsbygden.example", municipality)
    few = new_person("nagra@skogsbygden.example", municipality)
    chiefs = [
        new_person("kommundirektor@skogsbygden.example", municipality),
        new_person("lpo-chef@skogsbygden.example", police),
    ]
    agreements = [
        new_agreement(FIRST + number, (municipality, police), everywhere, chiefs)
        for number in range(AGREEMENTS)
    ]
    Membership.objects.bulk_create(
        Membership(agreement=one, user=few, role=MembershipRole.STEERING)
        for one in agreements[:AGREEMENTS_A_PAGE]
    )
    plans = _plans(agreements, everywhere, chiefs)
    for plan in plans:
        _year(plan)
    _outcomes(plans)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    json.dump({"people": list(_people(everywhere, few, agreements[0]))}, sys.stdout)


def _people(everywhere: User, few: User, agreement: Agreement) -> Iterator[dict[str, Any]]:
    """The session of each, their pages, and the questions that these ask."""
    of_all = {"status": [[reverse("all_status")]]}
    of_all["status_one"] = [[reverse("status", args=[agreement.slug])]]
    of_few = {"status_few": [[reverse("all_status")]]}
    for person, visits in ((everywhere, of_all), (few, of_few)):
        cookies = sign_in(person)
        queries = {name: list(queries_of(each[0], cookies)) for name, each in visits.items()}
        yield {"cookies": cookies, "visits": visits, "queries": queries}


def plan_document() -> dict[str, Any]:
    """A plan with goals to measure and spokespersons whose time ends."""
    return {
        "schema": 1,
        "kind": "plan",
        "title": "Kommunikationsplan för samverkan",
        "organisations": [
            {"key": "kommun", "name": "Skogsbygdens kommun", "role": "party"},
            {"key": "polis", "name": "Skogsbygdens lokalpolisområde", "role": "party"},
        ],
        "sections": [
            {
                "key": "mal",
                "kind": "goals",
                "heading": "Mål",
                "items": [
                    {"key": f"mal-{one}", "name": f"Fler känner till samarbetet {one}"}
                    | {"baseline": "40 %", "target": "60 %"}
                    for one in range(GOALS)
                ],
            },
            {
                "key": "talespersoner",
                "kind": "spokespersons",
                "heading": "Talespersoner",
                "items": [
                    {"key": f"tal-{one}", "name": f"Funktion {one}"}
                    | {"ends_on": (localdate() + timedelta(days)).isoformat()}
                    for one, days in enumerate((20, 300, 600))
                ],
            },
        ],
    }


def _plans(agreements: list[Agreement], by: User, chiefs: list[User]) -> list[Plan]:
    """A plan in force in each agreement: the first is proposed by the services, the rest as it is."""
    document = read(canonical_bytes(plan_document()))
    plans = [
        restore(document, agreement=agreement, slug=f"laget-{number}")
        for number, agreement in enumerate(agreements)
    ]
    version = propose_draft(plan=plans[0], by=by)
    for number, plan in enumerate(plans[1:]):
        copy_of(version, plan=plan, code=f"L{number:09}")
    today = localdate()
    Approval.objects.bulk_create(
        Approval(
            version=one,
            party=party,
            party_name=str(party),
            by=chief,
            by_name=str(chief),
            verdict=Verdict.APPROVED,
            sha256=one.sha256,
            at=timezone.now(),
        )
        for one in PlanVersion.objects.filter(plan__in=plans).select_related("plan")
        for party in Party.objects.filter(agreement=one.plan.agreement_id)
        for chief in chiefs
        if chief.organisation_id == party.organisation_id
    )
    PlanVersion.objects.filter(plan__in=plans).update(
        state=VersionState.ADOPTED, decided_at=timezone.now(), adopted_on=today, valid_from=today
    )
    return plans


def _year(plan: Plan) -> None:
    """So many activities in this year, of every common timing and status; a third is evaluated."""
    year = ActivityPlan.objects.create(plan=plan, year=localdate().year)
    keys = (f"insats-{number}" for number in range(ACTIVITIES))
    nodes = Node.objects.bulk_create(Node(plan=plan, key=key) for key in keys)
    statuses = cycle(Status.values)
    rows = Activity.objects.bulk_create(
        Activity(
            node=node,
            activity_plan=year,
            position=position,
            status=next(statuses),
            name=f"Informationsmöte {position} om trygghet",
            text="Möte i centrum om trygghet, med kommunpolis och fritidsledare.",
            effect="Fler vet vart man vänder sig och känner sig tryggare.",
            **timing(year.year, position),
        )
        for position, node in enumerate(nodes)
    )
    finished = timezone.now()
    Evaluation.objects.bulk_create(
        Evaluation(activity=row, goal_reached="yes", finished_at=finished) for row in rows[::3]
    )


def _outcomes(plans: list[Plan]) -> None:
    """Measured goals, and action points of which some are late."""
    today = localdate()
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            goal_id=node,
            measured_on=date(today.year, 1, 1) - timedelta(30 * turn),
            value=Decimal(50 - turn),
        )
        for node in Goal.objects.filter(section__plan__in=plans).values_list("node", flat=True)
        for turn in range(MEASURED)
    )
    ActionPoint.objects.bulk_create(
        ActionPoint(
            agreement_id=plan.agreement_id, words="Skylta om", due_on=today + timedelta(day)
        )
        for plan in plans
        for day in range(-1, POINTS - 1)
    )
    if Spokesperson.objects.filter(section__plan__in=plans).count() != 3 * len(plans):
        raise SystemExit("the plans do not have the spokespersons that they should have")


if __name__ == "__main__":
    main()
