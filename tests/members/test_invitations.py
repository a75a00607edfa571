"""Invitations: a secret that stands nowhere but in the mail, works once, and only for whom it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from core.mail import conceal, reveal
from core.models import Change
from plans.models import Invitation, Membership
from plans.permissions import agreement_abilities
from plans.services import invitations
from tests.people import World

from .letters import last_mail, link_to, secret_to

pytestmark = pytest.mark.django_db
NEW = "ny.person@polisen.example"
PASSWORD = "sju sorters kakor"


def invite(world: World, email: str = NEW, role: str = "communicator") -> Invitation:
    return invitations.invite(
        agreement=world.agreement,
        email=email,
        organisation=world.police,
        role=role,
        by=world.coordinator,
    )


def join(client: Client, link: str, **given: str) -> int:
    said = {"full_name": "Ny Person", "title": "kommunpolis"}
    said |= {"password": PASSWORD, "again": PASSWORD, **given}
    return client.post(link, said).status_code


def test_the_link_stands_only_in_the_mail_that_is_sent(world: World) -> None:
    row = invite(world)
    mail = last_mail(NEW)
    secret = secret_to(NEW)
    assert len(secret) > 40
    assert row.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    for body in (mail.text, mail.html, mail.subject, conceal(mail.text)):
        assert secret not in body
    assert secret in reveal(mail.text, mail.secrets)
    assert mail.secrets_until == row.expires_at
    assert secret not in str(list(Change.objects.values()))
    assert str(world.coordinator) in mail.text
    assert world.agreement.title in mail.subject


def test_somebody_new_joins_with_one_form(client: Client, world: World) -> None:
    invite(world)
    link = link_to(NEW)
    page = client.get(link)
    assert page.status_code == 200
    assert world.agreement.title in page.content.decode()
    assert join(client, link) == 302
    user = User.objects.get(email=NEW)
    assert (user.full_name, user.title) == ("Ny Person", "kommunpolis")
    assert user.organisation == world.police
    assert user.check_password(PASSWORD)
    assert agreement_abilities(user, world.agreement).roles == {"communicator"}
    assert client.get(reverse("agreement", args=[world.agreement.slug])).status_code == 200
    row = Invitation.objects.get(email=NEW)
    assert (row.accepted_by, row.withdrawn_at) == (user, None)
    actions = Change.objects.in_scope(f"agreement:{world.agreement.pk}").values_list(
        "action", "kind"
    )
    assert set(actions) >= {("accepted", "invitation"), ("added", "membership")}
    used = Client().get(link)
    assert used.status_code == 410
    assert "redan använd" in used.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"full_name": ""}, "Namn"),
        ({"password": "kort", "again": "kort"}, "12"),
        ({"again": "något annat helt"}, "inte likadana"),
        ({"password": "ny.person@polisen", "again": "ny.person@polisen"}, "Lösenord"),
    ],
)
def test_what_is_wrong_is_said_in_swedish(
    client: Client, world: World, given: dict[str, str], said: str
) -> None:
    invite(world)
    link = link_to(NEW)
    answer = client.post(
        link, {"full_name": "Ny", "title": "", "password": PASSWORD, "again": PASSWORD} | given
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "This" not in answer.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_who_has_an_account_signs_in_and_accepts(client: Client, world: World) -> None:
    invite(world, world.outsider.email)
    link = link_to(world.outsider.email)
    page = client.get(link).content.decode()
    assert f"/konto/logga-in/?next={link}" in page
    assert "Skapa ditt konto" not in page
    assert join(client, link) == 403
    client.force_login(world.outsider)
    page = client.get(link).content.decode()
    assert "fortsätter att göra det" in page, "the other organisation is not spoken of"
    assert not Membership.objects.filter(user=world.outsider).exists(), "a GET has written"
    assert client.post(link).status_code == 302
    assert agreement_abilities(world.outsider, world.agreement).roles == {"communicator"}
    world.outsider.refresh_from_db()
    assert world.outsider.organisation == world.municipality
    assert client.post(link).status_code == 410


def test_who_belongs_nowhere_belongs_to_the_invitations_organisation(world: World) -> None:
    User.objects.filter(pk=world.outsider.pk).update(organisation=None)
    world.outsider.refresh_from_db()
    row = invite(world, world.outsider.email)
    invitations.accept(invitation=row, user=world.outsider)
    world.outsider.refresh_from_db()
    assert world.outsider.organisation == world.police


def test_somebody_else_is_told_so(client: Client, world: World) -> None:
    row = invite(world)
    client.force_login(world.outsider)
    assert "till någon annan" in client.get(link_to(NEW)).content.decode()
    assert client.post(link_to(NEW)).status_code == 403
    with pytest.raises(PermissionDenied):
        invitations.accept(invitation=row, user=world.outsider)
    assert not Membership.objects.filter(user=world.outsider).exists()


def withdraw(world: World, row: Invitation) -> None:
    invitations.withdraw(invitation=row, by=world.coordinator)


def wait(world: World, row: Invitation) -> None:
    Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(("end", "said"), [(withdraw, "återtagen"), (wait, "har gått ut")])
def test_what_has_ended_stays_so(
    client: Client, world: World, end: Callable[[World, Invitation], None], said: str
) -> None:
    row = invite(world)
    link = link_to(NEW)
    end(world, row)
    for answer in (client.get(link), client.post(link, {})):
        assert answer.status_code == 410
        assert said in answer.content.decode()
    with pytest.raises(ValidationError):
        invitations.accept_as_new(invitation=row, full_name="X", title="", password=PASSWORD)
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.usefixtures("still_clock")
def test_a_guess_is_404_and_not_made_often(client: Client, world: World) -> None:
    assert client.get("/inbjudan/gissning/").status_code == 404
    assert client.get(f"/inbjudan/{invite(world).secret_sha256}/").status_code == 404
    statuses = [client.get(f"/inbjudan/gissning-{n}/").status_code for n in range(60)]
    assert statuses == [404] * 58 + [429] * 2


def test_sent_anew_only_the_new_link_works(client: Client, world: World) -> None:
    row = invite(world)
    old = link_to(NEW)
    wait(world, row)
    invitations.send_anew(invitation=row, by=world.police_coordinator)
    assert client.get(old).status_code == 404
    assert client.get(link_to(NEW)).status_code == 200
    row.refresh_from_db()
    assert row.expires_at > timezone.now() + timedelta(days=13)


def test_a_page_that_was_open_while_it_was_sent_anew_accepts_nothing(world: World) -> None:
    seen = invite(world)
    invitations.send_anew(invitation=seen, by=world.coordinator)
    with pytest.raises(ValidationError):
        invitations.accept_as_new(invitation=seen, full_name="X", title="", password=PASSWORD)


def test_needless_invitations_are_refused(world: World) -> None:
    invite(world)
    User.objects.filter(pk=world.outsider.pk).update(is_active=False)
    refused = {
        NEW.upper(): "på nytt",
        world.communicator.email: "redan den rollen",
        world.outsider.email: "avstängt",
        "ingen-adress": "giltig e-postadress",
    }
    for email, said in refused.items():
        with pytest.raises(ValidationError, match=said):
            invite(world, email)
    assert Invitation.objects.count() == 1
    invite(world, NEW, role="reader")


@pytest.mark.parametrize("name", ["reader", "communicator", "director", "neighbour_coordinator"])
def test_only_coordinators_invite(world: World, name: str) -> None:
    row = invite(world)
    by = world.people[name]
    steps: list[Callable[[], object]] = [
        lambda: invitations.withdraw(invitation=row, by=by),
        lambda: invitations.send_anew(invitation=row, by=by),
        lambda: invitations.invite(
            agreement=world.agreement,
            email="x@y.example",
            organisation=world.police,
            role="reader",
            by=by,
        ),
    ]
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()


def test_an_administrator_invites_only_to_run(world: World) -> None:
    given = {"agreement": world.agreement, "email": NEW, "organisation": world.police}
    with pytest.raises(PermissionDenied):
        invitations.invite(**given, role="steering", by=world.administrator)  # type: ignore[arg-type]
    invitations.invite(**given, role="coordinator", by=world.administrator)  # type: ignore[arg-type]


def test_the_page_invites_sends_anew_and_withdraws(client: Client, world: World) -> None:
    client.force_login(world.coordinator)
    slug = world.agreement.slug
    page = reverse("members", args=[slug])
    given = {"email": "Ny.Person@Polisen.example", "organisation": world.police.pk}
    assert client.post(page, {**given, "role": ""}).status_code == 422
    assert client.post(page, {**given, "role": "reader"}).status_code == 302
    row = Invitation.objects.get()
    assert row.email == NEW
    assert NEW in client.get(page).content.decode()
    first = link_to(NEW)
    client.post(reverse("resend_invitation", args=[slug, row.pk]))
    assert link_to(NEW) != first
    client.post(reverse("withdraw_invitation", args=[slug, row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert NEW not in client.get(page).content.decode().split("Inbjudningar")[-1]


def test_parties_come_first_among_the_organisations(client: Client, world: World) -> None:
    client.force_login(world.coordinator)
    page = client.get(reverse("members", args=[world.agreement.slug])).content.decode()
    parties, others = page.split('label="Parter"')[1].split('label="Andra"')
    assert str(world.police) in parties
    assert str(world.neighbour) not in parties
    assert str(world.neighbour) in others
    assert Organisation.objects.count() == 4
