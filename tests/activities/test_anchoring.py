"""Anchoring: asked by mail, answered once by whoever was asked, noted, logged; and what follows."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.anchored import Standing, standing
from activities.enums import Status
from activities.models import Activity, Anchoring, AnchoringRole
from activities.services.anchoring import add_role, answer, ask, note
from core.models import Change, OutgoingMail
from plans.models import Membership
from tests.people import World
from tests.undefined import undefined as undefined

from .year import make_activity, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def effort(world: World) -> Activity:
    year = make_year(world.in_force, world.communicator)
    return make_activity(year, world.communicator, status=Status.IDEA)


def roles_of(effort: Activity) -> list[AnchoringRole]:
    rows = AnchoringRole.objects.filter(plan=effort.node.plan, removed_at__isnull=True)
    return list(rows.order_by("position"))


def standing_of(effort: Activity) -> Standing:
    return standing(roles_of(effort), effort.anchorings.all())


def letters() -> QuerySet[OutgoingMail]:
    """The mails about anchoring."""
    return OutgoingMail.objects.filter(unique_key__startswith="anchoring_")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(effort: Activity, *words: object) -> str:
    name = "answer_anchoring" if words else "anchoring"
    return reverse(f"activities:{name}", args=[effort.node.plan.slug, effort.node.key, *words])


def test_a_person_is_asked_by_mail_and_answers_with_one_click(
    world: World, effort: Activity
) -> None:
    role = roles_of(effort)[1]
    client = client_of(world.communicator)
    client.post(page_of(effort), {"role": role.pk, "person": world.director.pk})
    asked = Anchoring.objects.get()
    mail = letters().get(to=world.director.email)
    assert page_of(effort, asked.pk) in mail.text
    director = client_of(world.director)
    assert "är den förankrad hos dig?" in director.get("/").content.decode()
    director.post(page_of(effort, asked.pk), {"answer": "yes", "words": ""})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("yes", world.director)
    assert "är den förankrad hos dig?" not in director.get("/").content.decode()
    told = letters().get(to=world.communicator.email)
    assert "förankrad" in told.subject
    log = Change.objects.filter(kind="anchoring").order_by("pk")
    assert [(row.action, row.by) for row in log] == [
        ("asked", world.communicator),
        ("anchored", world.director),
    ]


def test_a_reader_who_is_asked_sees_an_idea_there_and_nowhere_else(
    world: World, effort: Activity, undefined: set[str]
) -> None:
    asked = ask(
        activity=effort, role=roles_of(effort)[3], person=world.reader, by=world.communicator
    )
    reader = client_of(world.reader)
    page = reader.get(page_of(effort, asked.pk))
    assert page.status_code == 200
    assert effort.get_absolute_url() not in page.content.decode()
    assert reader.get(effort.get_absolute_url()).status_code == 404
    Membership.objects.filter(user=world.reader).delete()
    assert reader.get(page_of(effort, asked.pk)).status_code == 404
    assert "är den förankrad hos dig?" not in reader.get("/").content.decode()
    assert undefined == set()


def test_nobody_answers_for_another_and_none_twice(world: World, effort: Activity) -> None:
    asked = ask(
        activity=effort, role=roles_of(effort)[1], person=world.director, by=world.communicator
    )
    with pytest.raises(PermissionDenied):
        answer(anchoring=asked, verdict="yes", words="", by=world.communicator)
    answer(anchoring=asked, verdict="no", words="Inte nu.", by=world.director)
    with pytest.raises(ValidationError, match="redan besvarad"):
        answer(anchoring=asked, verdict="yes", words="", by=world.director)
    asked.refresh_from_db()
    assert asked.answer == "no"


def test_only_those_with_a_role_in_the_agreement_are_asked(world: World, effort: Activity) -> None:
    for stranger in (world.outsider, world.former, world.neighbour_coordinator):
        with pytest.raises(ValidationError, match="roll i överenskommelsen"):
            ask(activity=effort, role=roles_of(effort)[0], person=stranger, by=world.communicator)
    assert not letters().exists()


def test_nobody_is_asked_twice_at_once(world: World, effort: Activity) -> None:
    role = roles_of(effort)[1]
    ask(activity=effort, role=role, person=world.director, by=world.communicator)
    with pytest.raises(ValidationError, match="redan tillfrågad"):
        ask(activity=effort, role=role, person=world.director, by=world.coordinator)
    assert letters().count() == 1


def test_the_latest_answer_of_a_role_counts(world: World, effort: Activity) -> None:
    role = roles_of(effort)[0]

    def state() -> str:
        return standing_of(effort).roles[0].state

    assert state() == "not_asked"
    asked = ask(activity=effort, role=role, person=world.director, by=world.communicator)
    assert state() == "waiting"
    answer(anchoring=asked, verdict="changes", words="", by=world.director)
    assert state() == "changes"
    ask(activity=effort, role=role, person=world.director, by=world.communicator)
    assert state() == "changes"  # asked again is not yet heard
    note(activity=effort, role=role, verdict="yes", words="Sagt i dag.", by=world.communicator)
    assert state() == "waiting"  # somebody is still asked


def test_when_all_have_said_yes_the_page_offers_to_say_so(world: World, effort: Activity) -> None:
    client = client_of(world.communicator)
    for role in roles_of(effort):
        assert not standing_of(effort).is_complete
        client.post(page_of(effort), {"role": role.pk, "answer": "yes", "words": ""})
    assert standing_of(effort).is_complete
    effort.refresh_from_db()
    assert effort.status == Status.IDEA  # not by itself
    assert "Markera som förankrad" in client.get(page_of(effort)).content.decode()


def test_the_plan_has_its_own_list(world: World, effort: Activity) -> None:
    role = add_role(
        plan=effort.node.plan, name=" Skolans  rektor ", organisation=None, by=world.coordinator
    )
    assert role.name == "Skolans rektor"
    with pytest.raises(ValidationError):
        add_role(
            plan=effort.node.plan,
            name="Någon",
            organisation=world.association,
            by=world.coordinator,
        )
    client = client_of(world.coordinator)
    address = reverse("activities:save_role", args=[effort.node.plan.slug, role.pk])
    client.post(address, {"version": 1, "base-name": role.name, "name": "Rektorn"})
    role.refresh_from_db()
    assert role.name == "Rektorn"
    client.post(f"{address}flytta/", {"direction": "up"})
    assert [one.name for one in roles_of(effort)][-2] == "Rektorn"
    note(activity=effort, role=role, verdict="yes", words="", by=world.communicator)
    client.post(f"{address}ta-bort/")
    assert role not in roles_of(effort)
    assert len(standing_of(effort).former) == 1  # what it has said stays in the log
    role.refresh_from_db()
    with pytest.raises(ValidationError, match="finns inte längre"):
        note(activity=effort, role=role, verdict="yes", words="", by=world.communicator)
    client.post(f"{address}ta-tillbaka/")
    assert role in roles_of(effort)


def test_a_role_of_another_plan_is_none(world: World, effort: Activity) -> None:
    other = make_year(world.draft, world.coordinator)
    foreign = AnchoringRole.objects.filter(plan=other.plan)[0]
    with pytest.raises(ValidationError):
        note(activity=effort, role=foreign, verdict="yes", words="", by=world.communicator)
    client = client_of(world.communicator)
    assert client.post(page_of(effort), {"role": foreign.pk, "answer": "yes"}).status_code == 422
