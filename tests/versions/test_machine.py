"""Whatever anybody does in whatever order: what is in force is one text that every party approved.

A machine lets random people do random things: propose, approve, reject, withdraw, write, take back
an old version, join, leave and change organisation; days pass, and somebody writes straight to the
database. After each step the rules are asked of the rows themselves, not of the code under test.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Organisation, User
from appendix.services.versions import approve, frozen_draft, propose_draft, start_draft_from
from appendix.standing import standing
from plans.enums import MembershipRole, Verdict, VersionState
from plans.models import Agreement, Approval, Membership, Party, Plan, PlanVersion
from plans.services.versions import reject_version, withdraw_version
from tests.people import make_plan

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PEOPLE = st.integers(0, 7)
VERSIONS = st.integers(0, 3)
RECORD = (
    *("plan_id", "number", "document", "schema", "sha256", "image_sha256s", "code"),
    *("state", "proposed_at", "wished_from", "decided_at", "adopted_on", "valid_from", "valid_to"),
)
# What somebody with a database client might try on a version.
ATTACKS = (
    "UPDATE plans_planversion SET document = '{{}}' WHERE id = {v}",
    "UPDATE plans_planversion SET sha256 = '{sha}' WHERE id = {v}",
    "UPDATE plans_planversion SET state = 'adopted', decided_at = proposed_at, "
    "adopted_on = '2026-03-01', valid_from = '2026-03-01' WHERE id = {v}",
    "UPDATE plans_planversion SET state = 'withdrawn', decided_at = proposed_at, "
    "adopted_on = NULL, valid_from = NULL WHERE id = {v}",
    "UPDATE plans_planversion SET state = 'proposed', decided_at = NULL WHERE id = {v}",
    "UPDATE plans_planversion SET valid_from = '2026-01-01' WHERE id = {v}",
    "UPDATE plans_planversion SET valid_to = '2099-12-31' WHERE id = {v}",
    "UPDATE plans_planversion SET number = number + 1, code = 'XXXXXYYYYY' WHERE id = {v}",
    "UPDATE plans_approval SET verdict = 'approved' WHERE version_id = {v}",
    "UPDATE plans_approval SET party_id = {party} WHERE version_id = {v}",
    "UPDATE plans_approval SET by_id = {user} WHERE version_id = {v}",
    "UPDATE plans_approval SET sha256 = '{sha}' WHERE version_id = {v}",
)
DELETIONS = (  # refused on PostgreSQL; SQLite leaves these to foreign keys and the models
    "DELETE FROM plans_approval WHERE version_id = {v}",
    "DELETE FROM plans_planversion WHERE id = {v}",
)


class Versions(RuleBasedStateMachine):
    """Two parties, a neighbour, eight people and one plan."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        names = (("Kommun", "municipality"), ("Polis", "police"), ("Granne", "municipality"))
        self.organisations = [
            Organisation.objects.create(name=name, slug=name.lower(), kind=kind)
            for name, kind in names
        ]
        self.agreement = Agreement.objects.create(title="Avtal", slug="avtal")
        for position, organisation in enumerate(self.organisations[:2]):
            Party.objects.create(
                agreement=self.agreement, organisation=organisation, position=position
            )
        roles = [MembershipRole.COORDINATOR, MembershipRole.STEERING, MembershipRole.STEERING]
        self.people = [
            User.objects.create(
                email=f"p{number}@x.example",
                full_name=f"P {number}",
                organisation=self.organisations[number % 3],
            )
            for number in range(8)
        ]
        for number, user in enumerate(self.people[:6]):
            Membership.objects.create(
                agreement=self.agreement, user=user, role=roles[number // 3 if number else 0]
            )
        Membership.objects.create(
            agreement=self.agreement, user=self.people[1], role=MembershipRole.STEERING
        )
        Membership.objects.create(
            agreement=self.agreement, user=self.people[6], role=MembershipRole.STEERING
        )
        self.plan = make_plan(self.agreement, "plan")
        self.edits = 0
        self.known: set[int] = set()
        self.adopted: dict[int, dict[str, Any]] = {}
        self.answers: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- what people do ---------------------------------------------------------------------------

    def tried(self, step: Any, *refusals: type[Exception]) -> None:
        """Do it if it is allowed; a refusal leaves no trace."""
        try:
            with transaction.atomic():
                step()
        except (PermissionDenied, ValidationError):
            pass
        except refusals:
            pass

    def version(self, number: int) -> PlanVersion | None:
        versions = list(PlanVersion.objects.order_by("-number"))
        return versions[number % len(versions)] if versions else None

    @rule(person=PEOPLE, wait=st.sampled_from([None, 0, 3, 20]))
    def propose(self, person: int, wait: int | None) -> None:
        first = None if wait is None else localdate() + timedelta(days=wait)
        by = self.people[person]
        self.tried(lambda: propose_draft(plan=self.plan, by=by, wished_from=first))

    @rule(person=PEOPLE, number=VERSIONS, sha=st.sampled_from(["read", "read", "draft", "other"]))
    def approve(self, person: int, number: int, sha: str) -> None:
        if version := self.version(number):
            sha256 = {"other": "0" * 64}.get(sha, version.sha256)
            if sha == "draft":
                sha256 = frozen_draft(self.plan).sha256
            by = self.people[person]
            self.tried(lambda: approve(version=version, by=by, sha256=sha256))
            if sha256 != version.sha256:
                assert not version.approvals.exclude(sha256=version.sha256).exists()

    @rule()
    def everybody_approves(self) -> None:
        """Or hardly a version would ever be adopted."""
        for person in range(8):
            self.approve(person, 0, "read")

    @rule()
    def the_whole_way(self) -> None:
        self.write()
        for person in range(8):
            self.propose(person, None)
        self.everybody_approves()

    @rule(person=PEOPLE, number=VERSIONS)
    def reject(self, person: int, number: int) -> None:
        if version := self.version(number):
            by = self.people[person]
            self.tried(lambda: reject_version(version=version, by=by, comment="Nej."))

    @rule(person=PEOPLE, number=VERSIONS)
    def withdraw(self, person: int, number: int) -> None:
        if version := self.version(number):
            self.tried(lambda: withdraw_version(version=version, by=self.people[person]))

    @rule()
    def write(self) -> None:
        self.edits += 1
        Plan.objects.filter(pk=self.plan.pk).update(subtitle=f"Lydelse {self.edits}")

    @rule(person=PEOPLE, number=VERSIONS)
    def start_anew(self, person: int, number: int) -> None:
        if version := self.version(number):
            self.tried(lambda: start_draft_from(version=version, by=self.people[person]))

    # --- what changes around them -----------------------------------------------------------------

    @rule(person=PEOPLE, role=st.sampled_from(MembershipRole.values))
    def join_or_leave(self, person: int, role: str) -> None:
        held = Membership.objects.active().filter(
            agreement=self.agreement, user=self.people[person], role=role
        )
        if not held.update(ended_at=timezone.now()):
            Membership.objects.create(agreement=self.agreement, user=self.people[person], role=role)

    @rule(person=PEOPLE, place=st.sampled_from([0, 1, 2, None]))
    def change_organisation(self, person: int, place: int | None) -> None:
        user = self.people[person]
        user.organisation = None if place is None else self.organisations[place]
        user.save()

    @rule()
    def neighbour_joins_or_leaves(self) -> None:
        neighbour = Party.objects.filter(
            agreement=self.agreement, organisation=self.organisations[2]
        )
        if neighbour.exists():
            self.tried(neighbour.delete, ProtectedError)
        else:
            Party.objects.create(agreement=self.agreement, organisation=self.organisations[2])

    @rule(days=st.sampled_from([None, 0, 5, 40]))
    def agreement_ends(self, days: int | None) -> None:
        last = None if days is None else localdate() + timedelta(days=days)
        Agreement.objects.filter(pk=self.agreement.pk).update(ends_on=last)

    @rule(days=st.sampled_from([None, 0, 5, 40]))
    def plan_ends(self, days: int | None) -> None:
        last = None if days is None else localdate() + timedelta(days=days)
        Plan.objects.filter(pk=self.plan.pk).update(ends_on=last)

    @rule(days=st.integers(1, 15))
    def days_pass(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))

    # --- what somebody with a database client does ------------------------------------------------

    @rule(number=VERSIONS, person=PEOPLE, party=st.integers(0, 2))
    def attack(self, number: int, person: int, party: int) -> None:
        """Everything at once on one version: what one attempt changes, the next one may build on."""
        if version := self.version(number):
            parties = list(Party.objects.values_list("pk", flat=True))
            values = {
                "v": version.pk,
                "sha": "f" * 64,
                "user": self.people[person].pk,
                "party": parties[party % len(parties)],
            }
            for attempt in ATTACKS:
                self.tried(lambda sql=attempt: run(sql.format(**values)), DatabaseError)

    @rule(number=VERSIONS, deletion=st.sampled_from(DELETIONS))
    def delete(self, number: int, deletion: str) -> None:
        if connection.vendor == "postgresql" and (version := self.version(number)):
            if version.state != VersionState.ADOPTED:
                return
            with pytest.raises(DatabaseError), transaction.atomic():
                run(deletion.format(v=version.pk))

    @rule(number=VERSIONS, person=PEOPLE, right=st.sampled_from([True, True, False]))
    def forge(self, number: int, person: int, *, right: bool) -> None:
        """Write approvals for every party without the service."""
        if version := self.version(number):
            for party in Party.objects.order_by("-pk"):
                approval = Approval(
                    version=version,
                    party=party,
                    party_name="X",
                    by=self.people[person],
                    by_name="X",
                    verdict=Verdict.APPROVED,
                    sha256=version.sha256 if right else "0" * 64,
                    at=timezone.now(),
                )
                self.tried(approval.save, DatabaseError)

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def nobody_answers_for_another_party(self) -> None:
        for approval in Approval.objects.select_related("by", "party", "version"):
            row = {
                name: getattr(approval, name)
                for name in ("version_id", "party_id", "by_id", "verdict", "sha256")
            }
            if approval.pk in self.answers:
                assert row == self.answers[approval.pk]
            else:
                self.answers[approval.pk] = row
                assert approval.by is not None
                assert approval.by.organisation_id == approval.party.organisation_id
                assert approval.sha256 == approval.version.sha256

    @invariant()
    def what_is_adopted_was_approved_by_all_and_never_changes(self) -> None:
        for version in PlanVersion.objects.filter(state=VersionState.ADOPTED):
            row = {name: getattr(version, name) for name in RECORD}
            if version.pk in self.adopted:
                assert row == self.adopted[version.pk]
                continue
            self.adopted[version.pk] = row
            parties = set(self.agreement.parties.values_list("pk", flat=True))
            approvals = version.approvals.all()
            approved = {a.party_id for a in approvals if a.verdict == Verdict.APPROVED}
            assert parties
            assert parties <= approved
            assert {a.verdict for a in approvals} == {Verdict.APPROVED}
            assert {a.sha256 for a in approvals} == {version.sha256}
            assert hashlib.sha256(version.document.encode()).hexdigest() == version.sha256
            assert version.adopted_on == localdate()
            assert row["valid_from"] >= row["adopted_on"]
            agreement = Agreement.objects.get(pk=self.agreement.pk)
            for last in (row["valid_to"], agreement.ends_on):
                assert not has_passed(last, row["valid_from"]), "expired from the start"

    @invariant()
    def nothing_adopted_disappears(self) -> None:
        kept = PlanVersion.objects.filter(pk__in=self.adopted, state=VersionState.ADOPTED)
        assert kept.count() == len(self.adopted)

    @invariant()
    def what_is_in_force_follows_from_the_dates(self) -> None:
        today = localdate()
        begun = [r | {"pk": pk} for pk, r in self.adopted.items() if r["valid_from"] <= today]
        newest = max(begun, key=lambda r: (r["valid_from"], r["number"]), default=None)
        agreement = Agreement.objects.get(pk=self.agreement.pk)
        in_force = []
        if newest and not has_passed(newest["valid_to"], today):
            in_force = [] if has_passed(agreement.ends_on, today) else [newest["pk"]]
        assert [v.pk for v in PlanVersion.objects.in_force(today)] == in_force

        plan = Plan.objects.select_related("agreement").get(pk=self.plan.pk)
        states = {line.version.pk: line.state for line in standing(plan, today).lines}
        assert [pk for pk, state in states.items() if state == "in_force"] == in_force
        for pk, row in self.adopted.items():
            is_newest = newest is not None and newest["pk"] == pk
            if row["valid_from"] > today:
                assert states[pk] == "upcoming"
            elif not is_newest:
                assert states[pk] == "superseded"
            elif not in_force:
                assert states[pk] == "expired"


def has_passed(last: date | None, today: date) -> bool:
    return last is not None and last < today


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


# In two halves, which two workers share.
HALVES = [pytest.param(half, marks=pytest.mark.xdist_group(f"machine-{half}")) for half in (1, 2)]


@pytest.mark.parametrize("half", HALVES)
def test_no_way_leads_to_a_version_in_force_that_not_all_approved(half: int, long: bool) -> None:
    run_state_machine_as_test(
        type(f"Versions{half}", (Versions,), {}),  # by its name it has examples of its own
        settings=settings(
            max_examples=150 if long else 13,
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
        ),
    )
