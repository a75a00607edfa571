"""An agreement's log is read as sentences; who is invited, only by those who invite."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from core import changes
from overview.agreement_log import DAYS, SENTENCES, log_of
from plans.models import Agreement
from plans.permissions import agreement_abilities
from plans.services import agreements, invitations
from plans.services.members import set_roles
from tests.people import World

NAMED = ("name", "number", "role", "organisation", "parties")
pytestmark = pytest.mark.django_db


def lines(agreement: Agreement, user: User) -> list[str]:
    """What the page says, a line each, without the day."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("agreement_log", args=[agreement.slug]))
    assert answer.status_code == 200
    pieces = answer.content.decode().split('<li class="feed-line">')[1:]
    said = [strip_tags(piece.split('<p class="feed-when">')[0]) for piece in pieces]
    return [" ".join(words.split()) for words in said]


def test_members_and_invitations_are_told(world: World) -> None:
    agreement, by = world.agreement, world.coordinator
    invitation = invitations.invite(
        agreement=agreement,
        email="ny@polisen.example",
        organisation=world.police,
        role="reader",
        by=by,
    )
    set_roles(agreement=agreement, user=world.reader, roles={"communicator"}, by=by)
    invitations.withdraw(invitation=invitation, by=by)
    assert sorted(lines(agreement, by)) == [
        f"{by} avslutade rollen läsare för {world.reader}",
        f"{by} bjöd in ny@polisen.example som läsare för {world.police}",
        f"{by} gav {world.reader} rollen kommunikatör",
        f"{by} återtog inbjudan till ny@polisen.example",
    ]


def test_who_accepts_an_invitation_gets_the_role(world: World) -> None:
    invitation = invitations.invite(
        agreement=world.agreement,
        email=world.outsider.email,
        organisation=world.municipality,
        role="reader",
        by=world.coordinator,
    )
    invitations.accept(invitation=invitation, user=world.outsider)
    assert lines(world.agreement, world.coordinator)[:2] == [
        f"{world.outsider} fick rollen läsare",
        f"{world.outsider} tackade ja till inbjudan som läsare",
    ]


def test_who_is_invited_is_told_to_those_who_invite(world: World) -> None:
    invitations.invite(
        agreement=world.agreement,
        email="ny@polisen.example",
        organisation=world.police,
        role="reader",
        by=world.coordinator,
    )
    assert len(lines(world.agreement, world.police_coordinator)) == 1
    assert lines(world.agreement, world.communicator) == []
    assert lines(world.agreement, world.reader) == []


def test_parties_and_a_renewal_are_told(world: World) -> None:
    old = world.neighbours_agreement
    party = old.parties.in_order()[0]
    values = {"registration_number": "KS 2026/17", "signatory": "", "signatory_title": ""}
    agreements.change_party(party=party, values=values, by=world.administrator)
    old.ends_on = date(2026, 12, 31)
    agreements.save_agreement(agreement=old, by=world.administrator)
    period = agreements.Period("Den nya", date(2027, 1, 1), None, None, 6)
    with pytest.raises(PermissionDenied):
        agreements.renew(agreement=old, period=period, by=world.administrator)
    new = agreements.renew(agreement=old, period=period, by=world.neighbour_coordinator)
    told = lines(old, world.neighbour_reader)
    assert told[0].endswith("förnyade överenskommelsen; planerna följde med")
    assert told[1].endswith("ändrade uppgifterna om överenskommelsen")
    assert told[2].endswith(f"ändrade uppgifterna om parten {world.neighbour}")
    [begun] = lines(new, world.neighbour_reader)
    assert "som förnyar en tidigare" in begun


def test_a_field_says_what_was_and_what_became(world: World) -> None:
    agreement = world.agreement
    agreement.ends_on = date(2027, 3, 1)
    agreements.save_agreement(agreement=agreement, by=world.administrator)
    client = Client()
    client.force_login(world.reader)
    page = client.get(reverse("agreement_log", args=[agreement.slug])).content.decode()
    assert "Gäller till och med" in page
    assert "1 mars 2027" in page


def test_what_has_no_sentence_yet_is_still_said(world: World) -> None:
    changes.record(
        by=None,
        scope=f"agreement:{world.agreement.pk}",
        action="added",
        kind="something_new",
        key="x",
        after={"name": "Torget"},
    )
    assert lines(world.agreement, world.communicator) == ["Samråd lade till Torget"]
    assert lines(world.agreement, world.reader) == []


def test_readers_see_nothing_of_what_the_steering_group_does(world: World) -> None:
    for kind, action in SENTENCES:
        changes.record(
            by=None,
            scope=f"agreement:{world.agreement.pk}",
            action=action,
            kind=kind,
            key="x",
            after=dict.fromkeys(NAMED, "x") | dict.fromkeys(DAYS, "2027-03-01"),
        )
    changes_seen = log_of(world.agreement, agreement_abilities(world.reader, world.agreement))
    assert {change.kind for change in changes_seen} == {
        "agreement",
        "party",
        "membership",
        "year_settings",
        "school_break",
    }
    said = " ".join(lines(world.agreement, world.reader))
    assert "ändrade vad som gäller för årens insatser" in said
    for words in ("skickade underlaget", "ändrade när påminnelser", "kallade", "åtgärden"):
        assert words not in said
