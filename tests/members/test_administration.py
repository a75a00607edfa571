"""What administrators keep, and what they are refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from core.delivery import deliver_due_mail
from core.enums import MailState
from core.models import Change, OutgoingMail
from plans.models import Agreement, Invitation, Party
from plans.permissions import agreement_abilities
from plans.services import agreements
from tests.people import World

from .letters import last_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.administrator)
    return client


def page(client: Client, name: str, *arguments: object) -> str:
    return client.get(reverse(f"administration:{name}", args=arguments)).content.decode()


# --- organisations --------------------------------------------------------------------------------


def test_organisations_are_made_and_changed(admin: Client, world: World) -> None:
    given = {"name": "Östra kommun", "short_name": "Östra", "kind": "municipality"}
    given |= {"address": "", "phone": "", "email": "", "website": "ostra.example"}
    admin.post(reverse("administration:new_organisation"), given)
    row = Organisation.objects.get(name="Östra kommun")
    assert (row.slug, row.website) == ("ostra-kommun", "https://ostra.example")
    address = reverse("administration:organisation", args=[row.pk])
    admin.post(address, {**given, "name": "Östra stad"})
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Östra stad", "ostra-kommun")
    last, first = Change.objects.in_scope(f"organisation:{row.pk}")
    assert (first.action, first.before) == ("added", None)
    names = [(said or {})["name"] for said in (last.before, last.after)]
    assert names == ["Östra kommun", "Östra stad"]
    assert admin.post(address, {**given, "name": str(world.police)}).status_code == 422


def test_lists_are_looked_through(admin: Client, world: World) -> None:
    for name, asked, seen, unseen in (
        ("organisations", "norrskogs", str(world.neighbour), str(world.association)),
        ("people", "police-chief", world.police_chief.email, world.reader.email),
        ("agreements", "norrskog", str(world.neighbours_agreement), str(world.agreement)),
    ):
        found = admin.get(reverse(f"administration:{name}"), {"sok": asked}).content.decode()
        assert seen in found
        assert unseen not in found


# --- agreements -----------------------------------------------------------------------------------


def test_an_agreement_is_made_with_parties_and_a_coordinator(admin: Client, world: World) -> None:
    given = {"title": "Ny överenskommelse", "kind": "agreement", "review_interval": "6"}
    given |= {"starts_on": "2026-01-01", "ends_on": "2025-01-01", "review_anchor": ""}
    parties = [world.neighbour.pk, world.association.pk]
    address = reverse("administration:new_agreement")
    answer = admin.post(address, {**given, "parties": parties})
    assert answer.status_code == 422
    assert "Sista dagen" in answer.content.decode()
    admin.post(address, {**given, "ends_on": "2028-12-31", "parties": parties})
    row = Agreement.objects.get(title="Ny överenskommelse")
    assert set(row.organisations.all()) == {world.neighbour, world.association}
    assert "ingen samordnare" in page(admin, "start")
    appoint = reverse("administration:appoint", args=[row.pk])
    admin.post(appoint, {"email": world.neighbour_reader.email.upper(), "organisation": ""})
    assert agreement_abilities(world.neighbour_reader, row).run
    nobody = {"email": "ny@norrskog.example", "organisation": ""}
    assert "Välj organisation till inbjudan" in admin.post(appoint, nobody).content.decode()
    admin.post(appoint, {**nobody, "organisation": world.neighbour.pk})
    assert Invitation.objects.get().role == "coordinator"
    assert last_mail("ny@norrskog.example").secrets
    actions = Change.objects.in_scope(f"agreement:{row.pk}").values_list("action", "kind")
    assert sorted(actions) == [
        ("added", "agreement"),
        ("added", "invitation"),
        ("added", "membership"),
        ("added", "party"),
        ("added", "party"),
    ]


def test_parties_change_while_nothing_hangs_on_them(admin: Client, world: World) -> None:
    row = world.lone_agreement
    admin.post(
        reverse("administration:add_party", args=[row.pk]), {"organisation": world.police.pk}
    )
    first, second = row.parties.in_order()
    assert second.organisation == world.police
    admin.post(reverse("administration:move_party", args=[row.pk, second.pk]))
    assert [party.pk for party in row.parties.in_order()] == [second.pk, first.pk]
    given = {"registration_number": "KS 2026/12", "signatory": "", "signatory_title": ""}
    admin.post(reverse("administration:party", args=[row.pk, second.pk]), given)
    assert Party.objects.get(pk=second.pk).registration_number == "KS 2026/12"
    admin.post(reverse("administration:remove_party", args=[row.pk, first.pk]))
    assert [party.pk for party in row.parties.all()] == [second.pk]
    actions = Change.objects.in_scope(f"agreement:{row.pk}").values_list("action", flat=True)
    assert list(actions) == ["removed", "changed", "moved", "added"]


def test_parties_stay_once_they_have_spoken_or_are_asked(admin: Client, world: World) -> None:
    for row in (world.agreement, world.neighbours_agreement):
        party = row.parties.in_order()[0]
        with pytest.raises(ValidationError, match="redan beslutat"):
            agreements.remove_party(party=party, by=world.administrator)
        with pytest.raises(ValidationError, match="redan beslutat"):
            agreements.add_party(
                agreement=row, organisation=world.association, by=world.administrator
            )
        assert "Lägg till part" not in page(admin, "agreement", row.pk)
        admin.post(reverse("administration:remove_party", args=[row.pk, party.pk]))
        assert row.parties.count() == 2
        assert "redan beslutat" in page(admin, "start")


def test_only_administrators_keep_agreements(world: World) -> None:
    for step in (
        lambda: agreements.save_agreement(agreement=world.agreement, by=world.coordinator),
        lambda: agreements.add_party(
            agreement=world.lone_agreement, organisation=world.police, by=world.lone_chief
        ),
        lambda: agreements.remove_party(
            party=world.lone_agreement.parties.get(), by=world.lone_chief
        ),
    ):
        with pytest.raises(PermissionDenied):
            step()


# --- people ---------------------------------------------------------------------------------------


def test_people_are_added_changed_and_shut_out(admin: Client, world: World) -> None:
    given = {"full_name": "Bo Alm", "email": "Bo@Alvhamra.example", "title": "", "organisation": ""}
    admin.post(reverse("administration:new_person"), given)
    user = User.objects.get(email="bo@alvhamra.example")
    assert user.is_active
    assert not user.has_usable_password()
    assert last_mail(user.email).secrets
    address = reverse("administration:person", args=[user.pk])
    admin.post(address, {**given, "organisation": world.police.pk})  # is_active is unticked
    user.refresh_from_db()
    assert (user.is_active, user.organisation) == (False, world.police)
    taken = admin.post(address, {**given, "email": world.reader.email.upper()})
    assert taken.status_code == 422


def test_nobody_shuts_themselves_out(admin: Client, world: World) -> None:
    address = reverse("administration:person", args=[world.administrator.pk])
    given = {"full_name": "Ada", "email": world.administrator.email, "title": ""}
    admin.post(address, {**given, "organisation": ""})
    world.administrator.refresh_from_db()
    assert world.administrator.full_name == "Ada"
    assert world.administrator.is_administrator
    assert world.administrator.is_active


def test_an_agreement_left_by_its_last_coordinator_is_spoken_of(
    admin: Client, world: World
) -> None:
    user = world.neighbour_coordinator
    given = {"full_name": user.full_name, "email": user.email, "title": "", "organisation": ""}
    answer = admin.post(reverse("administration:person", args=[user.pk]), given, follow=True)
    assert f"”{world.neighbours_agreement}” har nu ingen samordnare" in answer.content.decode()


def test_a_link_for_a_password_is_sent_to_those_who_may_sign_in(
    admin: Client, world: World
) -> None:
    address = reverse("administration:send_password_link", args=[world.reader.pk])
    admin.post(address)
    assert last_mail(world.reader.email).secrets
    User.objects.filter(pk=world.reader.pk).update(is_active=False)
    assert admin.post(address).status_code == 404


def test_the_head_leads_to_our_own_pages(admin: Client, world: World) -> None:
    head = admin.get("/").content.decode()
    assert 'href="/administration/"' in head
    assert 'href="/admin/"' not in head
    admin.force_login(world.coordinator)
    assert "/administration/" not in admin.get("/").content.decode()


# --- mails ----------------------------------------------------------------------------------------


def fail(mail: OutgoingMail, why: str = "550 okänd") -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, last_error=why)


def test_mails_that_failed_are_found_and_tried_again(admin: Client, world: World) -> None:
    invited(world)
    mail = last_mail("ny@alvhamra.example")
    fail(mail)
    assert "1 mejl går inte att skicka" in page(admin, "start")
    found = admin.get(reverse("administration:mails"), {"lage": "failed"}).content.decode()
    assert "550 okänd" in found
    kept = admin.get(reverse("administration:mails"), {"lage": "sent"}).content.decode()
    assert mail.subject not in kept
    admin.post(reverse("administration:retry_mail", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED


def test_no_page_shows_a_link_that_signs_somebody_in(admin: Client, world: World) -> None:
    invited(world)
    mail = last_mail("ny@alvhamra.example")
    secret = mail.secrets["link"].rstrip("/").rpartition("/")[2]
    for shown in (page(admin, "mails"), page(admin, "mail", mail.pk)):
        assert mail.subject in shown
        assert secret not in shown
    assert "(länken visas inte här)" in page(admin, "mail", mail.pk)


def test_a_mail_whose_link_is_forgotten_is_not_sent_again(admin: Client, world: World) -> None:
    invited(world)
    mail = last_mail("ny@alvhamra.example")
    fail(mail)
    OutgoingMail.objects.update(secrets_until=timezone.now() - timedelta(days=1))
    deliver_due_mail()
    assert "Länken i mejlet har gått ut" in page(admin, "mail", mail.pk)
    admin.post(reverse("administration:retry_mail", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_older_mails_are_a_page_away(admin: Client, world: World) -> None:
    rows = [
        OutgoingMail(to=f"brev-{n}@b.example", subject=f"Brev {n}", text="", message_id=f"<{n}@x>")
        for n in range(51)
    ]
    OutgoingMail.objects.all().delete()
    OutgoingMail.objects.bulk_create(rows)
    first = page(admin, "mails")
    oldest = OutgoingMail.objects.order_by("pk")[0]
    assert oldest.to not in first
    link = first.split("fore=")[1].split('"')[0]
    assert oldest.to in admin.get(f"{reverse('administration:mails')}?fore={link}").content.decode()


def invited(world: World) -> None:
    from_page = {"email": "ny@alvhamra.example", "organisation": world.municipality.pk}
    client = Client()
    client.force_login(world.coordinator)
    client.post(reverse("members", args=[world.agreement.slug]), {**from_page, "role": "reader"})
