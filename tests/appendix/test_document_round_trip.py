"""The document value on random documents: read, restored, built and hashed without loss."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appendix.document import build, canonical_bytes, read, restore, sha256
from appendix.document.canonical import SET_FIELDS
from appendix.document.schema import SCHEMA_FILE, make_schema
from plans.models import Agreement, Node, Plan
from tests.documents import documents, members_in, undone, whole_documents

FEW = settings(
    max_examples=60,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.function_scoped_fixture,
    ],
)


def restored(document: dict[str, Any]) -> Plan:
    agreement = Agreement.objects.create(title="Överenskommelse", slug="overenskommelse")
    plan = restore(document, agreement=agreement, slug="plan")
    return Plan.objects.get(pk=plan.pk)


@FEW
@given(documents())
def test_what_is_written_is_read(document: dict[str, Any]) -> None:
    assert read(canonical_bytes(document)) == document


@pytest.mark.django_db
@FEW
@given(documents())
def test_build_is_the_inverse_of_restore(document: dict[str, Any]) -> None:
    with undone():
        assert canonical_bytes(build(restored(document))) == canonical_bytes(document)


@pytest.mark.django_db
@settings(FEW, max_examples=20)
@given(documents())
def test_a_restored_plan_can_be_restored_again_beside_the_first(document: dict[str, Any]) -> None:
    with undone():
        first = restored(document)
        again = restore(build(first), agreement=first.agreement, slug="andra")
        assert build(again) == document
        assert build(Plan.objects.get(pk=first.pk)) == document
        keys = Node.objects.filter(plan=first).values_list("key", flat=True)
        assert sorted(keys) == sorted(Node.objects.filter(plan=again).values_list("key", flat=True))


def members_of_the_schema() -> set[str]:
    schema = make_schema()
    members = {f"plan.{name}" for name in schema["properties"]}
    for name in ("organisations", "relations", "control", "roles"):
        listed = schema["properties"][name]["items"]["properties"]
        members |= {f"{name}.{member}" for member in listed}
    for name, definition in schema["$defs"].items():
        members |= {f"{name}.{member}" for member in definition["properties"]}
    return members


@pytest.mark.django_db
@settings(FEW, max_examples=4)
@given(whole_documents())
def test_every_member_of_the_schema_survives(document: dict[str, Any]) -> None:
    assert set(members_in(document)) == members_of_the_schema()
    assert read(canonical_bytes(document)) == document
    with undone():
        assert canonical_bytes(build(restored(document))) == canonical_bytes(document)


@FEW
@given(documents(), st.randoms(use_true_random=False))
def test_how_a_file_is_written_does_not_matter(
    document: dict[str, Any], chance: random.Random
) -> None:
    """Order of names and keys, spaces, escapes, NFD, line breaks, a byte order mark, empty members."""
    text = json.dumps(
        in_other_words(document, chance),
        ensure_ascii=chance.random() < 0.5,
        indent=chance.choice([None, 1, "\t"]),
    )
    if chance.random() < 0.5:
        text = text.replace("\n", "\r\n")
    mark = chance.choice([b"", b"\xef\xbb\xbf"])
    read_again = read(mark + text.encode())
    assert sha256(read_again) == sha256(document)
    assert canonical_bytes(read_again) == canonical_bytes(document)


def in_other_words(value: Any, chance: random.Random, name: str = "") -> Any:
    """The same document as somebody else's program, or a hurried hand, would write it."""
    if isinstance(value, str):
        value = unicodedata.normalize("NFD", value) if chance.random() < 0.5 else value
        return value.replace("\n", chance.choice(["\n", "\r\n", "\r"]))
    if isinstance(value, list):
        members = [in_other_words(member, chance) for member in value]
        if name in SET_FIELDS and all(isinstance(member, str) for member in members):
            members += members[:1]
            chance.shuffle(members)
        return members
    if isinstance(value, dict):
        pairs = [(n, in_other_words(v, chance, n)) for n, v in value.items()]
        if "key" in value:  # a row: members that say nothing
            empty: list[Any] = [None, "", False, [], {}]
            absent = {"name", "text", "language", "heading"} - value.keys()
            pairs += [(n, chance.choice(empty)) for n in sorted(absent)]
        chance.shuffle(pairs)
        return dict(pairs)
    return value


@settings(FEW, max_examples=25)
@given(documents())
def test_the_sha256_is_that_of_the_canonical_bytes(document: dict[str, Any]) -> None:
    data = canonical_bytes(document)
    assert sha256(document) == hashlib.sha256(data).hexdigest()
    assert json.loads(data) == document
    text = data.decode()
    assert unicodedata.is_normalized("NFC", text)
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_the_minimal_document_has_these_bytes_for_ever() -> None:
    """Pinned: a change of the canonical form would orphan every SHA-256 that was ever approved."""
    document = read(
        '{"title": "Plan fo\u0308r A\u030alva\\r\\n", "kind": "plan", "schema": 1}'.encode()
    )
    assert (
        canonical_bytes(document)
        == '{"kind":"plan","schema":1,"title":"Plan för Ålva\\n"}'.encode()
    )
    assert sha256(document) == "086bbc5cfabe4505b0eb6ae055f331a4245714b135cd132b13000e28f431a964"


def test_the_bytes_do_not_depend_on_the_process() -> None:
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import django; django.setup()\n"
        "from appendix.document import read, sha256\n"
        "print(sha256(read(open('appendix/examples/samverkansplan.json', 'rb').read())))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_the_published_schema_is_what_the_models_say() -> None:
    """Run ``manage.py document_schema``, if the change is one that may be made (docs/document.md)."""
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == make_schema()
