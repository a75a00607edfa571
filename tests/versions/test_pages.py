"""The pages of a version's way, as each of those who see them sees them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import Settings

from accounts.models import User
from appendix.services import renderings
from appendix.services.versions import approve, propose_draft
from appendix.views.check import MOST_FILES
from plans.enums import VersionState
from plans.models import Agreement, Plan, PlanVersion
from plans.services.versions import CODE_LENGTH, approve_version, reject_version
from tests.people import World, adopt

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 for tests"


def page(client: Client, user: User | None, name: str, *args: Any, **query: str) -> str:
    if user:
        client.force_login(user)
    answer = client.get(reverse(f"appendix:{name}", args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def decide(client: Client, user: User, step: str, version: PlanVersion, **data: str) -> Any:
    client.force_login(user)
    url = reverse(f"appendix:{step}", args=[version.plan.slug, version.number])
    return client.post(url, {"sha256": version.sha256, **data})


@pytest.fixture
def proposal(world: World) -> PlanVersion:
    """The second version of the plan in force, whose draft has another subtitle."""
    return propose_draft(plan=world.in_force, by=world.coordinator)


# --- deciding -------------------------------------------------------------------------------------


def test_an_approver_sees_what_changes_and_decides(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    slug = world.in_force.slug
    seen = page(client, world.director, "version", slug, 2)
    assert "Godkänn för Älvhamra kommun" in seen
    assert "1 del ändrad." in seen
    assert proposal.sha256 in seen
    assert reverse("appendix:compare_versions", args=[slug, 2, 1]) in seen
    answer = decide(client, world.director, "approve", proposal, comment="Bra.")
    assert answer["Location"] == proposal.get_absolute_url()
    seen = page(client, world.director, "version", slug, 2)
    assert "Godkänn för" not in seen
    assert "godkänd av Director Alvhamra, Director" in seen
    assert "Godkänn för Lokalpolisområde" in page(client, world.police_chief, "version", slug, 2)


def test_those_who_do_not_decide_have_no_form(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    for user in (world.coordinator, world.communicator):
        seen = page(client, user, "version", world.in_force.slug, 2)
        assert "Godkänn för" not in seen
        assert "har inte svarat" in seen
    assert "Ta tillbaka förslaget" in page(client, world.coordinator, "version", "gallande", 2)


def test_a_rejection_needs_a_reason(world: World, client: Client, proposal: PlanVersion) -> None:
    answer = decide(client, world.director, "reject", proposal)
    assert answer.status_code == 422
    assert "Skriv varför versionen avslås." in answer.content.decode()
    decide(client, world.director, "reject", proposal, comment="Målen saknas.")
    proposal.refresh_from_db()
    assert proposal.state == VersionState.REJECTED
    assert "Målen saknas." in page(client, world.coordinator, "version_list", "gallande")


def test_a_refused_decision_shows_the_pictures_too(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    answer = decide(client, world.director, "reject", proposal)
    found = set(re.findall(r'src="([^"]*bilder/[^"]*)"', answer.content.decode()))
    assert len(found) == 2
    for address in found:
        assert client.get(urljoin(answer.request["PATH_INFO"], address)).status_code == 200


def test_what_was_read_is_what_is_approved(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    for step in ("approve", "reject"):
        answer = decide(client, world.director, step, proposal, sha256="0" * 64, comment="Ord.")
        assert answer.status_code == 422
        assert "Det du läste är inte det som är föreslaget." in answer.content.decode()
    assert not proposal.approvals.exists()


def test_who_comes_too_late_is_told_and_keeps_the_words(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    reject_version(version=proposal, by=world.police_chief, comment="Nej.")
    answer = decide(client, world.director, "approve", proposal, comment="Mina ord.")
    assert answer.status_code == 422
    assert "Versionen är redan avslagen." in answer.content.decode()


def test_a_coordinator_takes_a_proposal_back(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    decide(client, world.police_coordinator, "withdraw", proposal)
    proposal.refresh_from_db()
    assert proposal.state == VersionState.WITHDRAWN
    answer = decide(client, world.coordinator, "withdraw", proposal)
    seen = client.get(answer["Location"]).content.decode()
    assert "Versionen är redan återtagen." in seen


# --- comparing ------------------------------------------------------------------------------------


def test_the_comparison_shows_both_words(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    seen = page(client, world.director, "compare_versions", "gallande", 2, 1)
    assert "Version 2 jämfört med version 1" in seen
    assert "Ny lydelse i utkastet" in seen
    assert "<ins>" in seen
    back = page(client, world.director, "compare_versions", "gallande", 1, 2)
    assert "<del>" in back.split("diff-group", 1)[1]
    draft = page(client, world.director, "compare_draft", "gallande")
    assert "Utkastet jämfört med version 1" in draft
    same = page(client, world.director, "compare_draft", "gallande", mot="2")
    assert "Texterna är lika" in same


def test_two_are_chosen_in_the_list(world: World, client: Client, proposal: PlanVersion) -> None:
    client.force_login(world.director)
    url = reverse("appendix:choose_comparison", args=["gallande"])
    wanted = {
        ("1", "2"): "/planer/gallande/version/2/jamfor/1/",
        ("2", "1"): "/planer/gallande/version/2/jamfor/1/",
        ("2", "utkast"): "/planer/gallande/utkast/jamfor/?mot=2",
    }
    for (first, second), address in wanted.items():
        answer = client.get(url, {"fran": first, "till": second})
        assert answer["Location"] == address
    for odd in ("", "x", "-1", "99", "²"):
        assert client.get(url, {"fran": "1", "till": odd}).status_code == 404


def test_a_reader_compares_only_what_has_begun(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    client.force_login(world.reader)
    url = reverse("appendix:compare_versions", args=["gallande", 2, 1])
    assert client.get(url).status_code == 404
    seen = page(client, world.reader, "version_list", "gallande")
    assert "Version 2" not in seen
    assert "Nytt utkast" not in seen
    assert "utkast" not in seen.lower().split("<main")[1].split("</main")[0]


# --- the list -------------------------------------------------------------------------------------


def test_the_list_says_where_each_version_stands(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    for user in (world.director, world.police_chief):
        approve(version=proposal, by=user, sha256=proposal.sha256)
    renderings.store_pdf(version_id=proposal.pk, pdf=PDF)
    seen = page(client, world.coordinator, "version_list", "gallande")
    assert "Version 2 gäller från och med" in seen
    assert "Version 1 gäller inte längre. Den är ersatt av en senare version." in seen
    assert hashlib.sha256(PDF).hexdigest() in seen
    assert "Director Alvhamra, Director" in seen


def test_an_old_version_becomes_the_draft(world: World, client: Client) -> None:
    version = world.in_force.versions.get()
    answer = decide(client, world.coordinator, "new_draft", version)
    assert answer["Location"] == reverse("appendix:draft", args=["gallande"])
    assert Plan.objects.get(pk=world.in_force.pk).subtitle == ""


def test_what_would_expire_at_once_is_said_and_not_approved(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    yesterday = localdate() - timedelta(days=1)
    Agreement.objects.filter(pk=world.agreement.pk).update(ends_on=yesterday)
    seen = page(client, world.director, "version", world.in_force.slug, 2)
    assert "men överenskommelsens sista dag är" in seen
    assert "Godkänn för" not in seen
    assert "Avslå" in seen
    answer = decide(client, world.director, "approve", proposal)
    assert answer.status_code == 422
    assert "men överenskommelsens sista dag är" in answer.content.decode()
    assert not proposal.approvals.exists()
    assert (
        decide(client, world.director, "reject", proposal, comment="För sent.").status_code == 302
    )


def test_a_plan_whose_last_day_passed_meanwhile_is_not_approved(
    world: World, client: Client
) -> None:
    Plan.objects.filter(pk=world.draft.pk).update(ends_on=localdate() + timedelta(days=5))
    version = propose_draft(plan=world.draft, by=world.coordinator)
    later = timezone.now() + timedelta(days=6)
    with pytest.raises(ValidationError, match="men planens sista dag är"):
        approve_version(version=version, by=world.director, sha256=version.sha256, at=later)


def test_every_page_of_a_plan_says_where_it_stands(
    world: World, client: Client, proposal: PlanVersion
) -> None:
    edited = ("editor", "control", "advice", "comments", "history", "bin")
    for name in ("draft", "propose", "version_list", *edited):
        seen = page(client, world.coordinator, name, "gallande")
        assert "Version 1 gäller från och med" in seen
        assert "Version 2 är föreslagen." in seen


# --- the check page -------------------------------------------------------------------------------


@pytest.fixture
def printed(world: World) -> PlanVersion:
    version = world.in_force.versions.get()
    renderings.store_pdf(version_id=version.pk, pdf=PDF)
    version.refresh_from_db()
    return version


def test_a_code_is_read_however_it_is_typed(client: Client, printed: PlanVersion) -> None:
    code = printed.code
    for typed in (code, code.lower(), f" {code[:5]} - {code[5:]} ", f"{code[:5]}–{code[5:]}"):
        answer = client.get(reverse("appendix:check_start"), {"kod": typed})
        assert answer["Location"] == f"/kontroll/{code[:5]}-{code[5:]}/"
    seen = page(client, None, "check", f"{code[:5]}-{code[5:]}".lower())
    assert "Version 1 gäller från och med" in seen


def test_a_stranger_learns_nothing_else(world: World, client: Client, printed: PlanVersion) -> None:
    seen = page(client, None, "check", printed.code)
    for word in ("Gallande", "Älvhamra", "Coordinator", "Director", printed.sha256):
        assert word not in seen
    assert printed.pdf_sha256 not in seen


def test_an_unknown_code_is_answered_with_the_form(client: Client, world: World) -> None:
    proposed = world.proposed.versions.get().code
    for code in ("AAAAABBBBB", "x", "\0" * CODE_LENGTH, proposed):
        answer = client.get(reverse("appendix:check", args=[code]))
        assert answer.status_code == 404
        assert "Det finns ingen fastställd version med den koden." in answer.content.decode()
        assert 'name="kod"' in answer.content.decode()


def send(client: Client, version: PlanVersion, data: bytes | None) -> Any:
    files = {} if data is None else {"fil": SimpleUploadedFile("bilaga.pdf", data)}
    return client.post(reverse("appendix:check", args=[version.printed_code]), files)


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (PDF, 200, "Filen är den rätta"),
        (PDF + b"\n", 200, "Filen är en annan"),
        (b"x" * 3_000_000, 200, "Filen är en annan"),
        (None, 422, "Välj en fil att jämföra."),
    ],
)
def test_a_file_is_told_to_be_the_very_one(
    data: bytes | None, status: int, words: str, client: Client, printed: PlanVersion
) -> None:
    answer = send(client, printed, data)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_a_file_is_kept_nowhere(
    client: Client, printed: PlanVersion, settings: Settings, tmp_path: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")  # who writes there fails
    assert "Filen är en annan" in send(client, printed, b"x" * 5_000_000).content.decode()


def test_a_file_needs_the_forms_token(printed: PlanVersion) -> None:
    assert send(Client(enforce_csrf_checks=True), printed, PDF).status_code == 403


def test_too_large_a_file_is_not_read(client: Client, printed: PlanVersion) -> None:
    url = reverse("appendix:check", args=[printed.printed_code])
    answer = client.post(url, {}, CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413
    assert "större än 100 MB" in answer.content.decode()


@pytest.mark.usefixtures("still_clock")
def test_guessing_is_slowed_down(client: Client, printed: PlanVersion) -> None:
    url = reverse("appendix:check", args=["AAAAABBBBB"])
    assert [client.get(url).status_code for _ in range(61)][-2:] == [404, 429]
    assert client.get(reverse("appendix:check", args=[printed.code])).status_code == 200


@pytest.mark.usefixtures("still_clock")
def test_comparing_files_is_slowed_down(client: Client, printed: PlanVersion) -> None:
    assert [send(client, printed, PDF).status_code for _ in range(MOST_FILES + 1)][-2:] == [
        200,
        429,
    ]
    assert "För många försök" in send(client, printed, PDF).content.decode()


def test_a_superseded_version_is_said_to_be(world: World, client: Client) -> None:
    old = world.in_force.versions.get()
    tomorrow = localdate() + timedelta(days=1)
    people = (world.coordinator, world.director, world.police_chief)
    new = adopt(world.in_force, *people, valid_from=tomorrow)
    assert "börjar gälla" in page(client, None, "check", new.code)
    assert "Version 1 gäller från och med" in page(client, None, "check", old.code)
    Plan.objects.filter(pk=world.in_force.pk).update(subtitle="Tredje")
    adopt(world.in_force, *people)
    assert "ersatt av en senare version" in page(client, None, "check", old.code)
