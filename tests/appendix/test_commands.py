"""The commands: what they write, print and refuse."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError

from appendix import work
from appendix.document import build, canonical_bytes, read, sha256
from appendix.document.schema import make_schema
from core.pdf.contract import PrintError
from plans.models import Agreement, Image, Plan
from tests.people import World, adopt

from .sample import SAMPLE, with_change, with_changes

ROOT = Path(django_settings.BASE_DIR)
EXAMPLES = sorted((ROOT / "appendix" / "examples").glob("*.json"))


def run(*arguments: Any) -> str:
    output = io.StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue().strip()


def refusal(*arguments: Any) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def written(path: Path, document: dict[str, Any]) -> Path:
    path.write_bytes(canonical_bytes(document))
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typesetter that says what it was given."""
    monkeypatch.setattr(
        work, "typeset", lambda document, record, **k: f"%PDF {record.number}".encode()
    )


# --- export_appendix ----------------------------------------------------------------------------


def test_the_version_in_force_is_exported_as_it_was_approved(world: World, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    told = run("export_appendix", world.in_force.slug, "--format", "json", "--output", file)
    assert file.read_bytes() == world.in_force.versions.get().document_bytes
    assert told == f"{file} skrevs, {file.stat().st_size} byte."


def test_the_draft_is_exported_when_it_is_asked_for_or_all_there_is(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    run("export_appendix", world.in_force.slug, "--draft", "--format", "json", "--output", file)
    assert file.read_bytes() == canonical_bytes(build(world.in_force))
    run("export_appendix", world.draft.pk, "--format", "json", "--output", file)
    assert file.read_bytes() == canonical_bytes(build(world.draft))


@pytest.mark.usefixtures("quick")
def test_a_pdf_is_stored_with_its_version_and_then_only_handed_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bilaga.pdf"
    run("export_appendix", world.in_force.slug, "--output", file)
    assert file.read_bytes() == b"%PDF 1"
    assert bytes(world.in_force.versions.get().pdf or b"") == b"%PDF 1"
    monkeypatch.delattr(work, "typeset")
    run("export_appendix", world.in_force.slug, "--output", file)


@pytest.mark.usefixtures("quick")
def test_a_certain_version_is_exported(world: World, tmp_path: Path) -> None:
    adopt(world.in_force, world.coordinator, world.director, world.police_chief)
    file = tmp_path / "bilaga.pdf"
    run("export_appendix", world.in_force.slug, "--output", file)
    assert file.read_bytes() == b"%PDF 2"
    run("export_appendix", world.in_force.slug, "--number", 1, "--output", file)
    assert file.read_bytes() == b"%PDF 1"


def test_an_export_that_cannot_be_made(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bilaga.pdf"
    for unknown in ("finns-inte", "0", "9" * 30, "²"):
        told = refusal("export_appendix", unknown, "--output", file)
        assert told == f"Det finns ingen plan med id eller adress ”{unknown}”."
    told = refusal("export_appendix", world.in_force.slug, "--number", 7, "--output", file)
    assert told == "Planen har ingen version 7."
    slug = world.draft.slug
    told = refusal("export_appendix", slug, "--format", "json", "--output", tmp_path / "a" / "b")
    assert told.endswith("går inte att skriva: filen eller mappen finns inte.")

    def fail(*args: object, **kwargs: object) -> bytes:
        raise PrintError("Bilden kan inte skrivas ut.")

    monkeypatch.setattr(work, "typeset", fail)
    assert refusal("export_appendix", slug, "--output", file) == "Bilden kan inte skrivas ut."
    assert not file.exists()


# --- import_plan and check_document -------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_taken_in_with_an_agreement_of_its_own(example: Path) -> None:
    slug = run("import_plan", example, "--new-agreement")
    plan = Plan.objects.get(slug=slug)
    document = read(example.read_bytes())
    assert canonical_bytes(build(plan)) == canonical_bytes(document)
    parties = [row["name"] for row in document["organisations"] if row["role"] == "party"]
    assert [str(party) for party in plan.agreement.parties.all()] == parties


def test_a_plan_is_taken_in_twice_under_two_addresses(world: World, tmp_path: Path) -> None:
    file = written(tmp_path / "plan.json", SAMPLE)
    first = run("import_plan", file, "--agreement", world.agreement.slug)
    second = run("import_plan", file, "--agreement", world.agreement.slug)
    assert (first, second) == ("kommunikationsplan", "kommunikationsplan-2")
    assert Image.objects.filter(pk__in=SAMPLE["images"]).count() == 1


def test_parties_that_differ_are_listed_and_refused(world: World, tmp_path: Path) -> None:
    file = written(tmp_path / "plan.json", SAMPLE)
    count = Plan.objects.count()
    told = refusal("import_plan", file, "--agreement", world.neighbours_agreement.slug)
    assert "organisations: ”Älvhamra kommun” är inte part i överenskommelsen" in told
    assert "organisations: överenskommelsens part ”Norrskogs kommun” saknas i dokumentet" in told
    assert Plan.objects.count() == count


def test_an_import_that_cannot_be_made(world: World, tmp_path: Path) -> None:
    file = written(tmp_path / "plan.json", SAMPLE)
    told = refusal("import_plan", file, "--agreement", "finns-inte")
    assert told == "Det finns ingen överenskommelse med adressen ”finns-inte”."
    absent = refusal("import_plan", tmp_path / "saknas", "--new-agreement")
    assert absent.endswith("saknas går inte att läsa: filen eller mappen finns inte.")
    folder = refusal("import_plan", tmp_path, "--new-agreement")
    assert folder.endswith("går inte att läsa: det är en mapp.")
    nobody = written(tmp_path / "ingen.json", {"schema": 1, "kind": "plan", "title": "Plan"})
    count = Agreement.objects.count()
    told = refusal("import_plan", nobody, "--new-agreement")
    assert "dokumentet nämner ingen part att ingå avtal med" in told
    assert Agreement.objects.count() == count


AWKWARD: dict[str, dict[str, Any]] = {
    "names that make the same address": with_changes(
        ("organisations[0].name", "Ålvhamra kommun"), ("organisations[1].name", "Älvhamra kommun")
    ),
    "a name without a letter that an address may have": with_change(
        "organisations[0].name", "Кириллица"
    ),
    "a title without a letter": with_change("title", "???"),
    "a very long title": with_change("title", "Plan " * 200),
    "a long registration number": with_changes(
        ("control[0].kind", "registration_number"), ("control[0].words", "ÄK " * 200)
    ),
    "a period without a beginning": with_changes(
        ("control[0].kind", "valid"), ("control[0].value", "/2027-12-31")
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", AWKWARD)
def test_what_is_odd_but_right_is_taken_in(name: str, tmp_path: Path) -> None:
    slug = run("import_plan", written(tmp_path / "plan.json", AWKWARD[name]), "--new-agreement")
    assert build(Plan.objects.get(slug=slug)) == AWKWARD[name]


UNAGREEABLE: dict[str, tuple[dict[str, Any], str]] = {
    "the same party twice": (
        with_change("organisations[1].name", "Älvhamra kommun"),
        "”Älvhamra kommun”",
    ),
    "a name that no organisation can have": (
        with_change("organisations[1].name", "Polisen " * 60),
        "längre än 200 tecken",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", UNAGREEABLE)
def test_an_agreement_that_cannot_be_made_is_refused_in_words(name: str, tmp_path: Path) -> None:
    document, words = UNAGREEABLE[name]
    told = refusal("import_plan", written(tmp_path / "plan.json", document), "--new-agreement")
    assert words in told
    assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_checking_stores_nothing(tmp_path: Path) -> None:
    file = written(tmp_path / "plan.json", SAMPLE)
    assert run("check_document", file) == f"Dokumentet är giltigt. SHA-256: {sha256(SAMPLE)}"
    assert not Plan.objects.exists()
    bad = written(tmp_path / "fel.json", with_change("title", 7))
    told = refusal("check_document", bad)
    assert told.startswith(f"{bad} går inte att ta in:\n  title: här väntades en text")


def test_the_exit_status_tells(tmp_path: Path) -> None:
    good, bad = written(tmp_path / "a", SAMPLE), written(tmp_path / "b", with_change("kind", "x"))

    def status(file: Path) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", "check_document", str(file)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        return done.returncode, done.stderr

    assert status(good) == (0, "")
    code, told = status(bad)
    assert code == 1
    assert "kind: " in told
    assert "Traceback" not in told


# --- demo and document_schema -------------------------------------------------------------------


def counts() -> Counter[str]:
    return Counter(
        {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    )


@pytest.mark.django_db
def test_the_demo_is_idempotent() -> None:
    told = run("demo")
    first = counts()
    assert run("demo") == told
    assert counts() == first
    assert first["plans.Plan"] == 5
    assert "samordnare@alvhamra.example" in told


@pytest.mark.django_db
def test_the_demo_leaves_what_is_there_as_it_is() -> None:
    run("demo")
    Plan.objects.filter(slug="kommunikationsplan-norrskog").update(title="Ändrad")
    before = counts()
    run("demo")
    assert Plan.objects.get(slug="kommunikationsplan-norrskog").title == "Ändrad"
    assert counts() == before


def test_the_schema_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "document-1.json"
    monkeypatch.setattr("appendix.management.commands.document_schema.SCHEMA_FILE", file)
    assert run("document_schema") == "document-1.json"
    assert json.loads(file.read_text("utf-8")) == make_schema()
    committed = ROOT / "appendix" / "schema" / "document-1.json"
    assert file.read_text("utf-8") == committed.read_text("utf-8")
