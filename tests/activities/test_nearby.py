"""What else happens around the days of an activity, and who may know of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.calendar.span import Span
from activities.enums import Status
from activities.models import Activity, ActivityPlan, SchoolBreak, YearSettings
from activities.nearby import Beside, Nearby, around, usual_days
from activities.occurrences import happenings, possibly
from plans.models import Channel, Node, Plan, Reference, Section, TargetGroup
from tests.people import World

pytestmark = pytest.mark.django_db
DAY = Span.through(date(2027, 3, 15), date(2027, 3, 15))


def put(plan: Plan, name: str, first: str = "2027-03-15", **values: Any) -> Activity:
    """A planned activity of the year 2027, for ``audience`` and through ``channels``."""
    ties = {field: values.pop(field, ()) for field in ("audience", "channels")}
    key = name.lower().replace(" ", "-").translate(str.maketrans("åäöé", "aaoe"))
    activity_plan, _new = ActivityPlan.objects.get_or_create(plan=plan, year=2027)
    row = Activity.objects.create(
        node=Node.objects.create(plan=plan, key=f"i-{key}"),
        activity_plan=activity_plan,
        name=name,
        starts_on=date.fromisoformat(first),
        **{"timing_kind": "date", "status": Status.PLANNED, **values},
    )
    for field, names in ties.items():
        for words in names:
            target = term(plan, field, words)
            Reference.objects.create(source=row.node, field=field, target=target)
    return row


def term(plan: Plan, field: str, name: str) -> Node:
    """The node of a target group or channel of ``plan``, made unless it is there."""
    model: Any = {"audience": TargetGroup, "channels": Channel}[field]
    found = model.objects.filter(node__plan=plan, name=name).first()
    if found is None:
        kind = {"audience": "target_groups", "channels": "channels"}[field]
        section = Section.objects.filter(plan=plan, kind=kind).first()
        if section is None:
            node = Node.objects.create(plan=plan, key=f"avsnitt-{kind}".replace("_", "-"))
            section = Section.objects.create(plan=plan, node=node, kind=kind)
        key = f"{field}-{model.objects.count()}"
        node = Node.objects.create(plan=plan, key=key)
        found = model.objects.create(node=node, section=section, name=name)
    node = found.node
    assert isinstance(node, Node)
    return node


def share(world: World) -> None:
    """Norrskog lets the parties' other agreements see what it plans."""
    YearSettings.objects.create(agreement=world.neighbours_agreement, shares_dates=True)


def look(world: World, activity: Activity, span: Span = DAY, by: str = "communicator") -> Nearby:
    return around(activity=activity, span=span, user=getattr(world, by))


def titles(found: Nearby) -> list[str]:
    return [one.title for one in found.everything]


def test_what_is_near_is_shown_closest_first(world: World) -> None:
    mine = put(world.in_force, "Mitt")
    put(world.in_force, "Dagen före", "2027-03-14")
    put(world.draft, "Samma dag")
    put(world.in_force, "Veckan efter", "2027-03-22")
    put(world.in_force, "Sedan", "2027-03-23")
    put(world.in_force, "Inställt", status=Status.CANCELLED)
    put(world.in_force, "Idén", "2027-03-16", status=Status.IDEA)
    found = look(world, mine)
    assert titles(found) == ["Samma dag", "Dagen före", "Idén", "Veckan efter"]
    assert [one.apart for one in found.everything] == [0, 1, 1, 7]
    assert found.everything[0].href.startswith("/planer/utkast/insatser/")


def test_what_goes_on_for_long_is_listed_apart(world: World) -> None:
    mine = put(world.in_force, "Mitt")
    put(world.in_force, "Kampanj", "2027-01-01", ends_on=date(2027, 6, 1), timing_kind="period")
    found = look(world, mine)
    assert [one.title for one in found.long] == ["Kampanj"]
    assert found.short == []


def test_the_same_people_or_channel_too_soon_is_pointed_out(world: World) -> None:
    mine = put(world.in_force, "Mitt", audience=["Boende", "Unga"], channels=["Webb"])
    put(world.in_force, "Nära", "2027-03-20", audience=["Unga", "Äldre"], channels=["Webb"])
    put(world.in_force, "Andra", "2027-03-16", audience=["Äldre"])
    put(world.in_force, "Långt bort", "2027-03-23", audience=["Boende"])
    found = look(world, mine)
    assert {one.title: one.shared for one in found.everything} == {
        "Andra": (),
        "Nära": ("Unga", "Webb"),
    }
    assert [one.title for one in found.too_close] == ["Nära"]
    YearSettings.objects.create(agreement=world.agreement, too_close_days=4)
    assert look(world, mine).too_close == []
    YearSettings.objects.update(too_close_days=8)
    assert [one.title for one in look(world, mine).too_close] == ["Nära", "Långt bort"]


def test_what_a_section_says_holds_for_its_activities(world: World) -> None:
    """Also what the section above it says; what lies in the bin is said by nobody."""
    mine = put(world.in_force, "Mitt", audience=["Boende"])
    other = put(world.in_force, "I tabellen", "2027-03-16")
    nodes = [Node.objects.create(plan=world.in_force, key=key) for key in ("ovan", "under")]
    above = Section.objects.create(plan=world.in_force, node=nodes[0])
    below = Section.objects.create(plan=world.in_force, node=nodes[1], parent=above)
    Activity.objects.filter(pk=other.pk).update(section=below)
    boende = term(world.in_force, "audience", "Boende")
    Reference.objects.create(source=nodes[0], field="audience", target=boende)
    [found] = look(world, mine).everything
    assert found.shared == ("Boende",)
    TargetGroup.objects.filter(node=boende).update(removed_at="2027-01-01T00:00Z")
    [found] = look(world, mine).everything
    assert (found.shared, found.reach.audience) == ((), ())


def test_other_agreements_are_seen_only_where_they_allow_it_and_only_so_much(world: World) -> None:
    mine = put(world.in_force, "Mitt", audience=["Boende"])
    theirs = put(
        world.foreign,
        "Marknadsdag",
        "2027-03-16",
        audience=["boende"],
        channels=["Torget"],
        purpose="HEMLIGT SYFTE",
        place="HEMLIG PLATS",
        responsible="HEMLIG PERSON",
        text="HEMLIG TEXT",
    )
    put(world.foreign, "Deras idé", status=Status.IDEA)
    put(world.foreign, "Deras inställda", status=Status.CANCELLED)
    put(world.lone, "Ingen gemensam part")
    YearSettings.objects.create(agreement=world.lone_agreement, shares_dates=True)
    assert titles(look(world, mine)) == []
    share(world)
    [found] = look(world, mine).everything
    assert found == Beside(
        title="Marknadsdag",
        starts_on=date(2027, 3, 16),
        ends_on=date(2027, 3, 16),
        apart=1,
        reach=found.reach,
        shared=("boende",),
        agreement=world.neighbours_agreement.title,
    )
    client = Client()
    client.force_login(world.communicator)
    text = client.get(address(mine)).content.decode()
    assert "Marknadsdag" in text
    for word in (
        "HEMLIG",
        "Deras idé",
        theirs.node.key,
        world.foreign.slug,
        world.foreign.title,
    ):
        assert word not in text
    Activity.objects.filter(pk=theirs.pk).update(name="")
    assert titles(look(world, mine)) == ["Insats utan namn"], "not the text in its place"
    YearSettings.objects.filter(agreement=world.neighbours_agreement).update(shares_dates=False)
    assert titles(look(world, mine)) == []


def test_holidays_and_breaks_are_shown(world: World) -> None:
    mine = put(world.in_force, "Mitt", "2027-03-30")
    for agreement, name in {
        world.agreement: "Påsklov",
        world.neighbours_agreement: "Annat",
    }.items():
        SchoolBreak.objects.create(
            agreement=agreement, name=name, starts_on=date(2027, 3, 29), ends_on=date(2027, 4, 2)
        )
    found = look(world, mine, Span.through(date(2027, 3, 30), date(2027, 3, 30)))
    assert [one.name for one in found.school_breaks] == ["Påsklov"]
    assert [one.name for one in found.holidays] == [
        *("Långfredagen", "Påskafton", "Påskdagen", "Annandag påsk"),
    ]


def test_it_asks_as_often_for_many_as_for_one(world: World, django_assert_num_queries: Any) -> None:
    mine = put(world.in_force, "Mitt", audience=["Boende"])
    share(world)
    for count in (1, 12):
        for number in range(count):
            put(world.in_force, f"Eget {count} {number}", audience=["Boende"], channels=["Webb"])
            put(world.foreign, f"Annat {count} {number}", audience=["Boende"])
        activity = Activity.objects.select_related("node__plan__agreement").get(pk=mine.pk)
        with django_assert_num_queries(5):
            look(world, activity)


def test_the_usual_days_are_the_next_or_else_the_last() -> None:
    row = Activity(
        timing_kind="recurrence",
        starts_on=date(2027, 3, 1),
        recurrence="FREQ=WEEKLY;COUNT=3",
        activity_plan=ActivityPlan(pk=1, year=2027),
    )
    starts = [usual_days(row, day) for day in (date(2027, 3, 9), date(2028, 1, 1))]
    assert [span.start for span in starts if span] == [date(2027, 3, 15), date(2027, 3, 15)]
    assert usual_days(Activity(timing_kind="continuous"), date(2027, 1, 1)) is None


def address(activity: Activity, query: str = "") -> str:
    plan = activity.node.plan
    return reverse("activities:nearby", args=[plan.slug, activity.node.key]) + query


def test_other_days_can_be_asked_for_before_settling(world: World, client: Client) -> None:
    client.force_login(world.communicator)
    mine = put(world.in_force, "Mitt")
    put(world.in_force, "I maj", "2027-05-03")
    assert "I maj" not in client.get(address(mine)).content.decode()
    text = client.get(address(mine, "?fran=2027-05-01")).content.decode()
    assert "I maj" in text
    assert "Första maj" in text
    for query in (
        "?fran=2027-05-02&till=2027-05-01",
        "?fran=igår",
        "?fran=9999-12-31",
        "?fran=1900-01-01",
    ):
        answer = client.get(address(mine, query))
        assert answer.status_code == 422, query
    undated = put(world.in_force, "Löpande", timing_kind="continuous")
    Activity.objects.filter(pk=undated.pk).update(starts_on=None)
    assert "Insatsen har ingen dag än" in client.get(address(undated)).content.decode()


@given(
    kind=st.sampled_from(
        ["date", "period", "month", "week", "season", "continuous", "recurrence", "on_event"]
    ),
    first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    length=st.one_of(st.none(), st.integers(0, 100)),
    season=st.sampled_from(["", "winter", "summer"]),
    start=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_the_rows_asked_for_are_all_that_may_happen_then(
    kind: str, first: date, length: int | None, season: str, start: date
) -> None:
    """``possibly`` as Python reads it, against ``happenings``."""
    row = Activity(
        timing_kind=kind,
        starts_on=first,
        ends_on=None if length is None else first + timedelta(length),
        season=season if kind == "season" else "",
        recurrence="FREQ=MONTHLY" if kind == "recurrence" else "",
        activity_plan=ActivityPlan(pk=1, year=first.year),
    )
    within = Span(start, start + timedelta(10))
    if any(happenings(row, within)):
        assert holds(possibly(within), row)


def holds(condition: Any, row: Activity) -> bool:
    """Whether a condition of simple lookups holds for a row, without a database."""
    if isinstance(condition, tuple):
        name, wanted = condition
        field, _, lookup = name.partition("__")
        value = getattr(row, field)
        if wanted is None or lookup == "":
            return bool(value == wanted)
        if lookup == "in":
            return value in wanted
        return value is not None and (value < wanted if lookup == "lt" else value >= wanted)
    results = [holds(child, row) for child in condition.children]
    return all(results) if condition.connector == "AND" else any(results)
