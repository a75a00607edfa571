"""Agreements and plans: the rows that everything printed is made from."""

from .agreement import Agreement, Membership, Party
from .comment import Comment
from .image import Image
from .invitation import Invitation
from .kinds import (
    Channel,
    ChecklistItem,
    EvaluationQuestion,
    Figure,
    Goal,
    Message,
    Spokesperson,
    Statement,
    TableRow,
    TargetGroup,
)
from .node import Node, Reference
from .plan import ControlRow, Plan, PlanOrganisation, PlanRelation, Role
from .presence import Presence
from .section import Section, SectionItem
from .version import Approval, PlanVersion

__all__ = [
    "Agreement",
    "Approval",
    "Channel",
    "ChecklistItem",
    "Comment",
    "ControlRow",
    "EvaluationQuestion",
    "Figure",
    "Goal",
    "Image",
    "Invitation",
    "Membership",
    "Message",
    "Node",
    "Party",
    "Plan",
    "PlanOrganisation",
    "PlanRelation",
    "PlanVersion",
    "Presence",
    "Reference",
    "Role",
    "Section",
    "SectionItem",
    "Spokesperson",
    "Statement",
    "TableRow",
    "TargetGroup",
]
