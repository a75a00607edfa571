"""Two at once: one invitation makes one account and one role, and one coordinator always stays."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.timezone import localdate

from accounts.models import User
from plans.models import Membership
from plans.services import invitations, members
from plans.services.agreements import Period, renew
from tests.people import World, build_world

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NEW = "ny.person@polisen.example"


@pytest.fixture
def shared() -> World:
    """A world that other threads see."""
    return build_world()


def at_once(acts: list[Callable[[], object]]) -> list[type[Exception] | None]:
    """What each act led to, all of them begun at the same time."""
    barrier = threading.Barrier(len(acts))
    ends: list[type[Exception] | None] = [None] * len(acts)

    def run(index: int) -> None:
        try:
            barrier.wait(60)
            acts[index]()
        except Exception as error:
            ends[index] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_an_invitation_is_accepted_once(shared: World) -> None:
    row = invitations.invite(
        agreement=shared.agreement,
        email=NEW,
        organisation=shared.police,
        role="reader",
        by=shared.coordinator,
    )

    def act() -> None:
        invitations.accept_as_new(
            invitation=row, full_name="Ny", title="", password="sju sorters kakor"
        )

    ends = at_once([act] * 4)
    assert sorted(ends, key=str) == [ValidationError] * 3 + [None]
    assert User.objects.filter(email=NEW).count() == 1
    assert Membership.objects.filter(user__email=NEW).count() == 1


def test_two_coordinators_who_leave_do_not_leave_nobody(shared: World) -> None:
    def leaving(user: User) -> Callable[[], object]:
        return lambda: members.set_roles(agreement=shared.agreement, user=user, roles=(), by=user)

    ends = at_once([leaving(shared.coordinator), leaving(shared.police_coordinator)])
    assert sorted(ends, key=str) == [ValidationError, None]


def test_an_agreement_is_renewed_once(shared: World) -> None:
    from_now = Period("Ny", localdate(), None, None, 6)
    acts: list[Callable[[], object]] = [
        lambda: renew(agreement=shared.lone_agreement, period=from_now, by=shared.lone_chief)
    ] * 3
    ends = at_once(acts)
    assert ends.count(None) == 1
    assert set(ends) <= {None, ValidationError, PermissionDenied}
