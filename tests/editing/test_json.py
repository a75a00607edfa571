"""What a script that saves is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from plans.models import Goal
from tests.people import World

GOAL = "/planer/utkast/rad/kanna-till/"
SECTION = "/planer/utkast/redigera/mal/"
GROUPS = "/planer/utkast/redigera/malgrupper/"
BASE = {"version": "1", "base-name": "Känna till", "base-target": ""}
JSON = {"Accept": "application/json"}


def post(client: Client, address: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(address, data, headers={**JSON, **headers})


@pytest.fixture
def writer(world: World, client: Client) -> Client:
    client.force_login(world.communicator)
    return client


def test_saved(writer: Client) -> None:
    answer = post(writer, GOAL, BASE | {"name": "Förstå", "target": ""})
    assert answer.status_code == 200
    body = answer.json()
    assert body["version"] == 2
    assert re.fullmatch(r"Sparat kl\. \d\d\.\d\d", body["saved"])
    assert body["values"] == {"name": "Förstå"}


def test_a_form_with_some_of_the_fields_touches_no_others(world: World, writer: Client) -> None:
    Goal.objects.filter(section__plan=world.draft).update(indicator="Enkät", level="awareness")
    post(writer, GOAL, BASE | {"name": "Förstå"})
    row = Goal.objects.get(section__plan=world.draft)
    assert (row.name, row.indicator, row.level) == ("Förstå", "Enkät", "awareness")


def test_both_texts(world: World, writer: Client) -> None:
    post(writer, GOAL, BASE | {"name": "Först"})
    answer = post(writer, GOAL, BASE | {"name": "Sedan", "target": "Alla"})
    assert answer.status_code == 409
    body = answer.json()
    assert (body["version"], body["current"]) == (3, {"name": "Först"})
    assert (body["values"], body["removed"]) == ({"target": "Alla"}, False)
    assert "Det som är sparat" in body["html"]
    assert "<html" not in body["html"]
    assert 'name="csrfmiddlewaretoken"' in body["html"]


def test_wrong(writer: Client) -> None:
    answer = post(writer, GOAL, BASE | {"name": "\x00"})
    assert answer.status_code == 422
    assert answer.json() == {
        "errors": {"name": ["Det första tecknet går inte att spara. Ta bort det."]}
    }


def test_a_service_that_finds_something_wrong_says_so_too(writer: Client) -> None:
    data = {"version": "1", "base-timing_kind": "", "timing_kind": "date"}
    answer = post(writer, "/planer/utkast/rad/mote/", data)
    assert answer.status_code == 422
    assert "Ange vilken dag det gäller." in str(answer.json())


def test_nobody_signed_in_is_told_where_to_sign_in_and_where_to_return(world: World) -> None:
    page = "http://testserver/planer/utkast/redigera/mal/?rad=kanna-till"
    answer = post(Client(), GOAL, BASE, Referer=page)
    assert answer.status_code == 401
    back = "%2Fplaner%2Futkast%2Fredigera%2Fmal%2F%3Frad%3Dkanna-till"
    assert answer.json()["login"] == f"/konto/logga-in/?next={back}"


@pytest.mark.parametrize("referer", ["https://elak.example/x", "", "javascript:alert(1)"])
def test_one_is_never_led_back_to_somebody_elses_page(world: World, referer: str) -> None:
    answer = post(Client(), GOAL, BASE, Referer=referer)
    assert answer.json()["login"].endswith("?next=%2F")


def test_without_scripts_one_is_redirected_as_ever(world: World) -> None:
    assert Client().post(GOAL, BASE).status_code == 302


def test_a_form_with_an_old_token_gets_a_new_one(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.communicator)
    answer = post(client, GOAL, BASE | {"name": "Förstå"})
    assert answer.status_code == 403
    token = answer.json()["csrf"]
    again = post(client, GOAL, BASE | {"name": "Förstå", "csrfmiddlewaretoken": token})
    assert again.status_code == 200
    assert b"Formul" in client.post(GOAL, BASE).content


@pytest.mark.parametrize(
    ("person", "status"),
    [("reader", 404), ("director", 403), ("outsider", 404), ("administrator", 404)],
)
def test_who_may_not(world: World, client: Client, person: str, status: int) -> None:
    client.force_login(world.people[person])
    assert post(client, GOAL, BASE).status_code == status
    assert post(client, SECTION, BASE).status_code == status


def test_a_row_by_itself_is_a_fragment_for_scripts_only(writer: Client) -> None:
    fragment = writer.get(GOAL, headers={"X-Requested-With": "fetch"})
    assert "<html" not in fragment.content.decode()
    assert "data-autosave" in fragment.content.decode()
    assert writer.get(GOAL)["Location"] == f"{SECTION}?rad=kanna-till#kanna-till"


def test_steps_without_a_form_answer_too(writer: Client) -> None:
    chiefs = "/planer/utkast/rad/chefer/"
    assert post(writer, f"{chiefs}flytta/", {"direction": "up"}).json() == {"moved": True}
    assert post(writer, f"{chiefs}flytta/", {"direction": "sideways"}).status_code == 422
    removed = post(writer, f"{chiefs}ta-bort/", {}).json()
    assert removed == {"removed": True, "undo": f"{chiefs}ta-tillbaka/"}
    assert post(writer, removed["undo"], {}).json() == {"taken_back": True}
    new = post(writer, f"{GROUPS}ny-rad/", {"name": "Skolor"})
    assert (new.status_code, new.json()) == (201, {"address": f"{GROUPS}#skolor"})
