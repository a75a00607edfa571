"""Two people who decide on one version at the same moment, on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from appendix.services.versions import propose_draft
from plans.enums import VersionState
from plans.models import PlanVersion
from plans.services import versions
from plans.services.versions import approve_version, reject_version
from tests.people import World, build_world


def approve(version: PlanVersion, by: User) -> PlanVersion:
    return approve_version(version=version, by=by, sha256=version.sha256)


@pytest.fixture
def shared_world(transactional_db: None) -> World:
    """A world that other threads see."""
    return build_world()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of ``acts`` came to, all of them begun at the same moment on connections of their own."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(index: int) -> None:
        barrier.wait()
        try:
            outcomes[index] = acts[index]()
        except ValidationError as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def meet_after_looking(monkeypatch: pytest.MonkeyPatch, *, patience: float) -> None:
    """Let both approvers have looked whether all have approved before either goes on.

    With the lock the other cannot come, and is waited for in vain.
    """
    look = versions._everyone_has_approved
    both = threading.Barrier(2)

    def slow(version: PlanVersion) -> bool:
        seen = look(version)
        with suppress(threading.BrokenBarrierError):
            both.wait(patience)
        return seen

    monkeypatch.setattr(versions, "_everyone_has_approved", slow)


def both_approve(world: World) -> PlanVersion:
    proposal = world.proposed.versions.get()
    at_once(
        lambda: approve(proposal, world.director),
        lambda: approve(proposal, world.police_chief),
    )
    assert proposal.approvals.count() == 2
    proposal.refresh_from_db()
    return proposal


@pytest.mark.postgresql
def test_two_approvers_at_once_adopt(shared_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after_looking(monkeypatch, patience=1)
    assert both_approve(shared_world).state == VersionState.ADOPTED


@pytest.mark.postgresql
def test_control_without_the_lock_nobody_adopts(
    shared_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after_looking(monkeypatch, patience=20)
    monkeypatch.setattr(versions, "_proposed", lambda v: PlanVersion.objects.get(pk=v.pk))
    assert both_approve(shared_world).state == VersionState.PROPOSED


@pytest.mark.postgresql
def test_two_proposers_at_once_make_one_proposal(shared_world: World) -> None:
    plan = shared_world.draft
    outcomes = at_once(
        lambda: propose_draft(plan=plan, by=shared_world.coordinator),
        lambda: propose_draft(plan=plan, by=shared_world.police_coordinator),
    )
    assert plan.versions.count() == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1


@pytest.mark.postgresql
def test_one_approves_while_the_other_rejects(
    shared_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after_looking(monkeypatch, patience=1)
    proposal = shared_world.proposed.versions.get()
    at_once(
        lambda: approve(proposal, shared_world.director),
        lambda: reject_version(version=proposal, by=shared_world.police_chief, comment="Nej."),
    )
    proposal.refresh_from_db()
    assert proposal.state == VersionState.REJECTED
