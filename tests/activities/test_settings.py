"""What an agreement decides about its years."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from activities.models import SchoolBreak, YearSettings
from activities.services.settings import add_break, change_settings, remove_break, settings_of
from core.models import Change
from tests.people import World

pytestmark = pytest.mark.django_db


def page(world: World) -> str:
    return reverse("activities:year_settings", args=[world.agreement.slug])


def test_until_somebody_decides_nothing_is_shared(world: World) -> None:
    row = settings_of(world.agreement)
    assert (row.shares_dates, row.too_close_days) == (False, 7)
    assert not YearSettings.objects.exists(), "looking writes nothing"


def test_a_coordinator_decides_and_the_log_says_so(world: World, client: Client) -> None:
    client.force_login(world.coordinator)
    answer = client.post(page(world), {"shares_dates": "on", "too_close_days": "3"})
    assert answer.status_code == 302
    row = settings_of(world.agreement)
    assert (row.shares_dates, row.too_close_days) == (True, 3)
    change = Change.objects.get(kind="year_settings")
    assert change.scope == f"agreement:{world.agreement.pk}"
    assert change.before == {"shares_dates": False, "too_close_days": 7}
    assert change.after == {"shares_dates": True, "too_close_days": 3}
    client.post(page(world), {"shares_dates": "on", "too_close_days": "3"})
    assert Change.objects.filter(kind="year_settings").count() == 1, "nothing changed, nothing said"


@pytest.mark.parametrize("days", ["91", "-1", "", "många"])
def test_days_that_cannot_be_are_refused_in_words(world: World, client: Client, days: str) -> None:
    client.force_login(world.coordinator)
    answer = client.post(page(world), {"too_close_days": days})
    assert answer.status_code == 422
    assert "Fel:" in answer.content.decode()
    assert not YearSettings.objects.exists()


def test_breaks_are_added_and_taken_out(world: World, client: Client) -> None:
    client.force_login(world.coordinator)
    add = reverse("activities:add_break", args=[world.agreement.slug])
    posted = {"name": "Sportlov", "starts_on": "2027-02-22", "ends_on": "2027-02-26"}
    assert client.post(add, posted).status_code == 302
    [row] = world.agreement.school_breaks.all()
    assert (row.name, row.ends_on) == ("Sportlov", date(2027, 2, 26))
    assert "2027-02-22 – 2027-02-26" in client.get(page(world)).content.decode()
    remove = reverse("activities:remove_break", args=[world.agreement.slug, row.pk])
    assert client.post(remove).status_code == 302
    assert not SchoolBreak.objects.exists()
    kinds = Change.objects.filter(kind="school_break").order_by("pk")
    assert [change.action for change in kinds] == ["added", "removed"]


def test_a_break_that_ends_before_it_starts_is_refused_with_what_was_typed(
    world: World, client: Client
) -> None:
    client.force_login(world.coordinator)
    add = reverse("activities:add_break", args=[world.agreement.slug])
    posted = {"name": "Sportlov", "starts_on": "2027-02-26", "ends_on": "2027-02-22"}
    answer = client.post(add, posted)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Sista dagen kan inte ligga före den första." in text
    assert 'value="Sportlov"' in text


def test_only_those_who_run_the_agreement_decide(world: World) -> None:
    row = SchoolBreak.objects.create(
        agreement=world.agreement,
        name="Lov",
        starts_on=date(2027, 2, 22),
        ends_on=date(2027, 2, 22),
    )
    for by in (world.communicator, world.director, world.neighbour_coordinator, world.reader):
        with pytest.raises(PermissionDenied):
            change_settings(agreement=world.agreement, shares_dates=True, too_close_days=1, by=by)
        with pytest.raises(PermissionDenied):
            add_break(
                agreement=world.agreement,
                name="Lov",
                starts_on=date(2027, 2, 22),
                ends_on=date(2027, 2, 22),
                by=by,
            )
        with pytest.raises(PermissionDenied):
            remove_break(school_break=row, by=by)
    with pytest.raises(ValidationError):
        change_settings(
            agreement=world.agreement, shares_dates=True, too_close_days=91, by=world.coordinator
        )


def test_those_who_work_there_read_what_is_decided(world: World, client: Client) -> None:
    client.force_login(world.reader)
    text = client.get(page(world)).content.decode()
    assert "ser inget av det vi planerar" in text
    assert "<form" not in text.split("<main", 1)[1].split("</main>")[0]
