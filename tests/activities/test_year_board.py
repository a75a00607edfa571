"""The board of a year: columns by status, and cards that change nothing of the plan."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from activities.enums import Status
from activities.models import Activity, ActivityPlan
from activities.services.efforts import take_into_year
from activities.views import board
from appendix.document import build
from appendix.document.canonical import sha256
from core.models import Change
from tests.people import World
from tests.undefined import undefined as undefined

from .year import YEAR, day, make_activity, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


@pytest.fixture
def client(world: World) -> Client:
    found = Client()
    found.force_login(world.communicator)
    return found


def address(year: ActivityPlan) -> str:
    return reverse("activities:board", args=[year.plan.slug, YEAR])


def columns_of(html: str) -> dict[str, list[str]]:
    """The keys of the cards in each column."""
    parts = re.split(r'data-status="(\w+)"', html)[1:]
    return {
        status: re.findall(r'<li class="board-card" id="([^"]+)"', part)
        for status, part in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_status_has_its_column(world: World, year: ActivityPlan, client: Client) -> None:
    for status in Status.values:
        make_activity(year, world.communicator, status, status=status)
    html = client.get(address(year)).content.decode()
    assert columns_of(html) == {status: [status] for status in Status.values}
    client.force_login(world.reader)
    shown = columns_of(client.get(address(year)).content.decode())
    assert list(shown) == [status for status in Status.values if status != Status.IDEA]


def test_nothing_is_missing_in_the_templates(
    world: World, year: ActivityPlan, client: Client, undefined: set[str]
) -> None:
    make_activity(year, world.communicator, starts_on=day(3, 2), responsible="FC")
    client.get(address(year) + "?status=planned")
    assert undefined == set()


def test_moving_a_card_never_changes_the_plan(
    world: World, year: ActivityPlan, client: Client
) -> None:
    in_plan = Activity.objects.get(node__plan=year.plan, node__key="mote")
    take_into_year(activity_plan=year, activities=[in_plan], by=world.communicator)
    before = sha256(build(year.plan))
    url = reverse("activities:set_status", args=[year.plan.slug, "mote"])
    for status in Status.values:
        assert client.post(url, {"status": status}).status_code == 302
        in_plan.refresh_from_db()
        assert in_plan.status == status
        assert sha256(build(year.plan)) == before
    assert Change.objects.filter(key="mote", action="changed").count() == len(Status.values)


def test_a_script_is_answered_with_the_card(
    world: World, year: ActivityPlan, client: Client
) -> None:
    make_activity(year, world.communicator)
    url = reverse("activities:set_status", args=[year.plan.slug, "trygghetsvandring"])
    asks = {"Accept": "application/json"}
    answer = client.post(url, {"status": "anchored"}, headers=asks).json()
    assert answer["status"] == "anchored"
    assert answer["words"] == "”Trygghetsvandring” står nu under Förankrad."
    assert 'value="ongoing"' in answer["card"]
    assert client.post(url, {"status": "klart"}, headers=asks).status_code == 422
    client.post(reverse("activities:drop_activity", args=[year.plan.slug, "trygghetsvandring"]))
    assert client.post(url, {"status": "done"}, headers=asks).status_code == 409


def test_a_form_comes_back_to_the_card_and_its_filters(
    world: World, year: ActivityPlan, client: Client
) -> None:
    make_activity(year, world.communicator)
    url = reverse("activities:set_status", args=[year.plan.slug, "trygghetsvandring"])
    answer = client.post(f"{url}?malgrupp=boende", {"status": "done"})
    assert answer.headers["Location"] == f"{address(year)}?malgrupp=boende#trygghetsvandring"


def test_long_columns_lead_on_to_the_table(
    world: World, year: ActivityPlan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MOST_CARDS", 2)
    for number in range(5):
        make_activity(year, world.communicator, f"Nummer {number}", starts_on=day(number + 1, 1))
    html = client.get(address(year)).content.decode()
    assert columns_of(html)["planned"] == ["nummer-0", "nummer-1"]
    assert "3 till i tabellen" in html
    assert f"/ar/{YEAR}/?status=planned" in html
