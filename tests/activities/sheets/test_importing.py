"""A table on its way into a year: looked at first, then all of it or nothing, and twice is once."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, ActivityPlan
from activities.services import efforts
from activities.services.years import open_year
from core.models import Change
from plans.models import Node, Reference
from tests.people import World

from .test_hostile import REFUSED
from .workbooks import workbook

pytestmark = pytest.mark.django_db
HEADS = ["Aktivitet", "Mål", "När", "Målgrupp", "Status"]
ROWS: list[list[Any]] = [
    ["Plan för året"],
    HEADS,
    ["Torgdag", "Synas", date(2027, 3, 1), "Boende", "Planerad"],
    ["Film", None, "vid behov", "ungdomar", None],
]


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return open_year(plan=world.in_force, year=2027, by=world.communicator)


@pytest.fixture
def client(client: Client, world: World, year: ActivityPlan) -> Client:
    client.force_login(world.communicator)
    return client


PAGE = "/planer/gallande/ar/2027/importera/"


def upload(client: Client, data: bytes, name: str = "plan.xlsx") -> Any:
    return client.post(PAGE, {"fil": SimpleUploadedFile(name, data)})


def hidden(answer: Any) -> dict[str, str]:
    """The fields that the page of the preview keeps, and what is chosen on it."""
    text = answer.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    found |= dict(re.findall(r'name="(rad)" id="rad" value="(\d+)"', text))
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    return {
        name: html.unescape(value) for name, value in found.items() if name != "csrfmiddlewaretoken"
    }


def take_in(client: Client, rows: Sequence[Sequence[Any]]) -> Any:
    looked = upload(client, workbook(rows))
    assert looked.status_code == 200, looked.content.decode()
    return client.post(PAGE, {**hidden(looked), "spara": "1"}, follow=True)


def activities() -> list[Activity]:
    return list(Activity.objects.in_year().filter(activity_plan__year=2027).order_by("pk"))


def test_the_way_from_a_file_to_the_year(client: Client, world: World) -> None:
    assert client.get(PAGE).status_code == 200
    looked = upload(client, workbook(ROWS))
    text = looked.content.decode()
    assert "<strong>2</strong> nya insatser" in text
    assert "Rad 3" in text
    assert "<dt>I kalendern</dt><dd>Vid behov</dd>" in text
    assert activities() == []
    answer = client.post(PAGE, {**hidden(looked), "spara": "1"}, follow=True)
    assert answer.redirect_chain == [(reverse("activities:table", args=["gallande", 2027]), 302)]
    assert "Inläst: 2 nya insatser." in answer.content.decode()
    torgdag, film = activities()
    assert (torgdag.name, torgdag.goal, torgdag.timing) == ("Torgdag", "Synas", "2027-03-01")
    assert (torgdag.timing_kind, torgdag.starts_on) == ("date", date(2027, 3, 1))
    assert [row.target.key for row in Reference.objects.filter(source=torgdag.node)] == ["boende"]
    assert (film.audience_words, film.status) == ("ungdomar", "planned")
    assert torgdag.predecessor is None
    logged = Change.objects.filter(by_id=world.communicator.pk)
    assert logged.filter(action="added", kind="activities").count() == 2
    assert [dict(row.after or {})["new"] for row in logged.filter(action="imported")] == [2]


def test_twice_is_once_and_then_it_updates(client: Client) -> None:
    take_in(client, ROWS)
    changes = Change.objects.count()
    answer = take_in(client, ROWS)
    assert "Ingenting ändrades." in answer.content.decode()
    assert len(activities()) == 2
    assert Change.objects.count() == changes
    later = [row[:] for row in ROWS]
    later[2][1] = "Synas mer"
    answer = take_in(client, later)
    assert "Inläst: en ändrad." in answer.content.decode()
    assert [one.goal for one in activities()] == ["Synas mer", ""]


def test_an_export_comes_back_with_what_was_changed_in_it(client: Client, world: World) -> None:
    take_in(client, ROWS)
    data = client.get(reverse("activities:export_sheet", args=["gallande", 2027])).getvalue()
    assert "<strong>2</strong> är som förut" in upload(client, data).content.decode()
    [torgdag, _film] = activities()
    efforts.drop(activity=torgdag, by=world.communicator)
    text = upload(client, data).content.decode()
    assert "Nyckeln ”torgdag” finns inte bland årets insatser." in text


def test_all_or_nothing(client: Client) -> None:
    rows = [*ROWS, ["Möte", None, None, None, "kanske"]]
    looked = upload(client, workbook(rows))
    assert looked.status_code == 422
    text = looked.content.decode()
    assert '<td class="num">5</td><td>E (Status)</td>' in text
    assert 'name="spara"' not in text
    answer = client.post(PAGE, {**hidden(looked), "spara": "1"})
    assert answer.status_code == 409
    assert activities() == []


def test_a_row_that_cannot_be_saved_takes_all_others_with_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(client, ROWS)
    later = [*[row[:] for row in ROWS], ["Ny"]]
    later[2][1] = "Annat"
    looked = upload(client, workbook(later))

    def refuse(**_: Any) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("activities.services.importing.save_row", refuse)
    with pytest.raises(RuntimeError):
        client.post(PAGE, {**hidden(looked), "spara": "1"})
    assert len(activities()) == 2


def test_columns_are_chosen_by_hand(client: Client) -> None:
    rows = [["Saker", "Jippo", "Tanke"], ["1", "Torgdag", "Synas"]]
    looked = upload(client, workbook(rows))
    assert looked.status_code == 422
    assert "Välj vilken kolumn som är aktiviteten." in looked.content.decode()
    chosen = hidden(looked) | {"kolumn-2": "name", "kolumn-3": "purpose"}
    again = client.post(PAGE, chosen | {"visa": "1"})
    assert again.status_code == 200
    client.post(PAGE, hidden(again) | {"spara": "1"})
    [found] = activities()
    assert (found.name, found.purpose) == ("Torgdag", "Synas")


def test_another_sheet_or_row_of_headings_is_chosen_and_read_anew(client: Client) -> None:
    more = [["Aktivitet", "Vad"], ["Insats", "Syfte"], ["A", "B"]]
    looked = upload(client, workbook(ROWS, Mer=more))
    other = client.post(PAGE, hidden(looked) | {"ark": "1", "visa": "1"})
    assert hidden(other)["lage"] == "1:2"
    first = client.post(PAGE, hidden(other) | {"rad": "1", "visa": "1"})
    assert hidden(first)["lage"] == "1:1"
    assert hidden(first)["kolumn-2"] == ""
    odd = hidden(first) | {"ark": "99", "rad": "x", "kolumn-x": "name", "kolumn-1": "skräp"}
    assert client.post(PAGE, odd).status_code == 200


def test_what_was_looked_at_is_what_is_taken_in(client: Client, world: World) -> None:
    looked = upload(client, workbook(ROWS))
    year = ActivityPlan.objects.get(year=2027)
    efforts.add_activity(activity_plan=year, values={"name": "Film"}, by=world.coordinator)
    answer = client.post(PAGE, {**hidden(looked), "spara": "1"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Årets insatser har ändrats sedan du granskade." in text
    assert "<strong>1</strong> ny insats" in text
    assert len(activities()) == 1
    client.post(PAGE, {**hidden(answer), "spara": "1"})
    assert [one.name for one in activities()] == ["Film", "Torgdag"]


def test_the_browser_cannot_change_what_it_keeps(client: Client, world: World) -> None:
    fields = hidden(upload(client, workbook(ROWS))) | {"spara": "1"}
    sealed = fields["innehall"]
    for broken in ("", "x", sealed[:-2], "A" + sealed[1:], sealed + "A"):
        answer = client.post(PAGE, fields | {"innehall": broken})
        assert answer.status_code == 422
        assert "Välj filen igen." in answer.content.decode()
    client.force_login(world.coordinator)
    assert client.post(PAGE, fields).status_code == 422, "another person's"
    client.force_login(world.communicator)
    open_year(plan=world.in_force, year=2028, by=world.communicator)
    other = client.post("/planer/gallande/ar/2028/importera/", fields)
    assert other.status_code == 422, "another year's"
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        client.force_login(world.communicator)
        assert client.post(PAGE, fields).status_code == 422, "too old"
    assert Activity.objects.filter(activity_plan__isnull=False).count() == 0
    assert client.post(PAGE, fields).status_code == 302


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_answered_with_a_sentence(client: Client, name: str) -> None:
    data, words = REFUSED[name]
    nodes = Node.objects.count()
    answer = upload(client, data() if callable(data) else data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (activities(), Node.objects.count()) == ([], nodes)


def test_no_file_at_all_is_said(client: Client) -> None:
    answer = client.post(PAGE, {})
    assert answer.status_code == 422
    assert "Välj en fil." in answer.content.decode()


@pytest.mark.parametrize(
    "rows",
    [
        [["Aktivitet"], ["<script>alert(1)</script>"], ["{{ 7 * 7 }}"], ["' OR 1=1 --"]],
        [["Aktivitet", "<b>x</b>"], ["A", "&lt;"]],
        [["Aktivitet"] * 100, ["A"] * 100],
        [["Aktivitet", "Från och med"], ["A", "9999-12-31"], ["B", "0001-01-01"], ["C", 1e308]],
        [["Aktivitet", "Gånger per år"], ["A", "1" * 400], ["B", "²"]],
        [["Aktivitet", "När"], ["A", "vecka 99999999999"], ["B", "2027-99-99"], ["C", "31/2"]],
        [["Aktivitet"], ["å" * 32_000]],
        [["Aktivitet", "Nyckel"], ["A", "../../etc"], ["B", "%00"], ["C", "x" * 30_000]],
        [["Aktivitet"], ["/"], ["–"], ["   "], ["🙂"]],
    ],
)
def test_odd_content_is_never_a_failure_and_never_markup(
    client: Client, rows: list[list[Any]]
) -> None:
    looked = upload(client, workbook(rows))
    assert looked.status_code in (200, 422)
    assert "<script>alert" not in looked.content.decode()
    assert "<b>x</b>" not in looked.content.decode()
    if looked.status_code == 200:
        answer = client.post(PAGE, {**hidden(looked), "spara": "1"}, follow=True)
        assert answer.status_code == 200
        assert activities()


def test_looking_costs_the_same_for_many_rows(client: Client) -> None:
    def cost(how_many: int) -> tuple[int, int]:
        rows: list[list[Any]] = [
            HEADS,
            *([f"Nr {how_many} {n}", "M", "mars", "Boende", None] for n in range(how_many)),
        ]
        with CaptureQueriesContext(connection) as looking:
            looked = upload(client, workbook(rows))
        fields = {**hidden(looked), "spara": "1"}
        with CaptureQueriesContext(connection) as taking:
            client.post(PAGE, fields)
        return len(looking), len(taking)

    take_in(client, ROWS)  # an empty year is asked less
    assert cost(1) == cost(15)
