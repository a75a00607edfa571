"""A renewed agreement: its plans go on, what was decided stays, and validity follows the new last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from appendix.services.versions import propose_draft
from core.models import Change
from plans.enums import Validity
from plans.models import Agreement, Comment, Invitation, Plan, PlanVersion
from plans.permissions import agreement_abilities
from plans.services import invitations
from plans.services.agreements import Period, renew
from plans.services.versions import approve_version, reject_version, withdraw_version
from tests.people import World, adopt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ready(world: World) -> World:
    """Nothing waits for a decision, and the agreement ends in thirty days."""
    withdraw_version(version=world.proposed.versions.get(), by=world.coordinator)
    world.agreement.starts_on = localdate() - 700 * DAY
    world.agreement.ends_on = localdate() + 30 * DAY
    world.agreement.save()
    return world


def following(
    agreement: Agreement, *, after: timedelta = DAY, lasts: timedelta = 700 * DAY
) -> Period:
    """A period that begins so long after the last day."""
    first = (agreement.ends_on or localdate()) + after
    return Period("Överenskommelse 2", first, first + lasts, first, 6)


def validity(plan: Plan, on: date) -> Validity | None:
    version = PlanVersion.objects.filter(plan=plan).latest_begun(on).get()
    return version.validity(on, current=version)


def in_force(plan: Plan, on: date) -> bool:
    return PlanVersion.objects.filter(plan=plan).in_force(on).exists()


def test_plans_parties_and_people_go_on(ready: World) -> None:
    old = ready.agreement
    plans = set(old.plans.all())
    new = renew(agreement=old, period=following(old), by=ready.coordinator)
    assert new.renews == old
    assert set(new.plans.all()) == plans
    assert not old.plans.exists()
    names = [[str(p) for p in a.parties.in_order()] for a in (old, new)]
    assert names[0] == names[1]
    for user in ready.people.values():
        before, after = (agreement_abilities(user, a).roles for a in (old, new))
        assert before == after
    logged = Change.objects.filter(kind="agreement").values_list("scope", "action")
    assert set(logged) == {
        (f"agreement:{new.pk}", "added"),
        (f"agreement:{old.pk}", "renewed"),
    }


def test_what_was_decided_stays_as_it_was(ready: World) -> None:
    version = ready.in_force.versions.get(number=1)
    fields = [field.name for field in PlanVersion._meta.concrete_fields]
    before = PlanVersion.objects.filter(pk=version.pk).values(*fields).get()
    approvals = list(version.approvals.values())
    renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.coordinator)
    assert PlanVersion.objects.filter(pk=version.pk).values(*fields).get() == before
    assert list(version.approvals.values()) == approvals


def test_validity_follows_the_new_last_day(ready: World) -> None:
    old = ready.agreement
    last = old.ends_on
    assert last is not None
    plan = ready.in_force
    assert validity(plan, last) == Validity.IN_FORCE
    assert validity(plan, last + DAY) == Validity.EXPIRED
    new = renew(agreement=old, period=following(old), by=ready.coordinator)
    assert new.ends_on is not None
    for day, is_in_force in (
        (localdate(), True),
        (last, True),
        (last + DAY, True),
        (new.ends_on, True),
        (new.ends_on + DAY, False),
    ):
        assert in_force(plan, day) is is_in_force, day
        assert validity(plan, day) == (Validity.IN_FORCE if is_in_force else Validity.EXPIRED)


def test_a_plans_own_last_day_counts_on(ready: World) -> None:
    renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.coordinator)
    assert validity(ready.expired, localdate()) == Validity.EXPIRED


def test_what_had_expired_is_in_force_again(ready: World) -> None:
    old = ready.agreement
    old.ends_on = localdate() - 10 * DAY
    old.save()
    assert not in_force(ready.in_force, localdate())
    # The days between have passed: whoever signs late says so, and nobody is misled any more.
    renew(agreement=old, period=following(old, after=5 * DAY), by=ready.coordinator)
    assert in_force(ready.in_force, localdate())


@pytest.mark.parametrize("ended", [-3, 30])
def test_days_without_an_agreement_to_come_are_refused(ready: World, ended: int) -> None:
    old = ready.agreement
    old.ends_on = localdate() + ended * DAY
    old.save()
    after = max(2, 1 - ended + 1) * DAY
    with pytest.raises(ValidationError, match="ingen överenskommelse gälla"):
        renew(agreement=old, period=following(old, after=after), by=ready.coordinator)
    assert not Agreement.objects.filter(renews=old).exists()


def test_the_parties_approve_under_the_new_agreement(ready: World) -> None:
    new = renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.coordinator)
    plan = Plan.objects.get(pk=ready.in_force.pk)
    version = adopt(plan, ready.coordinator, ready.director, ready.police_chief)
    assert version.state == "adopted"
    parties = set(version.approvals.values_list("party__agreement", flat=True))
    assert parties == {new.pk}
    assert in_force(plan, localdate())


def test_the_same_words_may_be_approved_anew_by_the_new_parties(ready: World) -> None:
    """What was adopted by the old parties is, to the new agreement, not yet said by anybody."""
    adopt(ready.draft, ready.coordinator, ready.director, ready.police_chief)
    renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.coordinator)
    plan = Plan.objects.get(pk=ready.draft.pk)
    version = propose_draft(plan=plan, by=ready.coordinator)
    for user in (ready.director, ready.police_chief):
        version = approve_version(version=version, by=user, sha256=version.sha256)
    assert version.state == "adopted"


def test_a_proposal_stands_in_the_way(world: World) -> None:
    old = world.agreement
    with pytest.raises(ValidationError, match="Foreslagen"):
        renew(agreement=old, period=following(old), by=world.coordinator)
    reject_version(version=world.proposed.versions.get(), by=world.director, comment="Nej.")
    renew(agreement=old, period=following(old), by=world.coordinator)
    with pytest.raises(ValidationError, match="redan förnyad"):
        renew(agreement=old, period=following(old), by=world.coordinator)


@pytest.mark.parametrize("name", ["communicator", "director", "administrator", "reader"])
def test_only_coordinators_renew(ready: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.people[name])


def test_what_waits_goes_along(ready: World) -> None:
    party = ready.agreement.parties.in_order()[1]
    comment = Comment.objects.create(
        plan=ready.draft, key="syfte", author_name="A", text="Hej", party=party
    )
    row = invitations.invite(
        agreement=ready.agreement,
        email="ny@polisen.example",
        organisation=ready.police,
        role="reader",
        by=ready.coordinator,
    )
    new = renew(agreement=ready.agreement, period=following(ready.agreement), by=ready.coordinator)
    assert Invitation.objects.get(pk=row.pk).agreement == new
    comment.refresh_from_db()
    assert comment.party is not None
    assert comment.party.agreement == new
    assert comment.party.organisation == party.organisation
    with pytest.raises(ValidationError, match="förnyad"):
        invitations.invite(
            agreement=ready.agreement,
            email="annan@polisen.example",
            organisation=ready.police,
            role="reader",
            by=ready.coordinator,
        )


def test_the_pages_lead_from_old_to_new_and_back(client: Client, ready: World) -> None:
    client.force_login(ready.coordinator)
    slug = ready.agreement.slug
    address = reverse("renew", args=[slug])
    period = following(ready.agreement)
    given = {
        "title": period.title,
        "starts_on": str(period.starts_on),
        "ends_on": str(period.ends_on),
        "review_anchor": "",
        "review_interval": "6",
    }
    assert f'value="{period.starts_on}"' in client.get(address).content.decode()
    assert client.post(address, {**given, "starts_on": ""}).status_code == 422
    answer = client.post(address, given, follow=True)
    assert answer.redirect_chain[-1][0] == "/overenskommelser/overenskommelse-2/"
    page = answer.content.decode()
    assert ready.agreement.title in page
    assert "/planer/gallande/" in page
    old = client.get(reverse("agreement", args=[slug])).content.decode()
    assert "/overenskommelser/overenskommelse-2/" in old
    assert reverse("new_plan", args=[slug]) not in old
    assert client.get("/planer/gallande/").status_code == 200
    assert "redan förnyad" in client.get(address).content.decode()
