"""From a proposal to a version in force: who may do what, in which state, and on which day it holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from appendix.document import build, canonical_bytes
from appendix.services.versions import propose_draft
from core.models import Change
from plans.enums import MembershipRole, Validity, VersionState
from plans.models import Agreement, Membership, Party, Plan, PlanVersion
from plans.services import versions
from plans.services.versions import approve_version, reject_version, withdraw_version
from tests.people import World, adopt, make_plan

DAY = timedelta(days=1)
RUNNING = {"coordinator", "police_coordinator"}
DECIDING = {"director", "police_chief"}
Step = Callable[[PlanVersion, User], PlanVersion]

STEPS: dict[str, tuple[Step, set[str]]] = {
    "approve": (lambda v, by: approve_version(version=v, by=by, sha256=v.sha256), DECIDING),
    "reject": (lambda v, by: reject_version(version=v, by=by, comment="Nej."), DECIDING),
    "withdraw": (lambda v, by: withdraw_version(version=v, by=by), RUNNING),
}


@pytest.fixture
def proposal(world: World) -> PlanVersion:
    return world.proposed.versions.get()


def approve(version: PlanVersion, by: User, **more: Any) -> PlanVersion:
    return approve_version(version=version, by=by, sha256=version.sha256, **more)


# --- who ----------------------------------------------------------------------------------------


def may(act: Callable[[], object]) -> bool:
    try:
        act()
    except PermissionDenied:
        return False
    except ValidationError:
        return True
    return True


def test_only_coordinators_propose(world: World) -> None:
    allowed = {
        name
        for name, user in world.people.items()
        if may(partial(propose_draft, plan=world.draft, by=user))
    }
    assert allowed == RUNNING
    assert world.draft.versions.count() == 1


@pytest.mark.parametrize("step", STEPS)
def test_only_the_right_people_take_a_step(step: str, world: World, proposal: PlanVersion) -> None:
    act, expected = STEPS[step]
    for name, user in world.people.items():
        if name not in expected:
            with pytest.raises(PermissionDenied):
                act(proposal, user)
    proposal.refresh_from_db()
    assert proposal.state == VersionState.PROPOSED
    assert not proposal.approvals.exists()
    for user in [world.people[name] for name in expected]:
        assert may(partial(act, proposal, user))


def test_a_seat_without_a_party_decides_nothing(world: World, proposal: PlanVersion) -> None:
    """Somebody of an organisation that has not signed, or of none, in the steering group."""
    for user in (world.neighbour_reader, world.administrator):
        Membership.objects.create(
            agreement=world.agreement, user=user, role=MembershipRole.STEERING
        )
    User.objects.filter(pk=world.administrator.pk).update(organisation=None)
    world.administrator.refresh_from_db()
    for user in (world.neighbour_reader, world.administrator):
        with pytest.raises(PermissionDenied):
            approve(proposal, user)


def test_a_seat_that_has_ended_decides_nothing(world: World, proposal: PlanVersion) -> None:
    seats = Membership.objects.filter(user=world.director)
    seats.update(ended_at=proposal.proposed_at)
    with pytest.raises(PermissionDenied):
        approve(proposal, world.director)


def test_an_answer_is_for_the_own_party_only(world: World, proposal: PlanVersion) -> None:
    approve(proposal, world.police_chief)
    answer = proposal.approvals.get()
    assert answer.party.organisation == world.police
    assert (answer.party_name, answer.by_name) == (str(world.police), world.police_chief.full_name)
    assert answer.sha256 == proposal.sha256


# --- states -------------------------------------------------------------------------------------


def test_it_is_adopted_when_all_have_approved(world: World, proposal: PlanVersion) -> None:
    assert approve(proposal, world.director).state == VersionState.PROPOSED
    adopted = approve(proposal, world.police_chief)
    assert adopted.state == VersionState.ADOPTED
    assert adopted.adopted_on == adopted.valid_from == localdate()
    assert adopted.decided_at is not None
    stored = PlanVersion.objects.get(pk=proposal.pk)
    assert (stored.state, stored.adopted_on) == (VersionState.ADOPTED, localdate())


def test_one_party_alone_adopts(world: World) -> None:
    assert adopt(world.lone, world.lone_chief, world.lone_chief).state == VersionState.ADOPTED


def test_a_third_party_has_to_approve_too(world: World, proposal: PlanVersion) -> None:
    Party.objects.create(agreement=world.agreement, organisation=world.association)
    approve(proposal, world.director)
    assert approve(proposal, world.police_chief).state == VersionState.PROPOSED


def test_one_party_answers_once(world: World, proposal: PlanVersion) -> None:
    approve(proposal, world.director)
    with pytest.raises(ValidationError, match="Parten har redan svarat på den här versionen"):
        approve(proposal, world.director)
    with pytest.raises(ValidationError, match="Parten har redan svarat"):
        reject_version(version=proposal, by=world.director, comment="Jag ångrar mig.")
    proposal.refresh_from_db()
    assert proposal.state == VersionState.PROPOSED


def test_one_rejection_decides(world: World, proposal: PlanVersion) -> None:
    approve(proposal, world.director)
    rejected = reject_version(version=proposal, by=world.police_chief, comment="  Fel målgrupp. ")
    assert rejected.state == VersionState.REJECTED
    assert rejected.adopted_on is None
    assert proposal.approvals.get(verdict="rejected").comment == "Fel målgrupp."


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_rejection_says_why(comment: str, world: World, proposal: PlanVersion) -> None:
    with pytest.raises(ValidationError, match="Skriv varför versionen avslås"):
        reject_version(version=proposal, by=world.director, comment=comment)
    assert not proposal.approvals.exists()


DECISIONS: dict[str, tuple[Callable[[World, PlanVersion], object], str]] = {
    "rejected": (
        lambda w, v: reject_version(version=v, by=w.director, comment="Nej."),
        "Versionen är redan avslagen",
    ),
    "withdrawn": (
        lambda w, v: withdraw_version(version=v, by=w.coordinator),
        "Versionen är redan återtagen",
    ),
    "adopted": (
        lambda w, v: (approve(v, w.director), approve(v, w.police_chief)),
        "Versionen är redan fastställd",
    ),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_is_decided_is_decided(decision: str, world: World, proposal: PlanVersion) -> None:
    """``proposal`` is stale from here on, as a page that was left open is."""
    decide, words = DECISIONS[decision]
    decide(world, proposal)
    with pytest.raises(ValidationError, match=words):
        approve(proposal, world.director)
    with pytest.raises(ValidationError, match=words):
        reject_version(version=proposal, by=world.police_chief, comment="Nej.")
    with pytest.raises(ValidationError, match=words):
        withdraw_version(version=proposal, by=world.coordinator)
    assert PlanVersion.objects.get(pk=proposal.pk).state == decision


def test_only_what_was_read_is_approved(world: World, proposal: PlanVersion) -> None:
    with pytest.raises(ValidationError, match="Det du läste är inte det som är föreslaget"):
        approve_version(version=proposal, by=world.director, sha256="a" * 64)
    assert not proposal.approvals.exists()


def test_one_proposal_at_a_time(world: World, proposal: PlanVersion) -> None:
    with pytest.raises(ValidationError, match="är redan föreslagen"):
        propose_draft(plan=world.proposed, by=world.police_coordinator)
    withdraw_version(version=proposal, by=world.police_coordinator)
    assert propose_draft(plan=world.proposed, by=world.coordinator).number == 2


def test_without_parties_there_is_nobody_to_ask(world: World) -> None:
    Party.objects.filter(agreement=world.lone_agreement).delete()
    with pytest.raises(ValidationError, match="har inga parter som kan godkänna"):
        propose_draft(plan=world.lone, by=world.lone_chief)


def test_work_on_the_draft_goes_on_beside_the_proposal(world: World, proposal: PlanVersion) -> None:
    before = proposal.document
    Plan.objects.filter(pk=world.proposed.pk).update(title="Något helt annat")
    approve(proposal, world.director)
    adopted = PlanVersion.objects.get(pk=approve(proposal, world.police_chief).pk)
    assert adopted.document == before
    assert adopted.is_intact()
    assert build(Plan.objects.get(pk=world.proposed.pk))["title"] == "Något helt annat"


def test_a_proposal_is_the_bytes_of_the_draft(world: World, proposal: PlanVersion) -> None:
    document = build(world.proposed)
    assert proposal.document_bytes == canonical_bytes(document)
    assert proposal.image_sha256s == sorted(document["images"])
    assert proposal.schema == document["schema"]
    assert len(proposal.code) == versions.CODE_LENGTH
    assert set(proposal.code) <= set(versions.CODE_LETTERS)


def test_a_document_that_has_been_tampered_with_is_not_intact(proposal: PlanVersion) -> None:
    assert proposal.is_intact()
    proposal.document += " "
    assert not proposal.is_intact()


def test_every_step_is_logged(world: World, proposal: PlanVersion) -> None:
    before = set(Change.objects.values_list("pk", flat=True))
    approve(proposal, world.director, comment="Bra.")
    approve(proposal, world.police_chief)
    logged = Change.objects.in_scope(f"plan:{world.proposed.pk}").exclude(pk__in=before)
    assert list(logged.order_by("pk").values_list("action", "by_name", "kind", "key")) == [
        ("approved", str(world.director), "version", "1"),
        ("approved", str(world.police_chief), "version", "1"),
        ("adopted", str(world.police_chief), "version", "1"),
    ]


def test_a_step_that_fails_leaves_nothing(
    world: World, proposal: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(proposal, world.director)
    count = Change.objects.count()

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(versions, "_decide", fail)
    with pytest.raises(RuntimeError):
        approve(proposal, world.police_chief)
    assert proposal.approvals.count() == 1
    assert Change.objects.count() == count


# --- days ---------------------------------------------------------------------------------------


def test_a_decision_on_paper_is_entered_with_its_day(world: World) -> None:
    late = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # half past midnight in Stockholm
    version = propose_draft(plan=world.draft, by=world.coordinator, at=late)
    approve(version, world.director, at=late)
    adopted = approve(version, world.police_chief, at=late)
    assert adopted.adopted_on == date(2026, 3, 1)


def test_a_wish_is_the_first_day(world: World) -> None:
    wish = date(2026, 9, 1)
    adopted = adopt(
        world.draft,
        world.coordinator,
        world.director,
        world.police_chief,
        on=date(2026, 5, 5),
        valid_from=wish,
    )
    assert (adopted.adopted_on, adopted.valid_from) == (date(2026, 5, 5), wish)


def test_a_version_may_be_adopted_after_its_period_began(world: World) -> None:
    """Rule 2 of the glossary."""
    plan = make_plan(world.agreement, "sen", starts_on="2026-01-01", ends_on="2026-12-31")
    adopted = adopt(
        plan, world.coordinator, world.director, world.police_chief, on=date(2026, 4, 1)
    )
    assert (adopted.valid_from, adopted.valid_to) == (date(2026, 4, 1), date(2026, 12, 31))


def standing(version: PlanVersion, on: date) -> Validity | None:
    version = PlanVersion.objects.select_related("plan__agreement").get(pk=version.pk)
    current = version.plan.versions.latest_begun(on).first()
    return version.validity(on, current=current)


def test_validity_at_the_edges(world: World) -> None:
    """The last day is included, of the plan as of the agreement (rule 1 of the glossary)."""
    first, last = date(2026, 3, 1), date(2026, 12, 31)
    plan = make_plan(world.agreement, "kanter", ends_on=last.isoformat())
    people = (world.coordinator, world.director, world.police_chief)
    old = adopt(plan, *people, on=date(2026, 2, 1), valid_from=first)
    assert standing(old, first - DAY) == Validity.UPCOMING
    assert standing(old, first) == Validity.IN_FORCE
    assert standing(old, last) == Validity.IN_FORCE
    assert standing(old, last + DAY) == Validity.EXPIRED

    Plan.objects.filter(pk=plan.pk).update(title="Ny lydelse")
    change = date(2026, 6, 1)
    new = adopt(plan, *people, on=date(2026, 5, 1), valid_from=change)
    assert (standing(old, change - DAY), standing(new, change - DAY)) == ("in_force", "upcoming")
    assert (standing(old, change), standing(new, change)) == ("superseded", "in_force")
    assert (standing(old, last + DAY), standing(new, last + DAY)) == ("superseded", "expired")

    end = date(2026, 10, 31)
    Agreement.objects.filter(pk=world.agreement.pk).update(ends_on=end)
    assert standing(new, end) == Validity.IN_FORCE
    assert standing(new, end + DAY) == Validity.EXPIRED


def test_what_is_not_adopted_has_no_validity(proposal: PlanVersion) -> None:
    assert standing(proposal, localdate()) is None


def oracle(plan: Plan, on: date) -> tuple[PlanVersion | None, PlanVersion | None]:
    """(latest begun, in force) of ``plan`` on a day, counted on the fingers."""
    begun = [
        v
        for v in plan.versions.all()
        if v.state == "adopted" and v.valid_from is not None and v.valid_from <= on
    ]
    if not begun:
        return None, None
    latest = max(begun, key=lambda v: (v.valid_from, v.number))
    ends = [day for day in (latest.valid_to, plan.agreement.ends_on) if day is not None]
    return latest, latest if all(on <= day for day in ends) else None


def test_the_queries_agree_with_an_oracle(world: World) -> None:
    chance = random.Random(20260301)
    people = (world.coordinator, world.director, world.police_chief)
    start = date(2026, 1, 1)
    eve = datetime(2025, 12, 31, 12, tzinfo=UTC)

    def day() -> date:
        return start + timedelta(days=chance.randrange(12))

    plans = []
    for number in range(8):
        plan = make_plan(world.agreement, f"slump-{number}")
        plans.append(plan)
        for attempt in range(chance.randrange(1, 5)):
            plan.title, plan.ends_on = f"Lydelse {attempt}", chance.choice([None, day()])
            plan.save()
            wish = chance.choice([None, min(day(), plan.ends_on or date.max)])
            version = propose_draft(plan=plan, by=people[0], wished_from=wish, at=eve)
            fate = chance.randrange(6)
            if fate == 0:
                withdraw_version(version=version, by=people[0])
            elif fate == 1:
                reject_version(version=version, by=people[1], comment="Nej.")
            else:
                decided = min(day(), plan.ends_on or date.max)  # what has expired is not approved
                at = datetime.combine(decided, datetime.min.time(), UTC) + timedelta(hours=9)
                for approver in people[1:]:
                    version = approve(version, approver, at=at)
    for agreement_ends in (None, start + timedelta(days=7)):
        Agreement.objects.filter(pk=world.agreement.pk).update(ends_on=agreement_ends)
        for offset in range(-1, 14):
            on = start + timedelta(days=offset)
            rows = PlanVersion.objects.filter(plan__in=plans)
            latest = {v.plan_id: v.pk for v in rows.latest_begun(on)}
            in_force = {v.plan_id: v.pk for v in rows.in_force(on)}
            assert rows.latest_begun(on).count() == len(latest)
            proposed = {v.pk for v in rows if v.state == VersionState.PROPOSED}
            assert {v.pk for v in rows.counting(on)} == proposed | set(latest.values())
            for plan in Plan.objects.filter(pk__in=[p.pk for p in plans]):
                expected_latest, expected = oracle(plan, on)
                assert latest.get(plan.pk) == (expected_latest and expected_latest.pk)
                assert in_force.get(plan.pk) == (expected and expected.pk)
                standings = [standing(v, on) for v in plan.versions.all()]
                assert standings.count(Validity.IN_FORCE) == (expected is not None)
