"""What of an activity can be saved: the fields that its plan prints, and those that are work."""

from __future__ import annotations

from typing import Any

from activities.kind import KIND
from activities.models import (
    Activity,
    Anchoring,
    AnchoringRole,
    ChecklistAnswer,
    ExpectedQuestion,
    Material,
    PartyTask,
)
from activities.timing_fields import settled
from plans.history import speak_of
from plans.services.subjects import Subject, describe
from plans.shape import item_fields

WORK = (
    "status",
    "purpose",
    "occasion",
    "audience_words",
    "message_words",
    "channel_words",
    "place",
    "starts_time",
    "ends_time",
    "recurrence",
    "season",
    "relation",
    "relates_to",
    "cooperation",
    "speaker_words",
    "follower_words",
    "photography",
    "documentation",
    "evaluated_by",
    "lesson",
    "consultation",
    "consultation_words",
)
WORK_REFERENCES = {
    "goals": ("goals",),
    "audience": ("target_groups",),
    "messages": ("messages",),
    "channels": ("channels",),
    "speakers": ("spokespersons",),
    "followers": ("spokespersons",),
}
PARTS: dict[type[Any], tuple[str, tuple[str, ...]]] = {
    PartyTask: ("party_task", ("words",)),
    Material: ("material", ("words", "made_by", "due_on")),
    ExpectedQuestion: ("expected_question", ("question", "answer", "answered_by")),
    ChecklistAnswer: ("checklist_answer", ("text",)),
}


def activity_subject(row: Any) -> Subject:
    """All of an activity; ``row`` has its node, or a section, and with either its plan."""
    node: int | None = row.node_id  # a row that is not saved yet has none
    plan = row.section.plan if node is None else row.node.plan
    key = "" if node is None else row.node.key
    printed = item_fields(KIND)
    fields = (*printed, *(name for name in WORK if name not in printed))
    references = {**KIND.references, **WORK_REFERENCES}
    return Subject(row, plan, KIND.name, key, fields, references, settle=settled)


def part_subject(row: Any) -> Subject:
    """A row that belongs to an activity: its key is the activity's and its own number."""
    kind, fields = PARTS[type(row)]
    node = row.activity.node
    key = f"{node.key}:{row.pk or ''}"
    return Subject(row, node.plan, kind, key, fields, beside={"activity": row.activity_id})


def role_subject(row: Any) -> Subject:
    """A role that a plan's activities are anchored with."""
    return Subject(row, row.plan, "anchoring_role", str(row.pk or ""), ("name",))


def register() -> None:
    """Let the services of plans/ save these rows."""
    describe(Activity, activity_subject)
    describe(AnchoringRole, role_subject)
    speak_of("anchoring_role", AnchoringRole)
    speak_of("anchoring", Anchoring)
    for model, (kind, _fields) in PARTS.items():
        describe(model, part_subject)
        speak_of(kind, model)
