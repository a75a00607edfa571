"""Next year's plan from this year's: what comes along, what stays, and that twice is once."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.calendar.shift import Way
from activities.enums import Consultation, Status, TimingKind
from activities.models import (
    Activity,
    ActivityPlan,
    Anchoring,
    AnchoringRole,
    ChecklistAnswer,
    ExpectedQuestion,
    LessonSeen,
    Material,
    PartyTask,
)
from activities.rolling import When, moved
from activities.services import efforts, rolling
from activities.services.years import open_year
from appendix.document import build
from core.models import Change
from plans.models import Node, Reference, Section
from plans.models.kinds.checklist import ChecklistItem
from tests.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return open_year(plan=world.in_force, year=2026, by=world.communicator)


def effort(year: ActivityPlan, by: Any, name: str = "Torgdag", **values: Any) -> Activity:
    return efforts.add_activity(activity_plan=year, values={"name": name, **values}, by=by)


def whens(year: ActivityPlan, *, way: Way = Way.WEEKDAY) -> dict[str, When]:
    lines = rolling.lines_of(year)
    return {line.key: moved(line.activity, year.year, way) for line in lines}


def roll(year: ActivityPlan, by: Any, status: str = Status.PLANNED) -> list[Activity]:
    return rolling.roll_over(source=year, whens=whens(year), status=status, by=by)


def test_every_field_is_copied_given_anew_or_left_and_nothing_is_forgotten() -> None:
    own = {"id", "node", "activity_plan", "version", "changed_at", "position"}
    known = [*rolling.COPIED, *rolling.GIVEN, *rolling.LEFT]
    assert len(known) == len(set(known))
    assert {field.name for field in Activity._meta.concrete_fields} == set(known) | own


def test_a_copy_has_what_was_planned_and_not_what_happened(
    world: World, year: ActivityPlan
) -> None:
    old = effort(
        year,
        world.communicator,
        timing_kind=TimingKind.DATE,
        starts_on="2026-03-10",
        starts_time="13:00",
        timing="tisdag 10 mars",
        goal="Fler känner till oss",
        purpose="Möta boende",
        audience=["boende"],
        status=Status.DONE,
        lesson="Ta med paraply",
        consultation=Consultation.DONE,
        consultation_words="Ringde den 3 mars",
    )
    efforts.set_people(activity=old, people=[world.communicator], by=world.communicator)
    old.people.add(world.former)
    task = {"activity": old, "organisation": world.police, "words": "Står i tältet"}
    PartyTask.objects.create(**task)
    PartyTask.objects.create(**task, removed_at=timezone.now())
    Material.objects.create(
        activity=old, words="Affisch", due_on=date(2026, 3, 1), done_at=timezone.now()
    )
    ExpectedQuestion.objects.create(activity=old, question="Varför?", answer="Därför")
    LessonSeen.objects.create(activity=old, source=old, seen_by=world.communicator)
    role = AnchoringRole.objects.filter(plan=world.in_force)[0]
    Anchoring.objects.create(activity=old, role=role, asked=world.director)

    [copy] = roll(year, world.communicator)

    copy = Activity.objects.get(pk=copy.pk)
    assert (copy.activity_plan.year if copy.activity_plan else None) == 2027
    assert copy.predecessor == old
    assert copy.node.key == "torgdag-2"
    assert (copy.starts_on, copy.starts_time) == (date(2027, 3, 16), time(13))
    assert copy.timing == "tisdag 16 mars"
    assert (copy.goal, copy.purpose) == ("Fler känner till oss", "Möta boende")
    assert (copy.status, copy.lesson) == (Status.PLANNED, "")
    assert (copy.consultation, copy.consultation_words) == (Consultation.WANTED, "")
    assert list(copy.people.all()) == [world.communicator]
    audience = Reference.objects.filter(source=copy.node, field="audience")
    assert [row.target.key for row in audience] == ["boende"]
    assert [row.words for row in PartyTask.objects.filter(activity=copy)] == ["Står i tältet"]
    [material] = Material.objects.filter(activity=copy)
    assert (material.due_on, material.done_at) == (date(2027, 3, 7), None)
    [question] = ExpectedQuestion.objects.filter(activity=copy)
    assert (question.question, question.answer) == ("Varför?", "Därför")
    assert not LessonSeen.objects.filter(activity=copy).exists()
    assert not Anchoring.objects.filter(activity=copy).exists()


def test_only_answers_to_what_is_asked_before_come_along(world: World, year: ActivityPlan) -> None:
    old = effort(year, world.communicator)
    node = Node.objects.create(plan=world.in_force, key="checklistan")
    section = Section.objects.create(plan=world.in_force, node=node, kind="checklist")
    for key, use in (("fore", "before_activity"), ("rutin", "routine")):
        node = Node.objects.create(plan=world.in_force, key=key)
        ChecklistItem.objects.create(section=section, node=node, name=key, type=use)
        ChecklistAnswer.objects.create(activity=old, question=node, text=f"svar {key}")
    [copy] = roll(year, world.communicator)
    assert [row.text for row in copy.checklist_answers.all()] == ["svar fore"]


def test_one_that_also_stands_in_the_plan_brings_what_its_section_says(
    world: World, year: ActivityPlan
) -> None:
    old = Activity.objects.get(node__plan=world.in_force, node__key="mote")
    assert old.section is not None
    target = Node.objects.get(plan=world.in_force, key="boende")
    Reference.objects.create(source=old.section.node, field="audience", target=target)
    efforts.take_into_year(activity_plan=year, activities=[old], by=world.communicator)
    before = build(world.in_force)
    [copy] = roll(year, world.communicator)
    assert (copy.name, copy.section) == ("Möte", None)
    rows = Reference.objects.filter(source=copy.node)
    assert [(row.field, row.target.key) for row in rows] == [("audience", "boende")]
    assert build(world.in_force) == before


def test_doing_it_twice_changes_nothing(world: World, year: ActivityPlan) -> None:
    for name in ("Torgdag", "Torgdag", "Möte"):
        effort(year, world.communicator, name)
    assert len(roll(year, world.communicator)) == 3
    [dropped, *_] = Activity.objects.filter(activity_plan__year=2027)
    efforts.drop(activity=dropped, by=world.communicator)
    changes = Change.objects.count()
    assert roll(year, world.communicator) == []
    assert Activity.objects.filter(activity_plan__year=2027).count() == 3
    assert Change.objects.count() == changes


def test_it_is_logged_and_the_year_opened(world: World, year: ActivityPlan) -> None:
    effort(year, world.communicator)
    [copy] = roll(year, world.communicator, Status.IDEA)
    assert ActivityPlan.objects.filter(plan=world.in_force, year=2027).exists()
    rows = Change.objects.filter(key=copy.node.key, action="added")
    assert [row.by_id for row in rows] == [world.communicator.pk]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(None, None, "", ""), "”Torgdag” behöver en dag."),
        (When(date(2027, 3, 2), date(2027, 3, 1), "", ""), "Sista dagen för ”Torgdag”"),
        (When(date(2300, 3, 2), None, "", ""), "ligger för långt fram"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_stored(
    world: World, year: ActivityPlan, when: When, words: str
) -> None:
    old = effort(year, world.communicator, timing_kind=TimingKind.DATE, starts_on="2026-03-10")
    with pytest.raises(ValidationError, match=words):
        rolling.roll_over(
            source=year, whens={old.node.key: when}, status=Status.IDEA, by=world.communicator
        )
    assert not ActivityPlan.objects.filter(plan=world.in_force, year=2027).exists()
    with pytest.raises(ValidationError):
        roll(year, world.communicator, Status.DONE)


def test_it_costs_the_same_for_many(world: World, year: ActivityPlan) -> None:
    def cost(source: ActivityPlan, how_many: int) -> int:
        for number in range(how_many):
            old = effort(source, world.communicator, f"Insats {number}", audience=["boende"])
            old.people.add(world.communicator)
            Material.objects.create(activity=old, words="Affisch")
        open_year(plan=source.plan, year=source.year + 1, by=world.communicator)
        chosen = whens(source)
        with CaptureQueriesContext(connection) as queries:
            rolling.roll_over(
                source=source, whens=chosen, status=Status.IDEA, by=world.communicator
            )
        return len(queries)

    later = open_year(plan=world.in_force, year=2030, by=world.communicator)
    assert cost(later, 12) == cost(year, 1)


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def client(client: Client, world: World) -> Client:
    client.force_login(world.communicator)
    return client


def page(year: ActivityPlan) -> str:
    return reverse("activities:roll_over", args=[year.plan.slug, year.year])


def posted(*activities: Activity, **others: str) -> dict[str, Any]:
    return {"insats": [one.node.key for one in activities], "status": "planned", **others}


def test_the_page_offers_each_with_its_new_day(
    client: Client, world: World, year: ActivityPlan
) -> None:
    by = world.communicator
    effort(year, by, "Dag", timing_kind="date", starts_on="2026-06-06", timing="6 juni")
    effort(year, by, "Inställd", status=Status.CANCELLED)
    effort(
        year,
        by,
        "Vartannat",
        timing_kind="recurrence",
        starts_on="2026-05-01",
        recurrence="FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=1",
    )
    effort(year, by, "Val", timing="före valet 2026")
    html = client.get(page(year)).content.decode()
    assert 'value="2027-06-12"' in html
    assert 'value="12 juni"' in html
    assert "Annars söndag 2027-06-06" in html
    assert 'id="insats-dag" checked' in html
    assert 'id="insats-installd" checked' not in html
    assert "Insatsen ställdes in." in html
    assert 'id="insats-vartannat" checked' not in html
    assert "Infaller inte 2027. Nästa gång är 2028-05-01." in html
    assert "Tidplanen nämner fortfarande 2026." in html
    by_date = client.get(page(year) + "?datum=datum").content.decode()
    assert 'value="2027-06-06"' in by_date
    assert "Den nya dagen är Sveriges nationaldag." in by_date


def test_what_is_ticked_comes_along_on_the_day_that_was_chosen(
    client: Client, world: World, year: ActivityPlan
) -> None:
    values = {"timing_kind": "date", "starts_on": "2026-03-10", "timing": "10 mars"}
    first, second = (effort(year, world.communicator, name, **values) for name in ("A", "B"))
    answer = client.post(
        page(year),
        posted(first, **{"fran-a": "2027-03-20", "ord-a": "16 mars", "fran-b": "skräp"}),
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("activities:table", args=["gallande", 2027])
    [copy] = Activity.objects.filter(activity_plan__year=2027)
    # The words were as offered for the 16th: they follow the day.
    assert (copy.starts_on, copy.timing) == (date(2027, 3, 20), "20 mars")
    client.post(page(year), posted(first, second, **{"fran-b": "2027-03-16", "ord-b": "Mitten"}))
    rows = Activity.objects.filter(activity_plan__year=2027).order_by("pk")
    assert [(row.name, row.timing) for row in rows] == [("A", "20 mars"), ("B", "Mitten")]
    html = client.get(page(year)).content.decode()
    assert "Allt är överfört till 2027." in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("fran-a", "", "Ange vilken dag det gäller."),
        ("fran-a", "2027-02-30", "Skriv dagen som 2026-03-01."),
        ("fran-a", "x" * 200_000, "Skriv dagen som 2026-03-01."),
        ("till-a", "2027-03-01", "Sista dagen kan inte ligga före den första."),
        ("ord-a", "a\x00b", "osynligt tecken"),
        ("status", "done", "planerade eller idéer"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: Client, world: World, year: ActivityPlan, field: str, value: str, words: str
) -> None:
    values = {"timing_kind": "period", "starts_on": "2026-03-10", "ends_on": "2026-03-12"}
    old = effort(year, world.communicator, "A", **values)
    good = {"fran-a": "2027-03-16", "till-a": "2027-03-18", "ord-a": "Mina ord"}
    answer = client.post(page(year), posted(old, **good) | {field: value})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    if field != "ord-a":
        assert "Mina ord" in html
    assert not Activity.objects.filter(activity_plan__year=2027).exists()


def test_a_long_year_is_carried_over_page_by_page(
    client: Client, world: World, year: ActivityPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.views.rolling.ROWS_A_PAGE", 2)
    rows = [effort(year, world.communicator, name) for name in "ABC"]
    answer = client.post(page(year), posted(*rows[:2]))
    assert answer.headers["Location"] == f"{page(year)}?sida=2&datum=veckodag"
    answer = client.post(page(year) + "?sida=2", posted(rows[2]))
    assert answer.headers["Location"] == reverse("activities:table", args=["gallande", 2027])
    assert Activity.objects.filter(activity_plan__year=2027).count() == 3


def test_odd_days_and_rules_do_not_break_the_page(
    client: Client, world: World, year: ActivityPlan
) -> None:
    old = effort(year, world.communicator, "A", timing_kind="date", starts_on="2026-03-10")
    for values in (
        {"starts_on": date(9999, 12, 31)},
        {"starts_on": date(2026, 3, 10), "timing_kind": "recurrence", "recurrence": "skräp"},
        {"starts_on": date(2026, 3, 10), "timing_kind": "period", "recurrence": ""},
        {"starts_on": date(2024, 2, 29), "timing_kind": "recurrence", "recurrence": "FREQ=YEARLY"},
    ):
        Activity.objects.filter(pk=old.pk).update(**values)
        assert client.get(page(year)).status_code == 200
