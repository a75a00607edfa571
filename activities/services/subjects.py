"""What of an activity can be saved: the fields that its plan prints, and those that are work."""

from __future__ import annotations

from typing import Any

from activities.kind import KIND
from activities.models import Activity, ChecklistAnswer, ExpectedQuestion, Material, PartyTask
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
    return Subject(row, plan, KIND.name, key, fields, {**KIND.references, **WORK_REFERENCES})


def part_subject(row: Any) -> Subject:
    """A row that belongs to an activity: its key is the activity's and its own number."""
    kind, fields = PARTS[type(row)]
    node = row.activity.node
    return Subject(row, node.plan, kind, f"{node.key}:{row.pk or ''}", fields)


def register() -> None:
    """Let the services of plans/ save these rows."""
    describe(Activity, activity_subject)
    for model in PARTS:
        describe(model, part_subject)
