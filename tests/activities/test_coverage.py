"""Coverage: the same as counting by hand, whatever the year holds; and its links lead to what it counts."""

from __future__ import annotations

import re
from html import unescape
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.coverage import ALL_MONTHS, Deed, Head, coverage, gaps
from activities.filters import LACKS
from activities.models import Activity, ActivityPlan
from tests.people import World
from tests.undefined import undefined as undefined

from .year import YEAR, day, make_activity, make_year

GROUPS = [Head(f"grupp-{n}", f"Grupp {n}") for n in range(5)]
GOALS = [Head(f"mal-{n}", f"Mål {n}") for n in range(4)]
CHANNELS = [Head(f"kanal-{n}", f"Kanal {n}") for n in range(6)]


def some(heads: list[Head]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([head.key for head in heads]))


deeds = st.lists(
    st.builds(
        Deed,
        audience=some(GROUPS),
        goals=some(GOALS),
        channels=some(CHANNELS),
        months=st.frozensets(st.sampled_from(ALL_MONTHS)),
        lacks=st.frozensets(st.sampled_from(sorted(LACKS))),
    ),
    max_size=30,
)


@given(deeds)
def test_counts_are_those_of_counting_one_by_one(year: list[Deed]) -> None:
    found = coverage(year, groups=GROUPS, goals=GOALS, channels=CHANNELS)
    for group in GROUPS:
        of_group = [deed for deed in year if group.key in deed.audience]
        for goal in GOALS:
            wanted = sum(goal.key in deed.goals for deed in of_group)
            assert found.goals.counts[group.key, goal.key] == wanted
        for channel in CHANNELS:
            wanted = sum(channel.key in deed.channels for deed in of_group)
            assert found.channels.counts[group.key, channel.key] == wanted
        for month in ALL_MONTHS:
            wanted = sum(month in deed.months for deed in of_group)
            assert found.months.counts[group.key, str(month)] == wanted
        for grid in found.grids:
            assert grid.row_totals[group.key] == len(of_group)
    for goal in GOALS:
        assert found.goals.column_totals[goal.key] == sum(goal.key in deed.goals for deed in year)


@given(deeds)
def test_what_is_uncovered_is_said_and_nothing_else(year: list[Deed]) -> None:
    found = coverage(year, groups=GROUPS, goals=GOALS, channels=CHANNELS)
    said = [gap.sentence for gap in gaps(found, 2027, [("talesperson", "talesperson")])]
    for group in GROUPS:
        is_covered = any(group.key in deed.audience for deed in year)
        assert (f"{group.label}: ingen insats 2027" in said) is not is_covered
    count = sum("talesperson" in deed.lacks for deed in year)
    assert (f"{count} insatser saknar talesperson" in said) is (count > 1)
    assert ("1 insats saknar talesperson" in said) is (count == 1)


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


def fill(world: World, year: ActivityPlan) -> None:
    """Activities of many sorts, always the same."""
    random = Random(7)
    kinds: list[dict[str, Any]] = [
        {"starts_on": day(3, 30), "timing_kind": "week"},
        {"starts_on": day(5, 20), "ends_on": day(7, 2), "timing_kind": "period"},
        {"timing_kind": "continuous"},
        {"timing_kind": "season", "season": "winter"},
        {"timing_kind": "as_needed"},
        {"starts_on": day(2, 3), "timing_kind": "recurrence", "recurrence": "FREQ=MONTHLY"},
        {"starts_on": day(11, 5)},
        {},
    ]
    for number in range(16):
        values = dict(kinds[number % len(kinds)])
        values["audience"] = random.choice([[], ["boende"], ["chefer"], ["boende", "chefer"]])
        values["goals"] = random.choice([[], ["kanna-till"]])
        values["status"] = random.choice(["idea", "planned", "done", "cancelled"])
        values["responsible"] = random.choice(["", "FC"])
        values["speaker_words"] = random.choice(["", "Chefen"])
        make_activity(year, world.communicator, f"Insats {number}", **values)


@pytest.mark.django_db
def test_every_number_leads_to_as_many_activities(
    world: World, year: ActivityPlan, undefined: set[str]
) -> None:
    fill(world, year)
    client = Client()
    for user in (world.communicator, world.reader):
        client.force_login(user)
        url = reverse("activities:coverage", args=[year.plan.slug, YEAR])
        html = client.get(url).content.decode()
        links = re.findall(r'<a href="([^"]+)">(\d+)(?:</a>| insats)', html)
        assert len(links) > 20
        for href, count in links:
            shown = client.get(unescape(href)).content.decode()
            assert shown.count('<tr class="line"') == int(count), href
    assert undefined == set()


@pytest.mark.django_db
def test_what_a_section_says_counts_for_its_rows(world: World, year: ActivityPlan) -> None:
    """Taken from a table whose section is meant for an audience, an activity addresses it."""
    plan = world.in_force
    in_table = Activity.objects.get(node__plan=plan, node__key="mote")
    section = in_table.section
    assert section is not None
    group = plan.nodes.get(key="boende")
    section.node.references.create(field="audience", target=group)
    Activity.objects.filter(pk=in_table.pk).update(activity_plan=year, status="planned")
    client = Client()
    client.force_login(world.communicator)
    url = reverse("activities:coverage", args=[plan.slug, YEAR])
    html = client.get(url).content.decode()
    assert f"Boende: ingen insats {YEAR}" not in html
    assert f"Chefer: ingen insats {YEAR}" in html
    table = reverse("activities:table", args=[plan.slug, YEAR])
    assert 'id="mote"' in client.get(f"{table}?malgrupp=boende").content.decode()
    assert 'id="mote"' not in client.get(f"{table}?malgrupp=chefer").content.decode()
    assert 'id="mote"' not in client.get(f"{table}?saknar=malgrupp").content.decode()
