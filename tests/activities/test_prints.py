"""The year and the brief in print: what they say, who gets them, and that they are archival files."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.dispatch import receiver
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from activities import printing
from activities.brief import brief
from activities.document import year_document
from activities.enums import Status
from activities.models import Activity, ActivityPlan, ExpectedQuestion, Material, PartyTask
from activities.services import prints
from activities.services.parts import add_part
from activities.sheet import Sheet
from activities.typesetting import typeset_brief, typeset_year
from core.canonical import canonical_bytes
from core.prints import work
from core.prints.models import Rendering
from plans.permissions import plan_abilities
from tests.core.pdf.conformance import problems
from tests.core.pdf.reading import spoken
from tests.people import World
from tests.undefined import undefined as undefined

from .alternatives import alternatives
from .year import YEAR, day, make_activity, make_year

pytestmark = pytest.mark.django_db
SITE = "https://samrad.example"


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


def filled(year: ActivityPlan, by: User) -> list[Activity]:
    """Activities of many kinds of timing and every status that a print tells apart."""
    make: list[dict[str, Any]] = [
        {
            "name": "Öppet hus",
            "starts_on": day(5, 22),
            "audience": ["boende"],
            "status": "anchored",
        },
        {"name": "Webbsidan", "timing_kind": "continuous", "status": "ongoing"},
        {
            "name": "Nyhetsbrev",
            "timing_kind": "recurrence",
            "starts_on": day(1, 15),
            "recurrence": "FREQ=MONTHLY;BYMONTHDAY=15",
        },
        {"name": "Vid nyhet", "timing_kind": "on_event", "timing": "Vid impuls om nyhet"},
        {"name": "Grillkväll", "starts_on": day(6, 11), "status": "cancelled"},
        {"name": "Bara en tanke", "status": "idea"},
    ]
    return [make_activity(year, by, **values) for values in make]


def source(value: Any) -> str:
    return canonical_bytes(value).decode()


def says(pdf: bytes, *expected: str) -> bool:
    """Whether all is read aloud; where a line ends, nothing is sure of the space or hyphen there."""
    words = "".join(spoken(pdf).split()).replace("-", "")
    return all("".join(one.split()).replace("-", "") in words for one in expected)


def year_pdf(value: Any) -> bytes:
    return typeset_year(source(value), "", site_url=SITE, on_progress=lambda pages: None)


# --- the value ----------------------------------------------------------------------------------


def test_a_year_says_what_is_printed_in_the_order_of_the_wheel(
    year: ActivityPlan, world: World
) -> None:
    filled(year, world.communicator)
    value = year_document(year, with_ideas=True)
    names = [one["name"] for one in value["activities"]]
    dated = ["Nyhetsbrev", "Öppet hus", "Grillkväll", "Webbsidan"]
    assert names == [*dated, "Vid nyhet", "Bara en tanke"]
    assert [one["name"] for one in value["organisations"]] == [
        str(world.municipality),
        str(world.police),
    ]
    letter = value["activities"][0]
    assert (letter["recurrence"], letter["timing"]) == (
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "Den 15 i varje månad",
    )
    assert "Chefer: ingen insats 2027" in value["coverage"]["gaps"]
    [residents] = [one for one in value["coverage"]["groups"] if one["name"] == "Boende"]
    assert residents["months"] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_ideas_are_for_those_who_plan(year: ActivityPlan, world: World) -> None:
    filled(year, world.communicator)
    names = [one["name"] for one in year_document(year, with_ideas=False)["activities"]]
    assert "Bara en tanke" not in names
    assert len(names) == 5


def test_what_is_dropped_is_not_printed(year: ActivityPlan, world: World) -> None:
    filled(year, world.communicator)
    Activity.objects.filter(name="Webbsidan").update(dropped_at="2027-01-01T00:00Z")
    assert "Webbsidan" not in source(year_document(year, with_ideas=True))


# --- the year in print --------------------------------------------------------------------------


def test_the_year_in_print(year: ActivityPlan, world: World, undefined: set[str]) -> None:
    filled(year, world.communicator)
    value = year_document(year, with_ideas=True)
    pdf = year_pdf(value)
    assert says(
        pdf,
        "Aktivitetsplan 2027",
        str(world.police),
        "Vid impuls om nyhet",
        "Den 15 i varje månad",
        "Inställd",
        "Chefer: ingen insats 2027",
    )
    assert any(words.startswith("Årshjul 2027.") for words in alternatives(pdf))
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.attachments["aktivitetsplan.json"].get_file().read_bytes() == canonical_bytes(
            value
        )
        page = opened.pages[0].mediabox
        assert page[2] > page[3], "landscape"
    assert pdf == year_pdf(value), "the same bytes"
    assert problems(pdf) == []
    assert undefined == set()


def test_an_empty_year_can_be_printed(
    year: ActivityPlan, world: World, undefined: set[str]
) -> None:
    assert "Aktivitetsplan 2027" in spoken(year_pdf(year_document(year, with_ideas=True)))
    assert undefined == set()


def test_all_on_one_side_of_the_wheel_or_none_beside_it(year: ActivityPlan, world: World) -> None:
    """However many there are, the first page holds the wheel, and the table follows."""
    filled(year, world.communicator)
    value = year_document(year, with_ideas=True)
    for how_many, columns in ((6, 1), (40, 2), (90, 0)):
        many = [value["activities"][0] | {"key": f"k{n}"} for n in range(how_many)]
        html = printing.year_html(value | {"activities": many})
        assert f"year-front-{columns}" in html
        pdf = year_pdf(value | {"activities": many})
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert len(opened.pages[0].Contents.read_bytes()) > 20_000, "the wheel"
        assert says(pdf, value["activities"][0]["name"])


@pytest.mark.parametrize(
    ("kind", "sources"),
    [("year", printing.YEAR_SOURCES), ("brief", printing.BRIEF_SOURCES)],
)
def test_every_source_of_the_renderer_is_there(kind: str, sources: tuple[str, ...]) -> None:
    base = Path(settings.BASE_DIR)
    assert [pattern for pattern in sources if not list(base.glob(pattern))] == []


def test_every_template_is_a_source(year: ActivityPlan, world: World) -> None:
    used: set[str] = set()

    @receiver(template_rendered)
    def note(template: object, **kwargs: object) -> None:
        used.add(f"templates/{getattr(template, 'name', '')}")

    [activity, *_rest] = filled(year, world.communicator)
    printing.year_html(year_document(year, with_ideas=True))
    printing.brief_html(brief(sheet(activity, world.communicator)), size="roomy")
    known = (*printing.YEAR_SOURCES, *printing.BRIEF_SOURCES)
    unknown = {name for name in used if not any(Path(name).match(pattern) for pattern in known)}
    assert len(used) > 4
    assert unknown == set()


# --- the brief ----------------------------------------------------------------------------------


def sheet(activity: Activity, by: User) -> Sheet:
    found = Activity.objects.select_related("node__plan__agreement", "activity_plan").get(
        pk=activity.pk
    )
    return Sheet(found, plan_abilities(by, found.node.plan))


def test_a_brief_holds_the_whole_checklist(
    year: ActivityPlan, world: World, undefined: set[str]
) -> None:
    by = world.communicator
    activity = make_activity(
        year,
        by,
        "Öppet hus",
        purpose="Fler ska känna oss",
        audience=["boende"],
        message_words="Ring 114 14",
        starts_on=day(5, 22),
        place="Torget",
        evaluated_by="Enkät",
    )
    add_part(
        activity=activity,
        model=PartyTask,
        values={"words": "Tält"},
        organisation=world.police,
        by=by,
    )
    add_part(
        activity=activity,
        model=Material,
        values={"words": "Affisch", "made_by": "Kommunikatören", "due_on": day(4, 26)},
        by=by,
    )
    add_part(
        activity=activity,
        model=ExpectedQuestion,
        values={"question": "Varför nu?", "answer": "Det är vår"},
        by=by,
    )
    value = brief(sheet(activity, by))
    pdf = typeset_brief(source(value), "", site_url=SITE, on_progress=lambda pages: None)
    assert says(
        pdf,
        "Öppet hus",
        "Fler ska känna oss",
        "Boende",
        "Ring 114 14",
        "2027-05-22",
        "Torget",
        "Tält",
        "Affisch",
        "2027-04-26",
        "Varför nu?",
        "Det är vår",
        "Enkät",
        "Kvar att svara på",
    )
    assert problems(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
    assert undefined == set()


def test_a_long_brief_is_set_smaller_and_at_last_on_more_pages(
    year: ActivityPlan, world: World
) -> None:
    activity = make_activity(year, world.communicator, "Öppet hus")
    value = brief(sheet(activity, world.communicator))

    def pages(words: str) -> int:
        group = {"step": "purpose", "heading": "Syfte", "facts": [{"words": words}]}
        text = source(value | {"groups": [group]})
        pdf = typeset_brief(text, "", site_url=SITE, on_progress=lambda pages: None)
        with pikepdf.open(BytesIO(pdf)) as opened:
            return len(opened.pages)

    assert pages("Vi vill nå fler boende. " * 90) == 1
    assert pages("Vi vill nå fler boende. " * 400) > 1


# --- asking -------------------------------------------------------------------------------------


def test_asking_on_the_year_leads_to_its_pdf(year: ActivityPlan, world: World) -> None:
    filled(year, world.communicator)
    client = Client()
    client.force_login(world.communicator)
    page = client.get(reverse("activities:table", args=[year.plan.slug, YEAR])).text
    ask = reverse("activities:print_year", args=[year.plan.slug, YEAR])
    assert f'action="{ask}"' in page
    answer = client.post(ask, follow=True)
    assert "PDF:en skapas" in answer.text
    assert work.render_waiting() == 1
    rendering = Rendering.objects.get(kind=prints.YEAR_KIND)
    fetched = client.get(reverse("core:rendering_pdf", args=[rendering.pk]))
    assert fetched.content.startswith(b"%PDF")
    assert fetched["Content-Disposition"] == f'attachment; filename="{year.plan.slug}-2027.pdf"'


def test_asking_for_a_brief_leads_back_to_the_activity(year: ActivityPlan, world: World) -> None:
    [activity, *_rest] = filled(year, world.communicator)
    client = Client()
    client.force_login(world.communicator)
    ask = reverse("activities:print_brief", args=[year.plan.slug, activity.node.key])
    page = client.post(ask, follow=True).text
    assert activity.get_absolute_url() in page
    assert work.render_waiting() == 1
    assert Rendering.objects.get().is_done


def test_a_reader_and_a_planner_share_no_print_with_ideas(year: ActivityPlan, world: World) -> None:
    filled(year, world.communicator)
    planners = prints.ask_for_year(activity_plan=year, with_ideas=True)
    readers = prints.ask_for_year(activity_plan=year, with_ideas=False)
    assert planners != readers
    client = Client()
    client.force_login(world.reader)
    assert client.get(planners.get_absolute_url()).status_code == 404
    assert client.get(readers.get_absolute_url()).status_code == 200


def test_asking_costs_the_same_for_few_and_for_many(year: ActivityPlan, world: World) -> None:
    client = Client()
    client.force_login(world.communicator)
    path = reverse("activities:print_year", args=[year.plan.slug, YEAR])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(path)
        return len(queries)

    filled(year, world.communicator)
    few = cost()
    for number in range(3):
        make_activity(year, world.communicator, f"Möte {number}", audience=["boende"])
    assert cost() == few <= 20


# --- the command --------------------------------------------------------------------------------


def test_the_command_writes_both_forms(year: ActivityPlan, world: World, tmp_path: Path) -> None:
    filled(year, world.communicator)
    written = tmp_path / "ar.json"
    call_command(
        "export_year",
        year.plan.slug,
        "2027",
        "--format",
        "json",
        "--output",
        written,
        stdout=StringIO(),
    )
    assert json.loads(written.read_bytes()) == year_document(year, with_ideas=True)
    printed = tmp_path / "ar.pdf"
    call_command("export_year", year.plan.slug, "2027", "--output", printed, stdout=StringIO())
    assert printed.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="ingen aktivitetsplan för 2031"):
        call_command("export_year", year.plan.slug, "2031", "--output", printed)


def test_statuses_have_words(year: ActivityPlan, world: World) -> None:
    """The value holds the status as it is stored; the print says it."""
    [activity, *_rest] = filled(year, world.communicator)
    html = printing.year_html(year_document(year, with_ideas=True))
    assert str(Status.ANCHORED.label).capitalize() in html
    assert activity.name in html
