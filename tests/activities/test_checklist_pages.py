"""The page of an activity and its checklist: one question at a time, saved as every row of a plan is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, ChecklistAnswer, ExpectedQuestion, Material, PartyTask
from activities.sheet import Sheet
from plans.models import Reference
from plans.permissions import plan_abilities
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.people import World
from tests.undefined import undefined as undefined

from .year import make_activity, make_year

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def effort(world: World) -> Activity:
    """An idea of Älvhamra's plan in force."""
    year = make_year(world.in_force, world.communicator)
    return make_activity(year, world.communicator, status=Status.IDEA)


@pytest.fixture
def communicator(world: World) -> Client:
    return client_of(world.communicator)


def at(effort: Activity, name: str, *words: Any) -> str:
    return reverse(f"activities:{name}", args=[effort.node.plan.slug, effort.node.key, *words])


def sheet(effort: Activity, user: User) -> Sheet:
    fresh = Activity.objects.select_related("node__plan__agreement", "activity_plan").get(
        pk=effort.pk
    )
    return Sheet(fresh, plan_abilities(user, fresh.node.plan))


PAGES = ("activity", "edit_activity", "checklist", "lessons", "anchoring", "media_card")
STEPS = (
    "what",
    "purpose",
    "occasion",
    "audience",
    "message",
    "when",
    "with_whom",
    "material",
    "spokesperson",
    "questions",
    "documentation",
    "evaluation",
    "lardom",
)


def test_every_page_is_drawn_whole(
    communicator: Client, effort: Activity, undefined: set[str]
) -> None:
    addresses = [at(effort, name) for name in PAGES]
    addresses += [at(effort, "checklist_step", step) for step in STEPS]
    for address in addresses:
        assert communicator.get(address).status_code == 200, address
    assert undefined == set()


def test_a_plan_without_questions_asks_ours(world: World, effort: Activity) -> None:
    found = sheet(effort, world.communicator)
    assert [one.step for one in found.questions] == list(STEPS[:-1])
    assert found.progress.done == 1  # it has a name


def ask_own(world: World, effort: Activity) -> None:
    plan = effort.node.plan
    section = add_section(plan=plan, heading="Checklista", kind="checklist", by=world.coordinator)
    for values in (
        {"name": "Vilka når vi?", "type": "before_activity", "answered_by": "audience"},
        {"name": "Har vi rätt bilder?", "type": "before_activity"},
        {"name": "Ta med nycklar", "type": "reminder"},
    ):
        add_item(section=section, values=values, by=world.coordinator)


def test_the_plan_says_what_is_asked_and_how(world: World, effort: Activity) -> None:
    ask_own(world, effort)
    found = sheet(effort, world.communicator)
    assert [(one.step, one.words) for one in found.questions] == [
        ("audience", "Vilka når vi?"),
        ("egen_har-vi-ratt-bilder", "Har vi rätt bilder?"),
    ]
    assert found.progress.total == 2
    assert len(found.all_questions) == 13  # all fields can still be filled in


def test_an_own_question_is_answered_in_words_and_two_are_told(
    world: World, effort: Activity, communicator: Client
) -> None:
    ask_own(world, effort)
    address = at(effort, "checklist_step", "egen_har-vi-ratt-bilder")
    first = communicator.post(
        address, {"version": 1, "base-text": "", "text": "Ja, tre."}, headers=JSON
    )
    assert first.status_code == 200
    assert ChecklistAnswer.objects.get().text == "Ja, tre."
    other = client_of(world.police_communicator)
    second = other.post(address, {"version": 1, "base-text": "", "text": "Nej."}, headers=JSON)
    assert second.status_code == 409
    assert second.json()["current"] == {"text": "Ja, tre."}
    assert "egen_har-vi-ratt-bilder" not in sheet(effort, world.communicator).missing


def test_a_step_saves_its_fields_alone_and_goes_on(communicator: Client, effort: Activity) -> None:
    posted = {
        "version": effort.version,
        "base-audience": "",
        "audience": ["boende"],
        "base-audience_words": "",
        "audience_words": "De på torget",
    }
    answer = communicator.post(at(effort, "checklist_step", "audience"), posted)
    assert answer.headers["Location"] == at(effort, "checklist_step", "message")
    effort.refresh_from_db()
    assert effort.audience_words == "De på torget"
    assert Reference.objects.filter(source=effort.node, target__key="boende").exists()


def test_the_last_step_leads_to_the_overview(communicator: Client, effort: Activity) -> None:
    posted = {"version": effort.version, "base-evaluated_by": "", "evaluated_by": "Enkät"}
    answer = communicator.post(at(effort, "checklist_step", "evaluation"), posted)
    assert answer.headers["Location"] == at(effort, "checklist")


def test_two_who_change_the_same_words_are_shown_both(
    world: World, communicator: Client, effort: Activity
) -> None:
    address = at(effort, "checklist_step", "purpose")
    begun = {"version": effort.version, "base-purpose": ""}
    assert (
        communicator.post(address, begun | {"purpose": "Tryggare"}, headers=JSON).status_code == 200
    )
    other = client_of(world.police_communicator)
    answer = other.post(address, begun | {"purpose": "Lugnare"}, headers=JSON)
    assert answer.status_code == 409
    assert "Tryggare" in answer.json()["html"]
    effort.refresh_from_db()
    assert effort.purpose == "Tryggare"


def test_two_who_change_different_fields_never_meet(
    world: World, communicator: Client, effort: Activity
) -> None:
    begun = effort.version
    communicator.post(
        at(effort, "checklist_step", "purpose"),
        {"version": begun, "base-purpose": "", "purpose": "Tryggare"},
        headers=JSON,
    )
    answer = client_of(world.police_communicator).post(
        at(effort, "checklist_step", "what"),
        {"version": begun, "base-name": effort.name, "name": "Vandring"},
        headers=JSON,
    )
    assert answer.status_code == 200
    effort.refresh_from_db()
    assert (effort.purpose, effort.name) == ("Tryggare", "Vandring")


# --- rows -----------------------------------------------------------------------------------------


def test_rows_are_added_saved_moved_removed_and_taken_back(
    communicator: Client, effort: Activity
) -> None:
    add = at(effort, "add_part", "material")
    for words in ("Affisch", "Inlägg"):
        answer = communicator.post(add, {"words": words, "made_by": "", "due_on": ""})
        assert answer.status_code == 302
    first, second = Material.objects.filter(activity=effort).order_by("position")
    assert (first.words, second.words) == ("Affisch", "Inlägg")
    saved = communicator.post(
        at(effort, "save_part", "material", first.pk),
        {"version": 1, "base-due_on": "", "due_on": "2027-03-01"},
        headers=JSON,
    )
    assert saved.status_code == 200
    communicator.post(at(effort, "move_part", "material", second.pk), {"direction": "up"})
    assert [row.words for row in Material.objects.order_by("position")] == ["Inlägg", "Affisch"]
    communicator.post(at(effort, "remove_part", "material", first.pk))
    first.refresh_from_db()
    assert first.removed_at is not None
    assert str(first.due_on) == "2027-03-01"
    communicator.post(at(effort, "take_back_part", "material", first.pk))
    first.refresh_from_db()
    assert first.removed_at is None
    communicator.post(at(effort, "finish_part", first.pk), {"klart": "1"})
    first.refresh_from_db()
    assert first.done_at is not None


def test_a_row_that_says_nothing_is_refused(communicator: Client, effort: Activity) -> None:
    answer = communicator.post(at(effort, "add_part", "fragor"), {"question": " ", "answer": "Ja"})
    assert answer.status_code == 422
    assert not ExpectedQuestion.objects.exists()


def test_going_on_adds_what_is_written_and_nothing_else(
    communicator: Client, effort: Activity
) -> None:
    add, after = at(effort, "add_part", "fragor"), at(effort, "checklist_step", "documentation")
    empty = communicator.post(add, {"question": "", "answer": "", "vidare": "1"})
    assert empty.headers["Location"] == after
    full = communicator.post(
        add, {"question": "Varför?", "answer": "Därför.", "vidare": "1"}, headers=JSON
    )
    assert (full.status_code, full.json()) == (201, {"address": after})
    assert ExpectedQuestion.objects.get().answer == "Därför."


def test_only_parties_have_tasks(world: World, communicator: Client, effort: Activity) -> None:
    add = at(effort, "add_part", "uppgifter")
    wrong = {"words": "Går med", "organisation": world.association.pk}
    assert communicator.post(add, wrong).status_code == 422
    communicator.post(add, {"words": "Går med", "organisation": world.police.pk})
    assert PartyTask.objects.get().organisation == world.police


def test_people_ticked_by_two_are_all_there(
    world: World, communicator: Client, effort: Activity
) -> None:
    address = at(effort, "activity_people")
    mine = {"version": 1, "base-people": "", "people": [world.communicator.pk]}
    theirs = {"version": 1, "base-people": "", "people": [world.police_communicator.pk]}
    assert communicator.post(address, mine, headers=JSON).status_code == 200
    assert (
        client_of(world.police_communicator).post(address, theirs, headers=JSON).status_code == 200
    )
    assert set(effort.people.all()) == {world.communicator, world.police_communicator}
    stranger = {"version": 1, "base-people": "", "people": [world.outsider.pk]}
    assert communicator.post(address, stranger, headers=JSON).status_code == 422


# --- who sees what --------------------------------------------------------------------------------


def test_readers_see_no_ideas_and_nothing_of_the_preparation(
    world: World, communicator: Client, effort: Activity
) -> None:
    reader = client_of(world.reader)
    assert reader.get(at(effort, "activity")).status_code == 404
    communicator.post(at(effort, "set_status"), {"status": "planned", "back": "activity"})
    communicator.post(at(effort, "add_part", "fragor"), {"question": "Hemligt?", "answer": "Ja"})
    communicator.post(
        at(effort, "checklist_step", "purpose"),
        {"version": 99, "base-purpose": "", "purpose": "Tryggare torg"},
    )
    page = reader.get(at(effort, "activity")).content.decode()
    assert "Tryggare torg" in page
    for word in ("Hemligt?", "Historik", "Förankring", "Checklista"):
        assert word not in page
    for name in ("edit_activity", "checklist", "anchoring", "media_card", "lessons"):
        assert reader.get(at(effort, name)).status_code == 403


def test_the_steering_group_reads_and_does_not_write(world: World, effort: Activity) -> None:
    director = client_of(world.director)
    assert director.get(at(effort, "activity")).status_code == 200
    assert director.get(at(effort, "checklist")).status_code == 200
    assert director.get(at(effort, "checklist_step", "what")).status_code == 403
    assert director.post(at(effort, "set_status"), {"status": "done"}).status_code == 403


def test_an_answer_in_json_tells_what_is_wrong(communicator: Client, effort: Activity) -> None:
    posted = {"version": 1, "base-timing_kind": "", "timing_kind": "date", "base-starts_on": ""}
    answer = communicator.post(at(effort, "checklist_step", "when"), posted, headers=JSON)
    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"] == {"starts_on": ["Ange vilken dag det gäller."]}
