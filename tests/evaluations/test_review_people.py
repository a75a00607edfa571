"""Who can be chosen on the pages of a review: who comes along, and who is responsible."""

from __future__ import annotations

import re

import pytest

from evaluations.models import ActionPoint, Participant
from tests.people import World

from .meetings import begun, called, item_of
from .review_pages import at, client_of, posted

pytestmark = pytest.mark.django_db
ONE, MEETING = "review", "meeting"


def test_a_guest_is_one_of_the_agreement_or_anybody(world: World) -> None:
    review = called(world)
    client = client_of(world.coordinator)
    add = at(world, "add_review_row", 1, "deltagare")
    client.post(add, {"person": str(world.communicator.pk)})
    client.post(add, {"name": "Fastighetsägarna", "organisation": "Bostäder"})
    assert client.post(add, {"name": " "}).status_code == 422
    rows = Participant.objects.filter(review=review).order_by("-pk")
    assert [(one.name, one.user) for one in rows[:2]] == [
        ("Fastighetsägarna", None),
        (str(world.communicator), world.communicator),
    ]


def choices(page: str, name: str) -> set[str]:
    """The values that the page offers in its fields called ``name``."""
    fields = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return {value for field in fields for value in re.findall(r'value="(\w+)"', field)}


def pages_of(world: World) -> list[str]:
    """The page of the review, and its meeting where one says who is there."""
    client = client_of(world.coordinator)
    attendance = at(world, MEETING, 1) + "?punkt=narvaro"
    return [client.get(address).text for address in (at(world, ONE, 1), attendance)]


def test_a_guest_by_name_leaves_all_others_to_choose_from(world: World) -> None:
    review = called(world)
    client = client_of(world.coordinator)
    everybody = {str(world.communicator.pk), str(world.police_communicator.pk)}
    for page in pages_of(world):
        assert choices(page, "person") == everybody, "who may open a review, and is not there"
    add = at(world, "add_review_row", 1, "deltagare")
    client.post(add, {"name": "Fastighetsägarna"})
    assert review.participants.filter(user=None).exists()
    for page in pages_of(world):
        assert choices(page, "person") == everybody
    client.post(add, {"person": str(world.communicator.pk)})
    for page in pages_of(world):
        assert choices(page, "person") == {str(world.police_communicator.pk)}


def test_somebody_who_was_taken_away_can_be_asked_again(world: World) -> None:
    review = called(world)
    client = client_of(world.coordinator)
    row = Participant.objects.get(review=review, user=world.director)
    client.post(at(world, "remove_review_row", 1, "deltagare", row.pk))
    for page in pages_of(world):
        assert str(world.director.pk) in choices(page, "person")
    add = at(world, "add_review_row", 1, "deltagare")
    assert client.post(add, {"person": str(world.director.pk)}).status_code == 302
    assert Participant.objects.live().filter(review=review, user=world.director).get() == row


def test_readers_are_neither_responsible_nor_asked_to_come(world: World) -> None:
    """They could open neither the action points nor the review."""
    review = begun(world)
    client = client_of(world.coordinator)
    reader = str(world.reader.pk)
    item = item_of(review, "picture")
    page = client.get(f"{at(world, MEETING, 1)}?punkt={item.pk}").text
    assert str(world.communicator.pk) in choices(page, "person")
    assert reader not in choices(page, "person")
    add = at(world, "add_review_row", 1, "atgarder")
    wrong = client.post(add, {"words": "Ring", "punkt": str(item.pk), "person": reader})
    assert wrong.status_code == 422
    asked = client.post(at(world, "add_review_row", 1, "deltagare"), {"person": reader})
    assert asked.status_code == 422
    assert not review.participants.filter(user=world.reader).exists()


@pytest.mark.parametrize("who", ["former", "reader"])
def test_a_responsible_person_who_is_no_choice_any_more_stays(world: World, who: str) -> None:
    review = begun(world)
    person = world.people[who]
    item = item_of(review, "picture")
    point = ActionPoint.objects.create(
        review=review, agreement=world.agreement, item=item, words="Ring", person=person
    )
    client = client_of(world.coordinator)
    page = client.get(f"{at(world, MEETING, 1)}?punkt={item.pk}").text
    assert f'value="{person.pk}" selected>{person}' in page
    save = at(world, "save_review_row", 1, "atgarder", point.pk)
    values, base = {"words": "Ring på måndag"}, {"words": "Ring", "person": str(person.pk)}
    answer = client.post(save, posted(point, {**values, "person": str(person.pk)}, base))
    assert answer.status_code == 302
    point.refresh_from_db()
    assert (point.words, point.person) == ("Ring på måndag", person)
