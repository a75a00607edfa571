"""Reviews to measure: a pack of 200 activities, and one of 200 beside 4,000 of other years.

    python -m bench.packs        (with the settings and the database of the bench; prints JSON)

One person sits in the steering groups of both agreements. What the two packs cost says whether a pack is
flat in what it does not show; a third agreement has a pack of 20.
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
from activities.enums import Status, TimingKind  # noqa: E402
from activities.models import Activity  # noqa: E402
from appendix.document import canonical_bytes, read, restore  # noqa: E402
from bench.status import plan_document  # noqa: E402
from bench.world import new_agreement, new_organisation, new_person, queries_of, sign_in  # noqa: E402
from bench.years import fill  # noqa: E402
from evaluations.enums import ArchiveKind, GoalReached, Measure  # noqa: E402
from evaluations.models import (  # noqa: E402
    ActionPoint,
    ArchiveItem,
    Evaluation,
    Outcome,
    ProblemArea,
    StoredFile,
)
from evaluations.schedule import add_months, period_of  # noqa: E402
from plans.models import Agreement, Plan  # noqa: E402

FIRST = 2000  # numbers of agreements that no other part of the bench has
SIZES = {"pack_20": (20, 0), "pack_200": (200, 0), "pack_old": (200, 4000)}
"""By page: the activities of the period, and those of other years."""
AREAS, POINTS, INTERVAL = 6, 5, 6


def main() -> None:
    """Make it all, and print what clients must know."""
    municipality = new_organisation("Dalbygdens kommun", OrganisationKind.MUNICIPALITY)
    police = new_organisation("Dalbygdens lokalpolisområde", OrganisationKind.POLICE)
    person = new_person("styrgrupp@dalbygden.example", municipality)
    visits = {}
    for number, (name, (held, old)) in enumerate(SIZES.items()):
        agreement = new_agreement(FIRST + number, (municipality, police), person, [])
        _fill(agreement, person, held, old)
        visits[name] = [[reverse("evaluations:review_pack", args=[agreement.slug, 1])]]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    cookies = sign_in(person)
    queries = {name: list(queries_of(each[0], cookies)) for name, each in visits.items()}
    people = [{"cookies": cookies, "visits": visits, "queries": queries}]
    json.dump({"people": people}, sys.stdout)


def _fill(agreement: Agreement, person: User, held: int, old: int) -> None:
    """An agreement whose first review is due in a month, with what it goes through."""
    anchor = add_months(localdate(), 1 - INTERVAL).replace(day=1)
    Agreement.objects.filter(pk=agreement.pk).update(review_anchor=anchor, ends_on=None)
    period = period_of(anchor, INTERVAL, 1)
    document = read(canonical_bytes(plan_document()))
    plan = restore(document, agreement=agreement, slug=f"underlag-{agreement.pk}")
    fill(plan, period.start.year, held, [person])
    _move_into(plan, period.start, (period.end - period.start).days)
    for back in range(old // 1000):
        fill(plan, period.start.year - 2 - back, 1000, [person], prefix="gammal")
    rows = list(Activity.objects.filter(activity_plan__plan=plan, starts_on__gte=period.start))
    _outcomes(Evaluation.objects.bulk_create(_evaluations(rows)))
    _pictures(rows)
    areas = ProblemArea.objects.bulk_create(
        ProblemArea(
            agreement=agreement, name=f"Otrygghet {one}", position=one, description="Mörkt."
        )
        for one in range(AREAS)
    )
    tie: Any = ProblemArea.activities.through
    tie.objects.bulk_create(
        tie(problemarea=area, activity=row) for row, area in zip(rows, cycle(areas), strict=False)
    )
    ActionPoint.objects.bulk_create(
        ActionPoint(agreement=agreement, words=f"Skylta om {one}", due_on=localdate())
        for one in range(POINTS)
    )


def _move_into(plan: Plan, first: date, days: int) -> None:
    """Let every activity of the plan happen on a day of the period."""
    rows = list(Activity.objects.filter(activity_plan__plan=plan).order_by("pk"))
    for number, row in enumerate(rows):
        row.timing_kind, row.recurrence, row.timing = TimingKind.DATE, "", ""
        row.starts_on, row.ends_on = first + timedelta(number * 7 % days), None
    Activity.objects.bulk_update(
        rows, ["timing_kind", "recurrence", "timing", "starts_on", "ends_on"]
    )


def _outcomes(evaluations: list[Evaluation]) -> None:
    """Two figures of each."""
    Outcome.objects.bulk_create(
        Outcome(evaluation=one, position=place, measure=measure, value=Decimal(100 + place))
        for one in evaluations
        for place, measure in enumerate((Measure.PARTICIPANTS, Measure.REACH))
    )


def _pictures(rows: list[Activity]) -> None:
    """A picture of every other activity; the page names them, and shows the files apart."""
    file, _new = StoredFile.objects.get_or_create(
        sha256="5a" * 32, defaults={"media_type": "image/webp", "size": 1, "width": 8, "height": 8}
    )
    ArchiveItem.objects.bulk_create(
        ArchiveItem(
            activity=row,
            kind=ArchiveKind.PHOTO,
            title="Vid borden",
            alt="Människor vid ett bord.",
            file=file,
            thumbnail=file,
            captured_on=row.starts_on or localdate(),
        )
        for row in rows[::2]
    )


def _evaluations(rows: list[Activity]) -> Iterator[Evaluation]:
    """What came of every activity that is done or goes on."""
    reached = cycle(GoalReached.values)
    for row in rows:
        if row.status in (Status.DONE, Status.ONGOING, Status.ANCHORED):
            yield Evaluation(
                activity=row,
                goal_reached=next(reached),
                went_well="Många kom, och de stannade länge.",
                went_less_well="Inbjudan gick ut för sent.",
                finished_at=timezone.now(),
            )


if __name__ == "__main__":
    main()
