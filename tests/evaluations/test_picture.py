"""The situational picture: written row by row by several, kept by each review, compared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Change
from evaluations.comparing import AreaState, Happened, compare
from evaluations.enums import ReviewState
from evaluations.models import ProblemArea, ProblemAreaThen, Review
from evaluations.pictures import state_now, state_then
from evaluations.services import picture
from plans.services.saving import Conflict, Saved
from tests.activities.year import make_activity, make_year
from tests.people import World

pytestmark = pytest.mark.django_db


def area_of(world: World, name: str = "Otrygghet vid torget", **values: Any) -> ProblemArea:
    return picture.add_area(
        agreement=world.agreement, values={"name": name, **values}, by=world.communicator
    )


def close(world: World, number: int) -> Review:
    """A closed review that keeps the picture as it is."""
    review = Review.objects.create(agreement=world.agreement, number=number)
    for position, state in enumerate(state_now(world.agreement)):
        ProblemAreaThen.objects.create(
            review=review, area_id=state.area, position=position, **state.words
        )
    review.state = ReviewState.CLOSED
    review.closed_at = datetime(2026, 6 + number, 1, tzinfo=UTC)
    review.period_start, review.period_end = date(2026, 1, number), date(2026, 1, number + 1)
    review.minutes_number = number
    review.save()
    return review


def page(user: User, name: str, world: World, *args: Any, data: Any = None) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"evaluations:{name}", args=[world.agreement.slug, *args]), data)


def post(user: User, address: str, world: World, *args: Any, **data: Any) -> Any:
    client = Client()
    client.force_login(user)
    path = reverse(f"evaluations:{address}", args=[world.agreement.slug, *args])
    return client.post(path, data, headers={"accept": "application/json"})


def save(area: ProblemArea, by: User, base: dict[str, str], **values: str) -> Saved | Conflict:
    return picture.save_area(area=area, values=values, base_version=1, base_values=base, by=by)


def test_two_who_write_in_one_area_lose_nothing(world: World) -> None:
    area = area_of(world, description="Mörkt", priority="low")
    theirs = ProblemArea.objects.select_related("agreement").get(pk=area.pk)
    first = save(area, world.communicator, {"description": "Mörkt"}, description="Mörkt och tomt")
    other = save(theirs, world.director, {"priority": "low"}, priority="high")
    assert isinstance(first, Saved)
    assert isinstance(other, Saved)
    clash = save(theirs, world.police_chief, {"description": "Mörkt"}, description="Ljust")
    assert isinstance(clash, Conflict)
    area.refresh_from_db()
    assert (area.description, area.priority) == ("Mörkt och tomt", "high")


def test_who_only_reads_and_who_has_no_role_writes_nothing(world: World) -> None:
    for stranger in (world.reader, world.outsider, world.neighbour_coordinator):
        with pytest.raises(PermissionDenied):
            picture.add_area(agreement=world.agreement, values={"name": "X"}, by=stranger)
    assert not ProblemArea.objects.exists()


def test_an_area_without_a_name_is_refused(world: World) -> None:
    with pytest.raises(ValidationError):
        picture.add_area(agreement=world.agreement, values={"name": ""}, by=world.director)


def test_areas_are_moved_removed_and_taken_back_and_the_log_says_so(world: World) -> None:
    _first, second = area_of(world, "Först"), area_of(world, "Sedan")
    picture.move_area(area=second, direction="up", by=world.director)
    assert [state.name for state in state_now(world.agreement)] == ["Sedan", "Först"]
    picture.remove_area(area=second, by=world.coordinator)
    assert [state.name for state in state_now(world.agreement)] == ["Först"]
    picture.take_back_area(area=second, by=world.coordinator)
    assert [state.name for state in state_now(world.agreement)] == ["Sedan", "Först"]
    logged = Change.objects.filter(scope=f"agreement:{world.agreement.pk}", kind="problem_area")
    actions = list(logged.order_by("pk").values_list("action", flat=True))
    assert actions == ["added", "added", "moved", "removed", "taken_back"]
    log = page(world.director, "picture", world).content.decode()
    assert "Först" in log
    feed = Client()
    feed.force_login(world.director)
    said = feed.get(reverse("agreement_log", args=[world.agreement.slug])).content.decode()
    assert "tog tillbaka problemområdet Sedan" in said


def test_what_a_review_kept_stays_when_the_picture_goes_on(world: World) -> None:
    area = area_of(world, description="Mörkt vid bussen")
    gone = area_of(world, "Klotter")
    review = close(world, 1)
    save(
        area,
        world.director,
        {"description": "Mörkt vid bussen", "trend": "unknown", "name": area.name},
        description="Mörkt vid torget",
        trend="worse",
        name="Otrygghet i centrum",
    )
    picture.remove_area(area=gone, by=world.director)
    area_of(world, "Bedrägerier")
    found = compare(state_then(review), state_now(world.agreement))
    assert [(change.what, change.fields) for change in found] == [
        (Happened.CHANGED, ("name", "description", "trend")),
        (Happened.NEW, ()),
        (Happened.GONE, ()),
    ]
    said = page(world.director, "compare_picture", world).content.decode()
    assert "Från Översyn 1 till Nu" in said
    assert "bussen</del>" in said
    assert "torget</ins>" in said
    assert "ökar" in said
    assert "utveckling okänd" in said


def test_two_reviews_can_be_compared_and_unknown_ones_are_not_there(world: World) -> None:
    area_of(world, "Klotter")
    close(world, 1)
    area_of(world, "Bedrägerier")
    close(world, 2)
    response = page(world.director, "compare_picture", world, data={"fran": "1", "till": "2"})
    words = response.content.decode()
    assert "Från Översyn 1 till Översyn 2" in words
    assert "<ins>Bedrägerier</ins>" in words
    later = page(world.director, "compare_picture", world, data={"fran": "7"})
    assert later.status_code == 404


def test_states_alike_differ_in_nothing() -> None:
    states = [AreaState(1, "A", "x"), AreaState(2, "B")]
    assert {change.what for change in compare(states, list(states))} == {Happened.SAME}
    assert compare([], []) == []


def test_a_save_by_script_says_what_is_wrong(world: World) -> None:
    area = area_of(world)
    wrong = post(
        world.communicator,
        "save_area",
        world,
        area.pk,
        **{"version": 1, "name": "", "base-name": area.name},
    )
    assert wrong.status_code == 422
    assert "name" in wrong.json()["errors"]
    unknown = post(
        world.communicator,
        "save_area",
        world,
        area.pk,
        **{"version": 1, "trend": "sideways", "base-trend": "unknown"},
    )
    assert unknown.status_code == 422
    added = post(world.director, "add_area", world, name="Klotter", priority="high", trend="worse")
    assert added.status_code == 201
    assert ProblemArea.objects.get(name="Klotter").trend == "worse"


def test_an_activity_points_to_areas_of_its_own_agreement_only(world: World) -> None:
    mine, other = area_of(world), area_of(world, "Klotter")
    foreign = picture.add_area(
        agreement=world.neighbours_agreement, values={"name": "Annat"}, by=world.neighbour_director
    )
    activity = make_activity(make_year(world.in_force, world.coordinator), world.coordinator)
    client = Client()
    client.force_login(world.communicator)
    address = reverse("evaluations:point_to_areas", args=[world.in_force.slug, activity.node.key])
    client.post(address, {"areas": [mine.pk, foreign.pk], "base-areas": ""})
    assert set(activity.problem_areas.values_list("pk", flat=True)) == {mine.pk}
    # Somebody else ticked one more meanwhile: it stays.
    activity.problem_areas.add(other)
    client.post(address, {"areas": [], "base-areas": str(mine.pk)})
    assert set(activity.problem_areas.values_list("pk", flat=True)) == {other.pk}
    shown = client.get(activity.get_absolute_url()).content.decode()
    assert "Vilka problemområden gäller insatsen?" in shown
    history = client.get(reverse("appendix:history", args=[world.in_force.slug])).content.decode()
    assert "roblemområden" in history
