"""What the database refuses, and what people are told: one case for each constraint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from activities.models import Activity, ActivityPlan
from core.models import OutgoingMail, Rendering
from plans.models import (
    Agreement,
    Approval,
    Comment,
    ControlRow,
    Image,
    Invitation,
    Membership,
    Node,
    Party,
    Plan,
    PlanOrganisation,
    PlanVersion,
    Presence,
    Reference,
    Role,
    Section,
    SectionItem,
    Spokesperson,
)
from tests.people import World

from . import year_cases

Case = Callable[[World], models.Model]
FIRST, LAST = date(2026, 6, 1), date(2026, 5, 31)
SHA256 = "a" * 64

# Set by programs only: no form leads there, so no sentence is written.
WITHOUT_WORDS = {
    *year_cases.WITHOUT_WORDS,
    "approval_verdict_known",
    "comment_only_threads_are_resolved",
    "image_media_type",
    "image_sha256_form",
    "invitation_not_both_accepted_and_withdrawn",
    "presence_once_a_window",
    "rendering_done_has_pdf",
    "rendering_failed_says_why",
    "rendering_once_for_its_subject",
    "version_adopted_has_dates",
    "version_decided_has_time",
    "version_number_once_in_plan",
    "version_pdf_has_sha256_and_is_adopted",
    "version_sha256_form",
    "version_state_known",
}


def changed(row: models.Model, **values: Any) -> models.Model:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def node(world: World, key: str = "ny") -> Node:
    return Node.objects.create(plan=world.draft, key=key)


def section(world: World) -> Section:
    return Section.objects.get(plan=world.draft, kind="text")


def version(world: World, **values: Any) -> PlanVersion:
    """A proposal, valid if nothing is said."""
    fields: dict[str, Any] = {
        "plan": world.draft,
        "number": 1,
        "document": "{}",
        "schema": 1,
        "sha256": SHA256,
        "proposed_at": timezone.now(),
        "code": "KOD",
    }
    return PlanVersion(**{**fields, **values})


def proposal(world: World) -> PlanVersion:
    return world.proposed.versions.get()


def approval(world: World, **values: Any) -> Approval:
    proposed = proposal(world)
    fields: dict[str, Any] = {
        "version": proposed,
        "party": Party.objects.get(agreement=world.agreement, organisation=world.municipality),
        "party_name": "Älvhamra kommun",
        "by": world.director,
        "by_name": str(world.director),
        "verdict": "approved",
        "sha256": proposed.sha256,
        "at": timezone.now(),
    }
    return Approval(**{**fields, **values})


def approved_already(world: World) -> Approval:
    approval(world).save()
    return approval(world)


def activity(world: World, **values: Any) -> Activity:
    return Activity(**{"node": node(world), "section": section(world), **values})


def spokesperson(world: World, **values: Any) -> Spokesperson:
    return Spokesperson(node=node(world), section=section(world), **values)


def stored(row: models.Model) -> models.Model:
    row.save()
    return row


def own_deputy(world: World) -> models.Model:
    row = stored(spokesperson(world))
    return changed(row, deputy=row)


def own_parent(model: type[SectionItem]) -> Case:
    def case(world: World) -> models.Model:
        row = stored(model(node=node(world), section=section(world)))
        return changed(row, parent=row)

    return case


def rendering(world: World, **values: Any) -> Rendering:
    return Rendering(kind="draft", subject_id=world.draft.pk, key=SHA256, source="{}", **values)


def reference(world: World, *, to_itself: bool) -> Reference:
    source, target = node(world), node(world, "annan")
    if to_itself:
        return Reference(source=source, field="audience", target=source)
    Reference.objects.create(source=source, field="audience", target=target)
    return Reference(source=source, field="audience", target=target)


def presence(world: World) -> Presence:
    values = {"plan": world.draft, "user": world.director, "window": "w", "seen_at": timezone.now()}
    Presence.objects.create(**values)
    return Presence(**values)


def comment(world: World, **values: Any) -> Comment:
    return Comment(
        **{"plan": world.draft, "key": "syfte", "author_name": "A", "text": "Hej", **values}
    )


def resolved_answer(world: World) -> Comment:
    first = comment(world)
    first.save()
    return comment(world, in_reply_to=first, resolved_at=timezone.now())


CASES: dict[str, Case] = {
    "agreement_ends_after_it_starts": lambda w: changed(w.agreement, starts_on=FIRST, ends_on=LAST),
    "agreement_review_interval": lambda w: changed(w.agreement, review_interval=0),
    "party_once_in_agreement": lambda w: Party(agreement=w.agreement, organisation=w.police),
    "membership_once_while_active": lambda w: Membership(
        agreement=w.agreement, user=w.reader, role="reader"
    ),
    "membership_role_known": lambda w: Membership(
        agreement=w.agreement, user=w.reader, role="kung"
    ),
    "image_sha256_form": lambda w: Image(sha256="A" * 64, media_type="image/png", data=b"x"),
    "image_media_type": lambda w: Image(sha256="b" * 64, media_type="image/svg+xml", data=b"x"),
    "node_key_once_in_plan": lambda w: Node(plan=w.draft, key="syfte"),
    "node_key_form": lambda w: Node(plan=w.draft, key="Syfte"),
    "reference_once": lambda w: reference(w, to_itself=False),
    "reference_not_to_itself": lambda w: reference(w, to_itself=True),
    "plan_has_title": lambda w: changed(w.draft, title=""),
    "plan_ends_after_it_starts": lambda w: changed(w.draft, starts_on=FIRST, ends_on=LAST),
    "plan_review_months_belong_to_cycle": lambda w: changed(w.draft, review_cycle="months"),
    "plan_not_its_own_parent": lambda w: changed(w.draft, parent=w.draft),
    "plan_organisation_has_name": lambda w: PlanOrganisation(plan=w.draft, node=node(w), name=""),
    "role_has_name": lambda w: Role(plan=w.draft, node=node(w), name=""),
    "section_not_its_own_parent": lambda w: changed(section(w), parent=section(w)),
    "section_number_belongs_to_own_numbering": lambda w: changed(section(w), number="A"),
    "spokesperson_ends_after_start": lambda w: spokesperson(w, starts_on=FIRST, ends_on=LAST),
    "spokesperson_not_own_deputy": own_deputy,
    "activity_plan_once_a_year": lambda w: changed(
        stored(ActivityPlan(plan=w.draft, year=2026)), pk=None
    ),
    "activity_plan_year": lambda w: ActivityPlan(plan=w.draft, year=1026),
    "activity_stands_somewhere": lambda w: activity(w, section=None),
    "activity_ends_after_it_starts": lambda w: activity(w, starts_on=FIRST, ends_on=LAST),
    "activity_dated_has_date": lambda w: activity(w, timing_kind="week"),
    "activity_times_belong_to_timing": lambda w: activity(w, times_a_year=2),
    "version_number_once_in_plan": lambda w: version(w, plan=w.in_force),
    "version_one_proposal_at_a_time": lambda w: version(w, plan=w.proposed, number=2),
    "version_sha256_form": lambda w: version(w, sha256="A" * 64),
    "version_decided_has_time": lambda w: version(w, decided_at=timezone.now()),
    "version_adopted_has_dates": lambda w: version(w, adopted_on=FIRST),
    "version_state_known": lambda w: changed(proposal(w), state="glömd", decided_at=timezone.now()),
    "version_pdf_has_sha256_and_is_adopted": lambda w: version(w, pdf=b"%PDF", pdf_sha256=SHA256),
    "approval_once_per_party": approved_already,
    "approval_verdict_known": lambda w: approval(w, verdict="kanske", comment="x"),
    "approval_rejection_has_reason": lambda w: approval(w, verdict="rejected"),
    "comment_has_text": lambda w: comment(w, text=""),
    "comment_only_threads_are_resolved": resolved_answer,
    "presence_once_a_window": presence,
    "invitation_not_both_accepted_and_withdrawn": lambda w: Invitation(
        agreement=w.agreement,
        email="ny@alvhamra.example",
        organisation=w.municipality,
        role="reader",
        secret_sha256=SHA256,
        expires_at=timezone.now(),
        accepted_at=timezone.now(),
        withdrawn_at=timezone.now(),
    ),
    "rendering_done_has_pdf": lambda w: rendering(w, state="done"),
    "rendering_failed_says_why": lambda w: rendering(w, state="failed"),
    "rendering_once_for_its_subject": lambda w: changed(
        stored(rendering(w)), pk=uuid4(), _state=models.base.ModelState()
    ),
    "core_mail_sent_has_time": lambda w: OutgoingMail(state="sent"),
    "core_mail_sending_has_lease": lambda w: OutgoingMail(state="sending"),
}
CASES |= year_cases.CASES
CASES |= {
    f"{model.__name__.lower()}_not_its_own_parent": own_parent(model)
    for model in apps.get_models()
    if issubclass(model, SectionItem)
}


def constraints() -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for app in ("core", "plans", "activities", "evaluations")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_case() -> None:
    assert set(CASES) == set(constraints())


@pytest.mark.parametrize("name", sorted(CASES))
def test_people_are_told_and_the_database_refuses(name: str, world: World) -> None:
    row = CASES[name](world)
    if name not in WITHOUT_WORDS:
        told_in_swedish(name, row)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save()
    message = str(refused.value)
    if connection.vendor == "sqlite" and "UNIQUE" in message:  # SQLite names the columns instead
        fields = getattr(constraints()[name], "fields", ())
        columns = [c.column for c in row._meta.concrete_fields if c.name in fields]
        assert columns
        assert all(str(column) in message for column in columns)
    else:
        assert name in message


def told_in_swedish(name: str, row: models.Model) -> None:
    words = str(constraints()[name].violation_error_message)
    assert words.endswith(".")
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert words in refused.value.messages


@pytest.mark.parametrize("name", sorted(WITHOUT_WORDS))
def test_what_has_no_words_has_none(name: str) -> None:
    """Keeps the list above honest."""
    assert constraints()[name].violation_error_message == (
        models.BaseConstraint.default_violation_error_message
    )


def test_a_title_that_is_missing_is_also_a_form_error(world: World) -> None:
    with pytest.raises(ValidationError) as refused:
        Plan(agreement=world.agreement, slug="ny", title="").full_clean()
    assert "title" in refused.value.message_dict


@pytest.mark.parametrize("cells", [["x"] * 41, [1], "x", {"a": "b"}, [["x"]]])
def test_cells_are_a_row_of_words(cells: Any, world: World) -> None:
    row = Spokesperson(node=node(world), section=section(world), cells=cells)
    with pytest.raises(ValidationError, match="högst 40 celler") as refused:
        row.clean()
    assert set(refused.value.message_dict) == {"cells"}


def test_a_row_lies_in_rows_of_its_own_section(world: World) -> None:
    other = Section.objects.get(plan=world.draft, kind="goals")
    parent = Spokesperson.objects.create(node=node(world), section=other)
    row = Spokesperson(node=node(world, "annan"), section=section(world), parent=parent)
    with pytest.raises(ValidationError, match="ett annat avsnitt"):
        row.clean()


def test_an_agreement_with_plans_is_not_deleted(world: World) -> None:
    with pytest.raises(models.ProtectedError):
        world.agreement.delete()
    assert Agreement.objects.filter(pk=world.agreement.pk).exists()


def test_a_plan_with_versions_is_not_deleted(world: World) -> None:
    with pytest.raises(models.ProtectedError):
        world.in_force.delete()


def test_a_draft_is_deleted_with_all_that_stands_in_it(world: World) -> None:
    ControlRow.objects.create(plan=world.draft, label="Dnr")
    world.draft.delete()
    assert not Node.objects.filter(plan_id=world.draft.pk).exists()
