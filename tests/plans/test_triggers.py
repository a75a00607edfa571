"""What the database itself holds of versions and approvals, whoever writes to it and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from plans import triggers
from plans.models import Approval, Party, PlanVersion
from plans.services.versions import approve_version, reject_version
from tests.people import World, adopt, make_plan

from .test_constraints import SHA256, approval, changed, proposal, version

OTHER_DAY = date(2031, 1, 1)


def rows(row: PlanVersion | Approval) -> Any:
    """The row as a queryset: ``update`` goes past every model and service."""
    return type(row)._default_manager.filter(pk=row.pk)


def refused(words: str, change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


@pytest.fixture
def adopted(world: World) -> PlanVersion:
    return world.in_force.versions.get()


def test_the_migrated_database_has_all_of_them(db: None) -> None:
    """Fails when a migration has built a table anew on SQLite and not ended with ``install``."""
    expected = {f"{table}_{name}" for name, table, *_ in triggers._rules("IS NOT")}
    assert len(expected) == 7
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    assert expected <= found


def test_a_version_begins_as_a_proposal(world: World) -> None:
    now = timezone.now()
    born = version(
        world, state="adopted", decided_at=now, adopted_on=now.date(), valid_from=now.date()
    )
    refused("begins as a proposal", born.save)
    refused("begins as a proposal", version(world, state="rejected", decided_at=now).save)
    version(world).save()


FROZEN = {
    "number": 9,
    "document": "{}",
    "schema": 2,
    "sha256": SHA256,
    "image_sha256s": ["x"],
    "code": "ANNAN",
    "valid_to": OTHER_DAY,
}


@pytest.mark.parametrize("field", FROZEN)
def test_what_is_proposed_is_frozen(field: str, world: World, adopted: PlanVersion) -> None:
    for row in (proposal(world), adopted):
        refused("is frozen", lambda row=row: rows(row).update(**{field: FROZEN[field]}))  # type: ignore[misc]


def test_a_version_stays_with_its_plan(world: World, adopted: PlanVersion) -> None:
    for row in (proposal(world), adopted):
        refused("is frozen", lambda row=row: rows(row).update(plan=world.draft))  # type: ignore[misc]


def test_every_column_of_a_version_is_ruled_or_named_here() -> None:
    """A new column must be thought of: is it frozen, decided or free?"""
    free = {"id", "proposed_by_id", "proposed_by_name", "pdf", "pdf_sha256"}
    columns = {field.column for field in PlanVersion._meta.concrete_fields}
    assert columns == set(triggers.FROZEN) | set(triggers.DECIDED) | free
    free = {"id", "by_id", "comment"}
    columns = {field.column for field in Approval._meta.concrete_fields}
    assert columns == set(triggers.ANSWER) | free


DECIDED: dict[str, dict[str, Any]] = {
    "state": {"state": "rejected", "adopted_on": None, "valid_from": None},
    "proposed": {"proposed_at": timezone.now() - timedelta(days=9)},
    "wished": {"wished_from": OTHER_DAY},
    "decided": {"decided_at": timezone.now()},
    "adopted": {"adopted_on": OTHER_DAY},
    "valid": {"valid_from": OTHER_DAY},
}


@pytest.mark.parametrize("values", DECIDED.values(), ids=DECIDED)
def test_an_adopted_version_never_changes(values: dict[str, Any], adopted: PlanVersion) -> None:
    refused("is adopted and never changes|is decided", lambda: rows(adopted).update(**values))


def test_a_pdf_is_stored_once(adopted: PlanVersion) -> None:
    rows(adopted).update(pdf=b"%PDF-1", pdf_sha256=SHA256)
    for pdf, sha256 in ((b"%PDF-2", SHA256), (b"%PDF-1", "b" * 64), (None, "")):
        refused(
            "is adopted and never changes",
            lambda pdf=pdf, sha256=sha256: rows(adopted).update(pdf=pdf, pdf_sha256=sha256),  # type: ignore[misc]
        )
    rows(adopted).update(pdf=b"%PDF-1")  # the same bytes are no change


@pytest.mark.parametrize("state", ["proposed", "withdrawn", "adopted"])
def test_a_decision_is_final(state: str, world: World) -> None:
    rejected = reject_version(version=proposal(world), by=world.director, comment="Nej.")
    values: dict[str, Any] = {"state": state}
    if state == "proposed":
        values["decided_at"] = None
    if state == "adopted":
        values |= {"adopted_on": OTHER_DAY, "valid_from": OTHER_DAY}
    refused("is decided", lambda: rows(rejected).update(**values))


def adopting(row: PlanVersion) -> Callable[[], Any]:
    now = timezone.now()
    return lambda: rows(row).update(
        state="adopted", decided_at=now, adopted_on=now.date(), valid_from=now.date()
    )


def test_nothing_is_adopted_before_each_party_has_approved(world: World) -> None:
    proposed = proposal(world)
    refused("lacks the approval of a party", adopting(proposed))
    approve_version(version=proposed, by=world.director, sha256=proposed.sha256)
    refused("lacks the approval of a party", adopting(proposed))
    party = Party.objects.get(agreement=world.agreement, organisation=world.police)
    approval(world, party=party, by=world.police_chief).save()
    adopting(proposed)()


def test_a_rejection_is_no_approval(world: World) -> None:
    proposed = proposal(world)
    approval(world).save()
    party = Party.objects.get(agreement=world.agreement, organisation=world.police)
    approval(world, party=party, by=world.police_chief, verdict="rejected", comment="Nej.").save()
    refused("lacks the approval of a party", adopting(proposed))


def test_an_agreement_without_parties_adopts_nothing(world: World) -> None:
    plan = make_plan(world.lone_agreement, "ensam")
    row = version(world, plan=plan)
    row.save()
    Party.objects.filter(agreement=world.lone_agreement).delete()
    refused("lacks the approval of a party", adopting(row))


def test_an_approval_is_of_the_own_party_and_of_what_is_proposed(world: World) -> None:
    police = Party.objects.get(agreement=world.agreement, organisation=world.police)
    foreign = Party.objects.get(agreement=world.neighbours_agreement, organisation=world.police)
    adopted = world.in_force.versions.get()
    wrong: list[dict[str, Any]] = [
        {"by": world.police_chief},  # for the municipality
        {"party": police},  # by the municipality's director
        {"party": foreign, "by": world.police_chief},  # a party of another agreement
        {"by": world.neighbour_director},
        {"by": None},
        {"sha256": SHA256},
        {"version": adopted, "sha256": adopted.sha256},  # decided long ago
    ]
    for values in wrong:
        refused("is for the own party and SHA-256 only", approval(world, **values).save)
    approval(world).save()


ANSWERS: dict[str, Any] = {
    "party_name": "Grannkommunen",
    "by_name": "Någon Annan",
    "by_title": "kung",
    "verdict": "rejected",
    "sha256": SHA256,
    "at": timezone.now() - timedelta(days=9),
}


@pytest.mark.parametrize("field", ANSWERS)
def test_an_answer_is_final(field: str, world: World) -> None:
    row = approval(world, comment="Bra.")
    row.save()
    refused("is final", lambda: rows(row).update(**{field: ANSWERS[field]}))


def test_an_answer_is_not_given_to_somebody_else(world: World) -> None:
    row = approval(world)
    row.save()
    party = Party.objects.get(agreement=world.agreement, organisation=world.police)
    refused("is final", lambda: rows(row).update(by=world.police_chief))
    refused("is final", lambda: rows(row).update(party=party))
    refused("is final", lambda: rows(row).update(version=world.in_force.versions.get()))


def test_a_person_who_is_deleted_leaves_the_record_readable(
    world: World, adopted: PlanVersion
) -> None:
    name = world.director.full_name
    world.director.delete()
    world.coordinator.delete()
    row = adopted.approvals.get(party_name="Älvhamra kommun")
    assert (row.by, row.by_name) == (None, name)
    adopted.refresh_from_db()
    assert adopted.proposed_by is None
    assert adopted.proposed_by_name


def test_nothing_stands_in_the_way_of_the_usual(world: World) -> None:
    plan = make_plan(world.agreement, "vanlig")
    adopted = adopt(plan, world.coordinator, world.director, world.police_chief)
    assert adopted.state == "adopted"
    changed(adopted, pdf=b"%PDF", pdf_sha256=SHA256).save()
