"""The table of a year: what it shows, in which order, and to whom."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Activity, ActivityPlan
from activities.services.efforts import set_people
from tests.people import World
from tests.undefined import undefined as undefined

from .year import YEAR, day, make_activity, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return make_year(world.in_force, world.communicator)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(year: ActivityPlan, query: str = "") -> str:
    return reverse("activities:table", args=[year.plan.slug, year.year]) + query


def shown(client: Client, year: ActivityPlan, query: str = "") -> list[str]:
    """The keys of the rows, in order."""
    html = client.get(address(year, query)).content.decode()
    return re.findall(r'<tr class="line" id="([^"]+)"', html)


def test_nothing_is_missing_in_the_templates(
    world: World, year: ActivityPlan, undefined: set[str]
) -> None:
    make_activity(year, world.communicator, audience=["boende"], goals=["kanna-till"])
    for user in (world.communicator, world.reader):
        answer = client_of(user).get(address(year, "?malgrupp=boende&kolumn=audience"))
        assert answer.status_code == 200
        assert "Boende" in answer.content.decode()
    client_of(world.communicator).get(address(year, "?rad=trygghetsvandring"))
    client_of(world.communicator).get(reverse("activities:years", args=[year.plan.slug]))
    assert undefined == set()


def test_who_is_responsible_is_named_in_every_view(world: World, year: ActivityPlan) -> None:
    one = make_activity(year, world.communicator, "Torgdag", starts_on=day(5, 2))
    make_activity(year, world.communicator, "Brev")
    people = [world.police_communicator, world.communicator]
    set_people(activity=one, people=people, by=world.communicator)
    named = ", ".join(sorted(user.full_name for user in people))
    client = client_of(world.reader)
    for view in ("table", "board"):
        html = client.get(reverse(f"activities:{view}", args=[year.plan.slug, YEAR]))
        assert html.content.decode().count(named) == 1, view


@pytest.mark.parametrize("view", ["table", "board", "month", "wheel", "coverage"])
def test_what_was_drawn_for_another_person_is_not_shown(
    world: World, year: ActivityPlan, view: str
) -> None:
    """Pieces of a page are kept: what a person may do is part of what they are kept by."""
    for name, status in (("Tanke", "idea"), ("Torgdag", "planned")):
        make_activity(year, world.communicator, name, starts_on=day(5, 2), status=status)
    url = reverse(f"activities:{view}", args=[year.plan.slug, YEAR]) + "?manad=5"

    def seen(user: User) -> str:
        html = client_of(user).get(url).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)

    before = seen(world.reader)
    for user in (world.coordinator, world.communicator, world.director):
        assert seen(user) != before
    assert seen(world.reader) == before
    for way in ("Redigera", "insats/rad", "/status/", "importera/", "i-planen/", "Tanke", "idea"):
        assert way not in before


def test_rows_are_sorted_by_day_and_the_undated_come_last(world: World, year: ActivityPlan) -> None:
    for name, values in {
        "Odaterad": {},
        "Maj": {"starts_on": day(5, 2)},
        "Januari": {"starts_on": day(1, 8)},
    }.items():
        make_activity(year, world.communicator, name, **values)
    client = client_of(world.communicator)
    assert shown(client, year) == ["januari", "maj", "odaterad"]
    assert shown(client, year, "?sortera=-timing") == ["maj", "januari", "odaterad"]


def test_rows_are_sorted_as_swedish_is(world: World, year: ActivityPlan) -> None:
    for name in ("Öppet hus", "Ådalen", "Zebra", "apor"):
        make_activity(year, world.communicator, name)
    client = client_of(world.communicator)
    assert shown(client, year, "?sortera=name") == ["apor", "zebra", "adalen", "oppet-hus"]
    head = client.get(address(year, "?sortera=-name")).content.decode()
    assert '<th scope="col" aria-sort="descending">' in head
    assert shown(client, year, "?sortera=-name") == ["oppet-hus", "adalen", "zebra", "apor"]


def test_who_only_reads_sees_no_ideas_and_no_forms(world: World, year: ActivityPlan) -> None:
    make_activity(year, world.communicator, "Tanke", status="idea")
    make_activity(year, world.communicator, "Plan")
    assert shown(client_of(world.reader), year) == ["plan"]
    assert shown(client_of(world.director), year) == ["plan", "tanke"]
    for user in (world.reader, world.director):
        html = client_of(user).get(address(year)).content.decode()
        assert "data-open-row" not in html
        assert "/ny-insats/" not in html


def test_what_the_page_shows_is_what_the_model_lets_see(world: World, year: ActivityPlan) -> None:
    for status in ("idea", "planned", "cancelled"):
        make_activity(year, world.communicator, status, status=status)
    for name, user in world.people.items():
        visible = Activity.objects.visible_to(user).filter(activity_plan=year)
        answer = client_of(user).get(address(year))
        keys = set(re.findall(r'<tr class="line" id="([^"]+)"', answer.content.decode()))
        assert keys == {row.node.key for row in visible}, name


def test_a_row_is_opened_saved_and_the_conflict_shown(world: World, year: ActivityPlan) -> None:
    activity = make_activity(year, world.communicator, effect="Färre inbrott")
    client = client_of(world.communicator)
    url = reverse("activities:edit_row", args=[year.plan.slug, activity.node.key])
    form = client.get(address(year, "?rad=trygghetsvandring")).content.decode()
    assert f'action="{url}"' in form
    assert client.get(url).headers["Location"].endswith("?rad=trygghetsvandring#trygghetsvandring")
    asks = {"Accept": "application/json"}
    first = {"version": "1", "effect": "Lugnare torg", "base-effect": "Färre inbrott"}
    answer = client.post(url, first, headers=asks)
    assert answer.json()["version"] == 2
    second = {**first, "effect": "Ljusare torg"}
    answer = client_of(world.police_communicator).post(url, second, headers=asks)
    assert answer.status_code == 409
    assert "Ljusare" in answer.json()["html"]
    assert "Lugnare" in answer.json()["html"]
    assert client.post(url, {"version": "2", "name": " ", "base-name": "x"}).status_code == 422
    page = client.post(url, {**second, "version": "1"})
    assert page.status_code == 409
    activity.refresh_from_db()
    assert activity.effect == "Lugnare torg"


def test_an_activity_is_added_dropped_and_taken_back(world: World, year: ActivityPlan) -> None:
    client = client_of(world.communicator)
    add = reverse("activities:add_activity", args=[year.plan.slug, YEAR])
    assert client.post(add, {"name": ""}).status_code == 422
    client.post(add, {"name": "Torgdag", "starts_on": day(6, 1), "status": "planned"})
    assert shown(client, year) == ["torgdag"]
    client.post(reverse("activities:drop_activity", args=[year.plan.slug, "torgdag"]))
    assert shown(client, year) == []
    url = reverse("activities:edit_row", args=[year.plan.slug, "torgdag"])
    posted = {"version": "2", "effect": "Fler kommer", "base-effect": ""}
    answer = client.post(url, posted, headers={"Accept": "application/json"})
    assert answer.json()["removed"] is True
    client.post(url, posted | {"take_back": "1"})
    assert shown(client, year) == ["torgdag"]
    assert Activity.objects.get(node__key="torgdag").effect == "Fler kommer"


def test_activities_of_the_plans_tables_are_taken_in(world: World, year: ActivityPlan) -> None:
    client = client_of(world.communicator)
    assert 'value="mote"' in client.get(address(year)).content.decode()
    take = reverse("activities:take_into_year", args=[year.plan.slug, YEAR])
    client.post(take, {"insats": ["mote", "finns-inte"]})
    assert shown(client, year) == ["mote"]
    assert 'value="mote"' not in client.get(address(year)).content.decode()
    # The author's words stand under "Tidplan" as they are.
    assert "varje vår" in client.get(address(year)).content.decode()


def test_a_year_is_opened_once(world: World) -> None:
    client = client_of(world.coordinator)
    url = reverse("activities:years", args=[world.in_force.slug])
    assert client.post(url, {"year": "åtta"}).status_code == 422
    for _ in range(2):
        answer = client.post(url, {"year": "2031"})
        assert answer.headers["Location"].endswith("/ar/2031/")
    assert ActivityPlan.objects.filter(plan=world.in_force).count() == 1
