"""The world that the other tests stand on is what it says it is."""

from django.utils.timezone import localdate

from plans.enums import MembershipRole, Validity
from plans.models import Membership, Plan
from plans.permissions import agreement_abilities
from tests.people import World


def validity(plan: Plan) -> Validity | None:
    version = plan.versions.first()
    assert version is not None
    current = plan.versions.latest_begun(localdate()).first()
    return version.validity(localdate(), current=current)


def test_the_plans_stand_where_they_should(world: World) -> None:
    assert not world.draft.versions.exists()
    assert validity(world.proposed) is None
    assert validity(world.in_force) == Validity.IN_FORCE
    assert validity(world.expired) == Validity.EXPIRED
    assert validity(world.foreign) == Validity.IN_FORCE


def test_every_role_of_every_party_is_somebodys(world: World) -> None:
    held = Membership.objects.active().filter(agreement=world.agreement)
    assert set(held.values_list("user__organisation__slug", "role")) == {
        (party, role) for party in ("alvhamra", "polisen") for role in MembershipRole.values
    }


def test_strangers_have_no_role(world: World) -> None:
    for user in (world.former, world.outsider, world.administrator, world.neighbour_director):
        assert agreement_abilities(user, world.agreement).roles == frozenset()
