"""The kinds of section: one module each, with the model of its items and what describes them."""

from . import (
    channels,
    checklist,
    evaluation_questions,
    figure,
    goals,
    messages,
    spokespersons,
    statements,
    table,
    target_groups,
    text,
)
from .channels import Channel
from .checklist import ChecklistItem
from .evaluation_questions import EvaluationQuestion
from .figure import Figure
from .goals import Goal
from .messages import Message
from .spokespersons import Spokesperson
from .statements import Statement
from .table import TableRow
from .target_groups import TargetGroup

__all__ = [
    "Channel",
    "ChecklistItem",
    "EvaluationQuestion",
    "Figure",
    "Goal",
    "Message",
    "Spokesperson",
    "Statement",
    "TableRow",
    "TargetGroup",
    "channels",
    "checklist",
    "evaluation_questions",
    "figure",
    "goals",
    "messages",
    "spokespersons",
    "statements",
    "table",
    "target_groups",
    "text",
]
