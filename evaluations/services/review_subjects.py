"""What of a review can be saved row by row, and what the log calls it."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from evaluations.models import ActionPoint, AgendaItem, Decision, Participant, Review
from plans.enums import MembershipRole
from plans.history import speak_of
from plans.models import Membership
from plans.services.subjects import Subject, describe


def members_of(agreement: int) -> models.QuerySet[User]:
    """Those who may sign in and open the agreement's reviews, by party and name: all but readers."""
    members = Membership.objects.active().filter(agreement=agreement)
    members = members.exclude(role=MembershipRole.READER)
    people = User.objects.active().filter(pk__in=members.values("user"))
    return people.select_related("organisation").order_by("organisation__name", "full_name")


def guests_of(review: Review) -> models.QuerySet[User]:
    """Those of the agreement who can still be asked to come along, whoever was taken away again too."""
    # A guest by name has no user, and NULL among the excluded would exclude everybody.
    there = Participant.objects.live().filter(review=review, user__isnull=False)
    return members_of(review.agreement_id).exclude(pk__in=there.values("user"))


def participant_subject(row: Participant) -> Subject:
    """Somebody at the meeting."""
    fields = ("name", "organisation", "title", "attendance")
    beside = {"review": row.review_id}
    return Subject(row, row.review, "participant", str(row.pk or ""), fields, beside=beside)


def agenda_subject(row: AgendaItem) -> Subject:
    """An item of the agenda, with its notes."""
    fields = ("title", "notes", "is_done", "is_left")
    beside = {"review": row.review_id}
    return Subject(row, row.review, "agenda_item", str(row.pk or ""), fields, beside=beside)


def decision_subject(row: Decision) -> Subject:
    """A decision; it stands in order with the others of its item."""
    beside = {"review": row.review_id, "item": row.item_id}
    return Subject(row, row.review, "decision", str(row.pk or ""), ("words",), beside=beside)


def action_point_subject(row: ActionPoint) -> Subject:
    """An action point: what, by whom in words and as a person, by which day."""
    return Subject(
        row,
        row.review or row.agreement,
        "action_point",
        str(row.pk or ""),
        ("words", "responsible", "person", "due_on"),
        beside={"agreement": row.agreement_id, "review": row.review_id, "item": row.item_id},
        outside={"person": lambda: members_of(row.agreement_id)},
    )


def register() -> None:
    """Let the services of plans/ save these rows, and the log find words for them."""
    describe(Participant, participant_subject)
    describe(AgendaItem, agenda_subject)
    describe(Decision, decision_subject)
    describe(ActionPoint, action_point_subject)
    speak_of("participant", Participant)
    speak_of("agenda_item", AgendaItem)
    speak_of("decision", Decision)
    speak_of("action_point", ActionPoint)
