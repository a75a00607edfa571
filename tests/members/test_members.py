"""Roles: given, changed and ended, and never the last who runs an agreement."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import Change
from plans.models import Membership
from plans.permissions import agreement_abilities
from plans.services.members import appoint_coordinator, left_without_coordinator, set_roles
from tests.people import World

pytestmark = pytest.mark.django_db


def roles_of(world: World, user: User) -> frozenset[str]:
    return agreement_abilities(user, world.agreement).roles


def logged(world: World) -> list[tuple[str, str, str]]:
    rows = Change.objects.in_scope(f"agreement:{world.agreement.pk}").filter(kind="membership")
    return [(row.action, row.key, (row.after or row.before or {})["role"]) for row in rows]


def test_roles_are_what_was_chosen(world: World) -> None:
    user = world.reader
    chosen = {"communicator", "steering"}
    set_roles(agreement=world.agreement, user=user, roles=chosen, by=world.coordinator)
    assert roles_of(world, user) == chosen
    assert sorted(logged(world)) == [
        ("added", user.email, "communicator"),
        ("added", user.email, "steering"),
        ("removed", user.email, "reader"),
    ]
    assert Membership.objects.filter(user=user, role="reader", ended_at__isnull=False).exists()


@pytest.mark.parametrize(
    "name", ["reader", "communicator", "director", "administrator", "outsider"]
)
def test_only_coordinators_change_roles(world: World, name: str) -> None:
    by = world.people[name]
    with pytest.raises(PermissionDenied):
        set_roles(agreement=world.agreement, user=world.reader, roles=(), by=by)


def test_strangers_are_invited_not_added(world: World) -> None:
    with pytest.raises(ValidationError, match="Bjud in"):
        set_roles(
            agreement=world.agreement, user=world.outsider, roles=["reader"], by=world.coordinator
        )


def test_nobody_removes_the_last_who_runs_it(world: World) -> None:
    first, last = world.coordinator, world.police_coordinator
    set_roles(agreement=world.agreement, user=first, roles=["reader"], by=last)
    for roles in ((), ("reader",)):
        with pytest.raises(ValidationError, match="behöver en samordnare"):
            set_roles(agreement=world.agreement, user=last, roles=roles, by=last)
    assert roles_of(world, last) == {"coordinator"}


def test_a_coordinator_who_cannot_sign_in_runs_nothing(world: World) -> None:
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    last = world.police_coordinator
    with pytest.raises(ValidationError, match="behöver en samordnare"):
        set_roles(agreement=world.agreement, user=last, roles=(), by=last)


def test_an_agreement_without_coordinator_is_found_and_gets_one(world: World) -> None:
    held = Membership.objects.filter(agreement=world.agreement, role="coordinator")
    held.update(ended_at=timezone.now())
    assert list(left_without_coordinator()) == [world.agreement]
    with pytest.raises(PermissionDenied):
        appoint_coordinator(agreement=world.agreement, user=world.reader, by=world.director)
    for _twice in range(2):
        appoint_coordinator(agreement=world.agreement, user=world.reader, by=world.administrator)
    assert roles_of(world, world.reader) == {"reader", "coordinator"}
    assert not left_without_coordinator().exists()


def test_readers_see_the_list_and_nothing_to_do(client: Client, world: World) -> None:
    client.force_login(world.reader)
    page = client.get(reverse("members", args=[world.agreement.slug])).content.decode()
    assert str(world.police_chief) in page
    assert "Bjud in" not in page
    assert "Ändra" not in page


def test_the_refusal_is_said_on_the_page(client: Client, world: World) -> None:
    client.force_login(world.police_coordinator)
    slug = world.agreement.slug
    client.post(reverse("end_membership", args=[slug, world.coordinator.pk]))
    assert roles_of(world, world.coordinator) == frozenset()
    address = reverse("end_membership", args=[slug, world.police_coordinator.pk])
    client.post(address)
    assert roles_of(world, world.police_coordinator) == {"coordinator"}
    assert "behöver en samordnare" in client.get(reverse("start")).content.decode()
    form = client.post(
        reverse("member", args=[slug, world.police_coordinator.pk]), {"roles": ["reader"]}
    )
    assert form.status_code == 422
    assert "behöver en samordnare" in form.content.decode()


def test_roles_are_changed_on_a_page(client: Client, world: World) -> None:
    client.force_login(world.coordinator)
    address = reverse("member", args=[world.agreement.slug, world.reader.pk])
    assert client.get(address).content.decode().count("checked") == 1
    client.post(address, {"roles": ["reader", "communicator"]})
    assert roles_of(world, world.reader) == {"reader", "communicator"}
