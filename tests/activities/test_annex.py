"""The year as an annex of the plan: activities that stand in both, a wheel drawn of the document."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from activities.annex import wheel_of, year_of
from activities.models import Activity, ActivityPlan
from activities.services.annex import put_in_plan
from activities.services.efforts import set_status
from appendix.composition import compose
from appendix.document import build, canonical_bytes, read, restore
from appendix.record import DRAFT
from appendix.typesetting import typeset
from core.models import Change
from plans.registry import get
from plans.services.sections import remove_section, take_back_section
from tests.core.pdf.conformance import problems
from tests.people import World

from .alternatives import alternatives
from .year import YEAR, day, make_activity, make_year

pytestmark = pytest.mark.django_db
RULE = "FREQ=MONTHLY;BYMONTHDAY=15"


@pytest.fixture
def year(world: World) -> ActivityPlan:
    year = make_year(world.draft, world.communicator)
    by = world.communicator
    make_activity(year, by, "Öppet hus", starts_on=day(5, 22), goals=["kanna-till"])
    make_activity(
        year, by, "Nyhetsbrev", timing_kind="recurrence", starts_on=day(1, 15), recurrence=RULE
    )
    make_activity(year, by, "Tanke", status="idea")
    make_activity(year, by, "Inställt", starts_on=day(6, 1), status="cancelled")
    return year


def annexed(year: ActivityPlan, world: World) -> dict[str, Any]:
    put_in_plan(activity_plan=year, by=world.communicator)
    section: dict[str, Any] = build(year.plan)["sections"][-1]
    return section


def test_the_year_stands_in_the_plan_and_in_the_year(year: ActivityPlan, world: World) -> None:
    section = annexed(year, world)
    assert section["heading"] == "Bilaga: Aktivitetsplan 2027"
    assert (section["kind"], section["layout"], section["new_page"]) == (
        "activities",
        "wheel",
        True,
    )
    letter, party = section["items"]
    assert (letter["name"], letter["recurrence"]) == ("Nyhetsbrev", RULE)
    assert (party["name"], party["goal"]) == ("Öppet hus", "Känna till")
    assert Activity.objects.in_year().filter(activity_plan=year).count() == 4
    logged = Change.objects.filter(action="put_in_plan")
    assert {change.after["name"] for change in logged if change.after} == {
        "Nyhetsbrev",
        "Öppet hus",
    }


def test_a_second_time_takes_in_what_has_come_since(year: ActivityPlan, world: World) -> None:
    first, count = put_in_plan(activity_plan=year, by=world.communicator)
    assert count == 2
    with pytest.raises(ValidationError, match="redan i planen"):
        put_in_plan(activity_plan=year, by=world.communicator)
    make_activity(year, world.communicator, "Skolstart", starts_on=day(8, 16))
    again, count = put_in_plan(activity_plan=year, by=world.communicator)
    assert (again, count) == (first, 1)
    names = [item["name"] for item in build(year.plan)["sections"][-1]["items"]]
    assert names == ["Nyhetsbrev", "Öppet hus", "Skolstart"]


def test_what_stands_in_a_section_already_stays_there(year: ActivityPlan, world: World) -> None:
    stands = Activity.objects.get(node__plan=year.plan, name="Möte")
    Activity.objects.filter(pk=stands.pk).update(activity_plan=year, status="planned")
    annexed(year, world)
    after = Activity.objects.get(pk=stands.pk)
    assert after.section_id == stands.section_id


def test_it_is_undone_and_redone_like_other_sections(year: ActivityPlan, world: World) -> None:
    before = canonical_bytes(build(year.plan))
    section, _count = put_in_plan(activity_plan=year, by=world.communicator)
    there = canonical_bytes(build(year.plan))
    remove_section(section=section, by=world.communicator)
    assert canonical_bytes(build(year.plan)) == before
    assert Activity.objects.in_year().filter(activity_plan=year).count() == 4
    take_back_section(section=section, by=world.communicator)
    assert canonical_bytes(build(year.plan)) == there


def test_out_of_the_bin_comes_an_annex_of_its_own(year: ActivityPlan, world: World) -> None:
    section, _count = put_in_plan(activity_plan=year, by=world.communicator)
    remove_section(section=section, by=world.communicator)
    other, count = put_in_plan(activity_plan=year, by=world.communicator)
    assert other != section
    assert count == 2


def test_work_in_the_year_changes_no_document(year: ActivityPlan, world: World) -> None:
    annexed(year, world)
    before = canonical_bytes(build(year.plan))
    activity = Activity.objects.get(name="Öppet hus", activity_plan=year)
    set_status(activity=activity, status="done", by=world.communicator)
    assert canonical_bytes(build(year.plan)) == before


def test_the_document_comes_back_whole(year: ActivityPlan, world: World) -> None:
    annexed(year, world)
    document = build(year.plan)
    again = restore(read(canonical_bytes(document)), agreement=world.agreement, slug="igen")
    assert build(again) == document


def test_screen_and_print_draw_the_wheel_above_its_table(year: ActivityPlan, world: World) -> None:
    annexed(year, world)
    part = compose(build(year.plan), images="bilder/").parts[-1]
    assert part.layout == "table"
    assert part.drawing.count("<svg") == 1
    assert 'id="bilaga-aktivitetsplan-2027-wheel-title"' in part.drawing
    first, second = part.entries
    assert str(first.cells[0].html).endswith("1.</span> Nyhetsbrev")
    timing = [cell.html for cell in first.cells if cell.label == "Tidplan"]
    assert timing == ["Den 15 i varje månad"]
    assert second.key == "oppet-hus"


def test_the_wheel_is_drawn_for_those_who_hear_it(year: ActivityPlan, world: World) -> None:
    annexed(year, world)
    pdf = typeset(build(year.plan), DRAFT, site_url="https://samrad.example")
    assert problems(pdf) == []
    [wheel] = [words for words in alternatives(pdf) if "Årshjul" in words]
    assert wheel == "Årshjul 2027. Samma uppgifter står i tabellen, under samma nummer."


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2027-03-01", "2028-01-01", "2027-05-01"], 2027),
        (["2028-03-01", "2027-05-01"], 2027),
        ([None, "9999-12-31", "0001-01-01"], None),
        ([], None),
    ],
)
def test_the_year_of_a_wheel_is_that_of_most(days: list[str | None], expected: int | None) -> None:
    items = [{"starts_on": day} if day else {} for day in days]
    assert year_of(items) == expected
    section = {"key": "a", "items": [{"key": f"k{n}", **item} for n, item in enumerate(items)]}
    assert bool(wheel_of(section).svg) == (expected is not None)


def test_only_activities_are_drawn_as_a_wheel(world: World) -> None:
    """A layout that its kind does not have is set as is usual."""
    document = build(world.draft)
    document["sections"][1]["layout"] = "wheel"
    part = compose(document, images="bilder/").parts[1]
    assert (part.layout, part.drawing) == (get("target_groups").layout, "")


def test_the_button_leads_to_the_draft_and_offers_to_undo(year: ActivityPlan, world: World) -> None:
    client = Client()
    client.force_login(world.communicator)
    page = client.get(reverse("activities:table", args=[year.plan.slug, YEAR])).text
    address = reverse("activities:put_in_plan", args=[year.plan.slug, YEAR])
    assert f'action="{address}"' in page
    answer = client.post(address, follow=True)
    assert "2 insatser står nu i ”Bilaga: Aktivitetsplan 2027”." in answer.text
    undo = reverse("appendix:remove_section", args=[year.plan.slug, "bilaga-aktivitetsplan-2027"])
    assert f'action="{undo}"' in answer.text
    client.post(undo)
    assert build(year.plan)["sections"][-1]["key"] == "bild"
    again = client.post(address, follow=True)
    assert "2 insatser står nu i" in again.text
    nothing = client.post(address, follow=True)
    assert "redan i planen" in nothing.text
