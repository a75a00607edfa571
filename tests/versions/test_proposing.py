"""What stands in the way of a proposal, on its page and in the guard alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from appendix.services import renderings
from appendix.services.versions import approve, frozen_draft, propose_draft
from core.prints import queue
from core.prints.models import Rendering
from plans.models import (
    Agreement,
    Membership,
    Message,
    Node,
    Party,
    Plan,
    PlanOrganisation,
    PlanVersion,
    Section,
)
from tests.people import World, adopt, make_plan

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 for tests"


def empty_main_message(world: World) -> None:
    section = Section.objects.create(
        plan=world.draft,
        node=Node.objects.create(plan=world.draft, key="budskap"),
        kind="messages",
        heading="Budskap",
        position=9,
    )
    node = Node.objects.create(plan=world.draft, key="huvud")
    Message.objects.create(node=node, section=section, is_main=True)


def no_words(world: World) -> None:
    Section.objects.filter(plan=world.draft).update(removed_at=timezone.now())


BROKEN: dict[str, tuple[Callable[[World], object], str, str]] = {
    "title": (
        lambda w: Plan.objects.filter(pk=w.draft.pk).update(title=" "),
        "Planen har ingen titel.",
        "/dokument/",
    ),
    "parties": (
        lambda w: Agreement.objects.filter(pk=w.agreement.pk).update(
            ends_on=localdate() - timedelta(days=1)
        ),
        "Överenskommelsen gick ut",
        "/overenskommelser/alvhamra-polisen/",
    ),
    "organisation": (
        lambda w: PlanOrganisation.objects.filter(plan=w.draft).update(role="sender"),
        "Planen nämner ingen organisation som part.",
        "/dokument/",
    ),
    "message": (empty_main_message, "Huvudbudskapet under ”Budskap” är tomt.", "redigera/budskap/"),
    "sections": (no_words, "Planen har inget avsnitt med innehåll.", "/redigera/"),
    "period": (
        lambda w: Plan.objects.filter(pk=w.draft.pk).update(
            ends_on=localdate() - timedelta(days=1)
        ),
        "har redan passerat",
        "/dokument/",
    ),
    "approver": (
        lambda w: Membership.objects.filter(user=w.police_chief).update(ended_at=timezone.now()),
        "Lokalpolisområde Älvhamra/Norrskog har ingen ledamot",
        "/medlemmar/",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_page_and_guard_name_the_same(name: str, world: World, client: Client) -> None:
    breaking, words, link = BROKEN[name]
    breaking(world)
    plan = Plan.objects.select_related("agreement").get(pk=world.draft.pk)
    client.force_login(world.coordinator)
    page = client.get(reverse("appendix:propose", args=[plan.slug])).content.decode()
    assert words in page
    assert f'{link}">' in page
    with pytest.raises(ValidationError, match=words):
        propose_draft(plan=plan, by=world.coordinator)
    assert not plan.versions.exists()


def test_without_parties_nobody_can_approve(world: World) -> None:
    Party.objects.filter(agreement=world.lone_agreement).delete()
    with pytest.raises(ValidationError, match="inga parter"):
        propose_draft(plan=world.lone, by=world.lone_chief)


def test_the_same_text_is_not_proposed_again(world: World) -> None:
    plan = world.draft
    adopt(plan, world.coordinator, world.director, world.police_chief)
    with pytest.raises(ValidationError, match="Utkastet är detsamma som version 1"):
        propose_draft(plan=plan, by=world.coordinator)
    Plan.objects.filter(pk=plan.pk).update(subtitle="Nytt")
    assert propose_draft(plan=plan, by=world.coordinator).number == 2


def test_one_proposal_at_a_time(world: World) -> None:
    with pytest.raises(ValidationError, match="Version 1 är redan föreslagen"):
        propose_draft(plan=world.proposed, by=world.coordinator)


def test_what_is_missing_does_not_hide_that_one_may_not(world: World) -> None:
    no_words(world)
    with pytest.raises(PermissionDenied):
        propose_draft(plan=world.draft, by=world.communicator)


def test_a_coordinator_proposes_what_was_shown(world: World, client: Client) -> None:
    client.force_login(world.coordinator)
    url = reverse("appendix:propose", args=[world.draft.slug])
    sha256 = frozen_draft(world.draft).sha256
    assert sha256 in client.get(url).content.decode()
    first = localdate() + timedelta(days=7)
    answer = client.post(url, {"sha256": sha256, "wished_from": first.isoformat()})
    version = world.draft.versions.get()
    assert answer["Location"] == version.get_absolute_url()
    assert (version.sha256, version.wished_from) == (sha256, first)


def test_a_draft_that_changed_meanwhile_is_not_proposed(world: World, client: Client) -> None:
    client.force_login(world.coordinator)
    sha256 = frozen_draft(world.draft).sha256
    Plan.objects.filter(pk=world.draft.pk).update(subtitle="Nytt")
    url = reverse("appendix:propose", args=[world.draft.slug])
    answer = client.post(url, {"sha256": sha256, "wished_from": ""})
    assert answer.status_code == 422
    assert "Utkastet har ändrats sedan du öppnade sidan" in answer.content.decode()
    assert frozen_draft(Plan.objects.get(pk=world.draft.pk)).sha256 in answer.content.decode()
    assert not world.draft.versions.exists()


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Välj i dag eller en senare dag"), (9, "planens sista dag")]
)
def test_the_first_day_is_a_day_that_can_be(
    days: int, words: str, world: World, client: Client
) -> None:
    Plan.objects.filter(pk=world.draft.pk).update(ends_on=localdate() + timedelta(days=5))
    client.force_login(world.coordinator)
    answer = client.post(
        reverse("appendix:propose", args=[world.draft.slug]),
        {
            "sha256": frozen_draft(world.draft).sha256,
            "wished_from": (localdate() + timedelta(days=days)).isoformat(),
        },
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not world.draft.versions.exists()


def test_nothing_is_in_force_before_it_is_adopted(world: World) -> None:
    version = propose_draft(plan=world.draft, by=world.coordinator)
    PlanVersion.objects.filter(pk=version.pk).update(wished_from=localdate() - timedelta(days=9))
    for person in (world.director, world.police_chief):
        version = approve(version=version, by=person, sha256=version.sha256)
    assert version.valid_from == version.adopted_on == localdate()


def test_a_print_of_the_proposal_is_never_that_of_the_version(world: World) -> None:
    """Asked for while it was proposed, made when it was adopted: it still says draft."""
    version = world.proposed.versions.get()
    early = renderings.ask_for_version(version=version)
    for person in (world.director, world.police_chief):
        version = approve(version=version, by=person, sha256=version.sha256)
    queue.finish(rendering=early, pdf=b"%PDF draft")
    version.refresh_from_db()
    assert not version.pdf_sha256
    late = Rendering.objects.exclude(pk=early.pk).get()
    queue.finish(rendering=late, pdf=PDF)
    version.refresh_from_db()
    assert bytes(version.pdf or b"") == PDF


def test_a_renewed_agreement_may_adopt_the_same_text(world: World) -> None:
    """Other parties have not approved it."""
    plan = make_plan(world.lone_agreement, "flyttad")
    adopt(plan, world.lone_chief, world.lone_chief)
    renewed = Agreement.objects.create(title="Ny", slug="ny")
    Party.objects.create(agreement=renewed, organisation=world.association)
    for role in ("coordinator", "steering"):
        Membership.objects.create(agreement=renewed, user=world.lone_chief, role=role)
    Plan.objects.filter(pk=plan.pk).update(agreement=renewed)
    plan = Plan.objects.select_related("agreement").get(pk=plan.pk)
    assert propose_draft(plan=plan, by=world.lone_chief).number == 2
