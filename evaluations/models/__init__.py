"""Rows of the evaluations app."""

from .archive import ArchiveItem, StoredFile
from .evaluation import Evaluation, EvaluationAnswer, IndicatorValue, Outcome
from .picture import ProblemArea, ProblemAreaThen
from .reminders import Notice, ReminderRound, ReminderSettings
from .review import ActionPoint, AgendaItem, Decision, Participant, Review

__all__ = [
    "ActionPoint",
    "AgendaItem",
    "ArchiveItem",
    "Decision",
    "Evaluation",
    "EvaluationAnswer",
    "IndicatorValue",
    "Notice",
    "Outcome",
    "Participant",
    "ProblemArea",
    "ProblemAreaThen",
    "ReminderRound",
    "ReminderSettings",
    "Review",
    "StoredFile",
]
