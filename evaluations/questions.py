"""What a plan asks after an activity: its evaluation questions as they stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.markdown import to_plain
from evaluations.enums import GoalReached
from plans.enums import AnswerKind
from plans.lookup import section_in_bin
from plans.models import Plan
from plans.models.kinds.evaluation_questions import EvaluationQuestion

YES_NO = (("yes", _("Ja")), ("no", _("Nej")))


@dataclass(frozen=True)
class Asked:
    """One question: its words, how it is answered, and the primary key of its key."""

    node: int
    words: str
    more: str
    answer: str

    @property
    def is_lesson(self) -> bool:
        """Whether the activity's own lesson answers it."""
        return self.answer == AnswerKind.LESSON

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What can be chosen; nothing where it is answered in words."""
        if self.answer == AnswerKind.GOAL_REACHED:
            return [(value, capfirst(str(label))) for value, label in GoalReached.choices]
        return list(YES_NO) if self.answer == AnswerKind.YES_NO else []


def questions_of(plan: Plan) -> list[Asked]:
    """The plan's own questions, those in the bin left out; one question to the database."""
    rows = EvaluationQuestion.objects.filter(
        section__plan=plan, section__kind="evaluation_questions", removed_at__isnull=True
    )
    reached = rows.annotate(section_in_bin=section_in_bin(EvaluationQuestion))
    found = reached.filter(section_in_bin=False).order_by("section__position", "position", "pk")
    return [asked for row in found if (asked := _asked(row)).words]


def _asked(row: EvaluationQuestion) -> Asked:
    name, text = " ".join(row.name.split()), to_plain(row.text)
    words, more = (name, text) if name else (text, "")
    return Asked(row.node_id, words, more, row.answer)
