"""Who is told what on the way of a version."""

from __future__ import annotations

import pytest
from django.utils import timezone

from appendix.services.versions import approve, propose_draft
from core.models import OutgoingMail, Rendering
from plans.models import Membership, PlanVersion
from plans.services.versions import reject_version, withdraw_version
from tests.people import World, adopt

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(world: World) -> PlanVersion:
    OutgoingMail.objects.all().delete()
    return world.proposed.versions.get()


def told(template: str) -> set[str]:
    mails = OutgoingMail.objects.filter(unique_key__startswith=f"version_{template}:")
    return {mail.to.split("@")[0] for mail in mails}


def test_a_proposal_is_told_to_those_who_decide(world: World) -> None:
    OutgoingMail.objects.all().delete()
    world.director.is_active = True
    version = propose_draft(plan=world.draft, by=world.coordinator)
    assert told("proposed") == {"director", "police-chief"}
    mail = OutgoingMail.objects.get(to=world.director.email)
    assert version.get_absolute_url() in mail.text
    assert mail.subject == "En ny version av Utkast väntar på beslut"
    assert "Coordinator Alvhamra har föreslagit version 1 av planen Utkast." in mail.text


def test_nobody_without_a_say_is_told(world: World) -> None:
    OutgoingMail.objects.all().delete()
    Membership.objects.create(agreement=world.agreement, user=world.lone_chief, role="steering")
    Membership.objects.create(agreement=world.agreement, user=world.outsider, role="steering")
    Membership.objects.filter(user=world.outsider).update(ended_at=timezone.now())
    propose_draft(plan=world.draft, by=world.coordinator)
    assert told("proposed") == {"director", "police-chief"}


def test_a_rejection_is_told_to_the_proposer_and_those_who_had_approved(
    world: World, proposal: PlanVersion
) -> None:
    approve(version=proposal, by=world.director, sha256=proposal.sha256)
    assert not OutgoingMail.objects.exists()
    reject_version(version=proposal, by=world.police_chief, comment="Talespersonen saknas.")
    assert told("rejected") == {"coordinator", "director"}
    text = OutgoingMail.objects.get(to=world.coordinator.email).text
    assert "Talespersonen saknas." in text
    assert "för Lokalpolisområde Älvhamra/Norrskog" in text


def test_an_adoption_is_told_to_those_who_care_and_its_pdf_asked_for(
    world: World, proposal: PlanVersion
) -> None:
    approve(version=proposal, by=world.director, sha256=proposal.sha256)
    assert not Rendering.objects.exists()
    approve(version=proposal, by=world.police_chief, sha256=proposal.sha256)
    assert told("adopted") == {"coordinator", "police-coordinator", "director", "police-chief"}
    assert Rendering.objects.get().subject_id == proposal.pk


def test_a_withdrawal_is_told_to_those_who_were_asked(world: World, proposal: PlanVersion) -> None:
    withdraw_version(version=proposal, by=world.police_coordinator)
    assert told("withdrawn") == {"director", "police-chief"}


def test_what_was_decided_on_paper_is_told_to_nobody(world: World) -> None:
    OutgoingMail.objects.all().delete()
    adopt(world.draft, world.coordinator, world.director, world.police_chief)
    assert not OutgoingMail.objects.exists()
