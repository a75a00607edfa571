"""A new draft from an old version: the rows say what the version said, and nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings

from appendix.document import build, read, restore
from appendix.document.canonical import canonical_bytes
from appendix.document.replace import replace_content
from appendix.services.versions import start_draft_from
from core.models import Change
from plans.models import Agreement, Comment, Node, Plan, PlanVersion, Section, TargetGroup
from tests.documents import undone
from tests.people import World
from tests.versions.edits import pairs

pytestmark = pytest.mark.django_db
Written = dict[str, Any]


@settings(max_examples=60)
@given(pair=pairs())
def test_the_rows_become_the_other_document_and_back(
    django_db_blocker: Any, pair: tuple[Written, Written]
) -> None:
    one, other = pair
    with undone():
        agreement = Agreement.objects.create(title="A", slug="a")
        plan = restore(one, agreement=agreement, slug="p")
        nodes = set(Node.objects.values_list("pk", flat=True))
        replace_content(plan, other)
        assert build(Plan.objects.get(pk=plan.pk)) == other
        assert nodes <= set(Node.objects.values_list("pk", flat=True))
        replace_content(plan, one)
        assert build(Plan.objects.get(pk=plan.pk)) == one


@pytest.fixture
def version(world: World) -> PlanVersion:
    return world.in_force.versions.get()


def test_the_draft_is_the_version_again(world: World, version: PlanVersion) -> None:
    plan = world.in_force
    TargetGroup.objects.filter(node__key="boende").update(name="Alla boende")
    Section.objects.filter(plan=plan, node__key="syfte").update(heading="Varför")
    before = build(plan)
    start_draft_from(version=version, by=world.coordinator)
    fresh = Plan.objects.get(pk=plan.pk)
    assert canonical_bytes(build(fresh)) == version.document_bytes
    assert fresh.version == plan.version + 1  # somebody who has document control open is told

    log = Change.objects.filter(scope=f"plan:{plan.pk}")
    kept = log.get(action="restored").before
    assert kept is not None
    assert kept["document"] == json.loads(
        json.dumps({**before, "images": sorted(before["images"])})
    )
    changed = {change.key: (change.before, change.after) for change in log.filter(action="changed")}
    assert changed["boende"] == ({"name": "Alla boende"}, {"name": "Boende"})
    assert changed["syfte"][0] == {"heading": "Varför"}
    assert changed[plan.slug][0] == {"subtitle": "Ny lydelse i utkastet"}


def test_what_is_new_in_the_draft_goes_to_the_bin(world: World, version: PlanVersion) -> None:
    plan = world.in_force
    section = Section.objects.get(plan=plan, node__key="malgrupper")
    node = Node.objects.create(plan=plan, key="nya")
    row = TargetGroup.objects.create(node=node, section=section, name="Nya", position=9)
    comment = Comment.objects.create(
        plan=plan, key="nya", author=world.reader, author_name="R", text="Bra."
    )
    start_draft_from(version=version, by=world.coordinator)
    row.refresh_from_db()
    assert row.removed_at is not None
    assert Comment.objects.filter(pk=comment.pk).exists()
    assert Change.objects.filter(scope=f"plan:{plan.pk}", action="removed", key="nya").exists()


def test_what_lay_in_the_bin_comes_back(world: World, version: PlanVersion) -> None:
    row = TargetGroup.objects.get(section__plan=world.in_force, node__key="boende")
    TargetGroup.objects.filter(pk=row.pk).update(removed_at="2026-01-01T00:00Z")
    start_draft_from(version=version, by=world.coordinator)
    row.refresh_from_db()
    assert row.removed_at is None
    assert row.version == 2
    assert Change.objects.filter(action="taken_back", key="boende").exists()


def test_only_a_coordinator_starts_anew(world: World, version: PlanVersion) -> None:
    for person in (world.communicator, world.director, world.reader, world.neighbour_coordinator):
        with pytest.raises(PermissionDenied):
            start_draft_from(version=version, by=person)
    assert read(canonical_bytes(build(world.in_force)))["subtitle"] == "Ny lydelse i utkastet"
