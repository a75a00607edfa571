"""Rows of the activities app."""

from .activity import (
    Activity,
    ChecklistAnswer,
    ExpectedQuestion,
    LessonSeen,
    Material,
    Part,
    PartyTask,
)
from .anchoring import Anchoring
from .feed import CalendarFeed
from .year import ActivityPlan, AnchoringRole, SchoolBreak, YearSettings

__all__ = [
    "Activity",
    "ActivityPlan",
    "Anchoring",
    "AnchoringRole",
    "CalendarFeed",
    "ChecklistAnswer",
    "ExpectedQuestion",
    "LessonSeen",
    "Material",
    "Part",
    "PartyTask",
    "SchoolBreak",
    "YearSettings",
]
