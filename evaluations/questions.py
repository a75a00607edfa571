"""What a plan asks after an activity: its evaluation questions as they stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
NAMES_GOAL = re.compile(r"\b(?:mål|målet|målen|syftet)\b", re.IGNORECASE)


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


@dataclass(frozen=True)
class Questions:
    """A plan's questions, sorted by what answers them; nobody is asked one thing twice.

    ``goal`` gives its words to what every evaluation asks first, ``lesson`` to the activity's lesson;
    ``own`` are the rest, answered each by itself.
    """

    goal: Asked | None
    lesson: Asked | None
    own: tuple[Asked, ...]


def sorted_out(asked: Sequence[Asked]) -> Questions:
    """Which of the plan's questions ask what every evaluation has a place for."""
    goal = _of_goal([one for one in asked if one.answer == AnswerKind.GOAL_REACHED])
    lesson = next((one for one in asked if one.is_lesson), None)
    return Questions(goal, lesson, tuple(one for one in asked if one not in (goal, lesson)))


def _of_goal(scales: Sequence[Asked]) -> Asked | None:
    """The question that asks whether the goal was reached.

    The answers yes, partly and no fit other questions too ("Nådde vi dem vi ville nå?"): of several
    with them it is the first that names the goal, and if none does the goal is asked of beside them.
    """
    named = [one for one in scales if NAMES_GOAL.search(one.words)]
    return next(iter(named), None) or (scales[0] if len(scales) == 1 else None)


def questions_of(plan: Plan) -> list[Asked]:
    """The plan's own questions, those in the bin left out; one question to the database."""
    rows = EvaluationQuestion.objects.filter(
        section__plan=plan, section__kind="evaluation_questions", removed_at__isnull=True
    )
    found = rows.filter(~section_in_bin()).order_by("section__position", "position", "pk")
    return [asked for row in found if (asked := _asked(row)).words]


def _asked(row: EvaluationQuestion) -> Asked:
    name, text = " ".join(row.name.split()), to_plain(row.text)
    words, more = (name, text) if name else (text, "")
    return Asked(row.node_id, words, more, row.answer)
