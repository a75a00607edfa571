"""The wheel: a picture that says what the list beside it says, whatever stands in the year."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from random import Random
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.calendar.span import Span
from activities.models import Activity, ActivityPlan
from activities.services.efforts import set_people
from activities.wheel import OFF, OPEN, SETTLED, WEEKS_WITHIN, Mark, Ring, draw
from activities.wheel_room import FULL, Days, Room
from plans.models import Goal, Reference
from tests.people import World
from tests.undefined import undefined as undefined

from .year import YEAR, day, make_activity, make_year

SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def marks(draw_: st.DrawFn) -> list[Mark]:
    """Marks of all sorts, some across the turn of the year."""
    count = draw_(st.integers(0, 40))
    found = []
    for number in range(1, count + 1):
        starts = draw_(
            st.lists(st.integers(-20, 380), max_size=4, unique=True).map(sorted)  # days of the year
        )
        spans = []
        for start in starts:
            first = date(YEAR, 1, 1) + timedelta(start)
            last = first + timedelta(draw_(st.integers(0, 90)))
            if Span.through(first, last).meets(Span.of_year(YEAR)):
                spans.append(Span.through(first, last))
        look = draw_(st.sampled_from([SETTLED, OPEN, OFF]))
        found.append(Mark(number, f"<Insats & {number}>", tuple(spans), not spans, look))
    return found


@given(st.lists(marks(), min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_mark_is_drawn_once_in_its_ring_or_left_out(rings: list[list[Mark]]) -> None:
    drawing = draw(YEAR, [Ring("Ring", ring) for ring in rings], title="T", description="D")
    root = fromstring(drawing.svg)
    titles = [node.text for node in root.iter(f"{SVG}title")][1:]
    expected = [f"{mark.number}. {mark.name}" for ring in rings for mark in ring]
    missing = list(expected)
    for title in titles:
        missing.remove(str(title))  # no title twice, none that is not there
    numbers = {int(title.partition(".")[0]) for title in missing}
    assert numbers == drawing.left_out


@given(st.lists(marks(), min_size=1, max_size=3))
@settings(max_examples=60)
def test_nothing_overlaps_on_a_lane(rings: list[list[Mark]]) -> None:
    room = Room(rings, Days(YEAR), WEEKS_WITHIN)
    plan = room.plan()
    for band in plan.bands:
        for lane in band.lanes:
            taken = 0
            for mark in lane.marks:
                if mark.goes_on:
                    assert all(other.goes_on for other in lane.marks)
                    continue
                wanted = room._slots(mark, lane.radius, band.height)
                assert 0 < wanted <= FULL
                assert not taken & wanted
                taken |= wanted
    radii = [lane.radius for band in plan.bands for lane in band.lanes]
    assert radii == sorted(radii, reverse=True)


def test_days_stand_where_they_belong() -> None:
    days = Days(YEAR)
    assert days.degrees(date(YEAR, 1, 1)) == 0
    assert days.degrees(date(YEAR, 7, 2)) == pytest.approx(360 * 182 / 365)
    across = Span.through(date(YEAR - 1, 12, 20), date(YEAR, 1, 10))
    start, end = days.within(across)
    assert start == 0
    assert end == pytest.approx(360 * 10 / 365)


def test_the_picture_has_neither_styles_nor_scripts() -> None:
    mark = Mark(1, 'A "B" <script>', (Span.through(date(YEAR, 2, 1), date(YEAR, 4, 1)),), url="/x/")
    svg = draw(YEAR, [Ring("Externt", [mark])], title="Årshjul", description="Text").svg
    assert "style" not in svg
    assert "<script" not in svg
    words = "".join(node.text or "" for node in fromstring(svg).iter(f"{SVG}text"))
    assert words.startswith("JanuariFebruari")
    weeks = {int(number) for number in re.findall(r">(\d\d?)</text>", svg)}
    assert set(range(1, 53)) <= weeks


def test_two_hundred_are_drawn_in_a_moment() -> None:
    random = Random(1)
    rings = []
    for first in (1, 101):
        ring = []
        for number in range(first, first + 100):
            start = date(YEAR, 1, 1) + timedelta(random.randrange(365))
            last = start + timedelta(random.choice([0, 0, 0, 7, 30]))
            ring.append(Mark(number, "Trygghetsvandring", (Span.through(start, last),)))
        rings.append(Ring("Ring", ring))
    times = []
    for _ in range(5):
        started = time.process_time()
        drawing = draw(YEAR, rings, title="T", description="D")
        times.append(time.process_time() - started)
    assert drawing.left_out == frozenset()
    assert min(times) < 0.05  # some ten milliseconds; loud only when it grows beyond measure


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


def page(world: World, query: str = "") -> str:
    client = Client()
    client.force_login(world.reader)
    url = reverse("activities:wheel", args=[world.in_force.slug, YEAR]) + query
    return client.get(url).content.decode()


@pytest.mark.django_db
def test_the_list_says_what_the_wheel_shows(
    world: World, year: ActivityPlan, undefined: set[str]
) -> None:
    by = world.communicator
    make_activity(year, by, "Dag", starts_on=day(3, 2), audience=["boende"])
    make_activity(year, by, "Löpande", timing_kind="continuous")
    make_activity(year, by, "Vid behov", timing_kind="as_needed")
    make_activity(year, by, "Förra året", starts_on=day(3, 2, YEAR - 1))
    html = page(world)
    svg, _, rest = html.partition('class="wheel"')[2].partition("</svg>")
    listed, _, undated = rest.partition("Utan dag i kalendern")
    assert [name for name in ("Dag", "Löpande", "Vid behov", "Förra året") if name in svg] == [
        "Dag",
        "Löpande",
    ]
    assert re.findall(r'<td class="num">(\d+)</td>', listed) == ["1", "2"]
    assert "Vid behov" in undated
    assert "Kanna till" not in html
    for ring, words in {"part": "Ingen part vald", "mal": "Inget av målen"}.items():
        assert words in page(world, f"?ring={ring}")
    assert undefined == set()


@pytest.mark.django_db
@pytest.mark.parametrize("ring", ["", "?ring=mal", "?ring=part"])
def test_a_wheel_that_was_drawn_before_shows_what_has_changed(
    world: World, year: ActivityPlan, ring: str
) -> None:
    by = world.communicator
    make_activity(year, by, "Dag", starts_on=day(3, 2), audience=["boende"], goals=["kanna-till"])
    rows = Activity.objects.filter(node__key="dag")
    page(world, ring)

    def changed() -> str:
        return page(world, ring)

    rows.update(name="", text="", cells=["Ruta"])
    assert "Ruta" in changed()
    rows.update(cells=["Cell"])
    assert "Cell" in changed()
    rows.update(name="Natt")
    assert "Natt" in changed()
    rows.update(starts_on="2027-04-05")
    assert "2027-04-05" in changed()
    rows.update(status="done")
    assert "Genomförd" in changed()
    rows.update(timing="Kring påsk")
    assert "Kring påsk" in changed()
    if ring == "?ring=mal":
        Goal.objects.filter(section__plan=year.plan, node__key="kanna-till").update(name="Målet")
        assert "<td>Målet</td>" in changed()
    if ring == "?ring=part":
        assert "<td>Ingen part vald</td>" in changed()
        set_people(activity=rows.get(), people=[world.police_communicator], by=by)
        assert "<td>Ingen part vald</td>" not in changed()
    else:
        Reference.objects.filter(source__key="dag").delete()
        said = {"": "Varken internt eller externt", "?ring=mal": "Inget av målen"}[ring]
        assert f"<td>{said}</td>" in changed()
    rows.update(dropped_at=localtime())
    assert "Natt" not in changed()
