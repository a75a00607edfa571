"""Years to measure: activities of every common timing, tied to the plan's own words, with their parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from django.urls import reverse

from accounts.models import User
from activities.enums import Status, TimingKind
from activities.models import (
    Activity,
    ActivityPlan,
    Anchoring,
    ExpectedQuestion,
    Material,
    PartyTask,
)
from activities.services.years import open_year
from activities.vocabulary import vocabulary_of
from plans.models import Agreement, Node, Party, Plan, Reference

VIEWS = ("table", "board", "month", "wheel", "coverage")
SIZES = (50, 500, 5000)
WHEEL = 200  # as many activities are drawn in the wheel that has a target of its own
YEAR = 2027
TIED = {
    "audience": "target_groups",
    "goals": "goals",
    "channels": "channels",
    "messages": "messages",
    "speakers": "spokespersons",
}


def addresses(plans: dict[int, Plan]) -> Iterator[tuple[str, str]]:
    """(name of the page, address) of each view of each year, by the number of its activities."""
    for size, plan in plans.items():
        for view in VIEWS if size in SIZES else ("wheel",):
            address = reverse(f"activities:{view}", args=[plan.slug, YEAR])
            yield f"{view}_{size}", address + ("?manad=5" if view == "month" else "")


def fill(plan: Plan, year: int, number: int, people: list[User], prefix: str = "insats") -> None:
    """So many activities in the year of a plan, the first of ``people`` being who opens it."""
    activity_plan = open_year(plan=plan, year=year, by=people[0])
    keys = [f"{prefix}-{year}-{one}" for one in range(number)]
    nodes = Node.objects.bulk_create(Node(plan=plan, key=key) for key in keys)
    statuses = cycle(Status.values)
    activities = Activity.objects.bulk_create(
        _activity(activity_plan, node, position, next(statuses))
        for position, node in enumerate(nodes)
    )
    Reference.objects.bulk_create(_references(plan, nodes))
    through = Activity.people.through
    through._default_manager.bulk_create(
        through(activity=one, user=people[one.position % len(people)])
        for one in activities
        if one.position % 3 == 0
    )
    _parts(plan.agreement, activities)
    role = plan.anchoring_roles.first()
    Anchoring.objects.bulk_create(
        Anchoring(activity=one, role=role, asked=people[-1], asked_by=people[0])
        for one in activities
        if one.position % 4 == 1
    )


def _activity(year: ActivityPlan, node: Node, position: int, status: str) -> Activity:
    return Activity(
        node=node,
        activity_plan=year,
        position=position,
        status=status,
        name=f"Informationsmöte {position} om trygghet",
        text="Möte i centrum om trygghet, med kommunpolis och fritidsledare.",
        goal="Fler ska känna till samarbetet." if position % 2 else "",
        effect="Fler vet vart man vänder sig och känner sig tryggare.",
        responsible="Kommunikatören" if position % 4 == 2 else "",
        purpose="Visa att kommun och polis arbetar tillsammans.",
        place="Älvhamra torg",
        **timing(year.year, position),
    )


def timing(year: int, position: int) -> dict[str, Any]:
    """When: of ten, four on a day, two a period, one each month, one a month; two have no day."""
    day = date(year, 1, 4) + timedelta(position * 37 % 355)
    match position % 10:
        case 0 | 1 | 2 | 3:
            return {"timing_kind": TimingKind.DATE, "starts_on": day}
        case 4 | 5:
            last = min(day + timedelta(24), date(year, 12, 31))
            return {"timing_kind": TimingKind.PERIOD, "starts_on": day, "ends_on": last}
        case 6:
            rule = {"recurrence": "FREQ=MONTHLY", "timing": "En gång i månaden"}
            return {"timing_kind": TimingKind.RECURRENCE, "starts_on": date(year, 1, 12), **rule}
        case 7:
            return {"timing_kind": TimingKind.MONTH, "starts_on": day.replace(day=1)}
        case 8:
            return {"timing_kind": TimingKind.AS_NEEDED, "timing": "Vid behov"}
        case _:
            return {"timing_kind": TimingKind.CONTINUOUS, "timing": "Löpande"}


def _references(plan: Plan, nodes: list[Node]) -> Iterator[Reference]:
    """One of the plan's own words of each kind for each activity; every seventh says nothing."""
    vocabulary = vocabulary_of(plan)
    known = dict(Node.objects.filter(plan=plan).values_list("key", "pk"))
    for field, what in TIED.items():
        terms = vocabulary.of(what)
        for position, node in enumerate(nodes):
            if terms and position % 7:
                target = known[terms[position % len(terms)].key]
                yield Reference(source=node, field=field, target_id=target)


def _parts(agreement: Agreement, activities: list[Activity]) -> None:
    """What a party does in each, and now and then material and a question."""
    parties = list(Party.objects.filter(agreement=agreement).in_order())
    PartyTask.objects.bulk_create(
        PartyTask(
            activity=one,
            organisation_id=parties[one.position % len(parties)].organisation_id,
            words="Står för lokal och inbjudan",
        )
        for one in activities
    )
    some = [one for one in activities if one.position % 5 == 0]
    Material.objects.bulk_create(Material(activity=one, words="Affisch") for one in some)
    ExpectedQuestion.objects.bulk_create(
        ExpectedQuestion(activity=one, question="Vad gör ni åt belysningen?") for one in some
    )
