"""One activity with all that its pages show of it, each thing asked for once and only if it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.models import Organisation, User
from core.models import Change
from plans.history import Line, lines_for
from plans.models import Plan
from plans.permissions import Abilities
from plans.services.subjects import Subject, Values, name_of, subject_of, written

from .anchored import Standing, standing
from .checklist import FIELDS, Filled, Progress, Question, progress, usual_question
from .lessons import Lesson, lessons_for
from .models import (
    Activity,
    Anchoring,
    AnchoringRole,
    ChecklistAnswer,
    ExpectedQuestion,
    Material,
    PartyTask,
)
from .questions import questions_of
from .timing import timing_words
from .timing_words import next_days
from .vocabulary import Vocabulary, vocabulary_of

MOST_CHANGES = 8


@dataclass
class Sheet:
    """An activity, and what the person who opened it may do there."""

    activity: Activity
    abilities: Abilities

    @property
    def plan(self) -> Plan:
        """The plan that it belongs to."""
        return self.activity.node.plan

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.activity.node.key

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.activity)

    @cached_property
    def subject(self) -> Subject:
        """It as the services know it."""
        return subject_of(self.activity)

    @cached_property
    def values(self) -> Values:
        """Its fields and references, as documents write them."""
        return written(self.subject)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What it can point at."""
        return vocabulary_of(self.plan)

    def names(self, field: str) -> list[str]:
        """What the plan's own rows in a reference are called."""
        return self.vocabulary.names(self.values.get(field) or [])

    @cached_property
    def timing(self) -> str:
        """When it happens, in words."""
        return timing_words(self.activity)

    @cached_property
    def next_days(self) -> list[date]:
        """The next days of what recurs."""
        return next_days(self.activity, localdate())

    # --- rows

    @cached_property
    def tasks(self) -> list[PartyTask]:
        """Which party does what."""
        rows = PartyTask.objects.filter(activity=self.activity, removed_at__isnull=True)
        return self._own(rows.select_related("organisation"))

    @cached_property
    def materials(self) -> list[Material]:
        """What has to be made."""
        return self._own(Material.objects.filter(activity=self.activity, removed_at__isnull=True))

    @cached_property
    def expected(self) -> list[ExpectedQuestion]:
        """Questions that may come."""
        return self._own(
            ExpectedQuestion.objects.filter(activity=self.activity, removed_at__isnull=True)
        )

    def _own(self, rows: Any) -> list[Any]:
        found = list(rows.order_by("position", "pk"))
        for row in found:
            row.activity = self.activity
        return found

    @cached_property
    def people(self) -> list[User]:
        """Who is responsible."""
        return list(self.activity.people.select_related("organisation").order_by("full_name"))

    @cached_property
    def parties(self) -> list[Organisation]:
        """Those who have signed the agreement, in order."""
        rows = self.plan.agreement.parties.in_order().select_related("organisation")
        return [party.organisation for party in rows]

    # --- the checklist

    @cached_property
    def questions(self) -> list[Question]:
        """What the plan asks before an activity."""
        return questions_of(self.plan)

    @cached_property
    def all_questions(self) -> list[Question]:
        """All that can be filled in: in our order, in the plan's words, then the plan's own questions."""
        asked = {one.step: one for one in self.questions}
        own = [one for one in self.questions if not one.answered_by]
        return [*(asked.get(name) or usual_question(name) for name in FIELDS), *own]

    def question(self, step: str) -> Question | None:
        """The question that addresses call ``step``."""
        return next((one for one in self.all_questions if one.step == step), None)

    @cached_property
    def answers(self) -> Mapping[int, ChecklistAnswer]:
        """Answers in free text, by the primary key of the question's key."""
        rows = ChecklistAnswer.objects.filter(activity=self.activity)
        return {row.question_id: row for row in self._with_activity(rows)}

    def _with_activity(self, rows: Any) -> list[Any]:
        found = list(rows)
        for row in found:
            row.activity = self.activity
        return found

    @cached_property
    def progress(self) -> Progress:
        """How far the checklist has come."""
        parts = {
            "people": len(self.people),
            "tasks": len(self.tasks),
            "materials": len(self.materials),
            "expected": len(self.expected),
        }
        texts = {pk: row.text for pk, row in self.answers.items()}
        return progress(self.questions, Filled(self.values, parts, texts))

    @cached_property
    def missing(self) -> frozenset[str]:
        """The steps that nothing answers yet."""
        return frozenset(one.step for one in self.progress.missing)

    @cached_property
    def lessons(self) -> list[Lesson]:
        """What was learnt before."""
        return lessons_for(self.activity)

    # --- others

    @cached_property
    def standing(self) -> Standing:
        """With whom it is anchored."""
        roles = AnchoringRole.objects.filter(plan=self.plan, removed_at__isnull=True)
        listed = roles.select_related("organisation").order_by("position", "pk")
        return standing(listed, self.anchoring_log)

    @cached_property
    def anchoring_log(self) -> list[Anchoring]:
        """Everybody who was asked or heard, in order."""
        rows = self.activity.anchorings.select_related("role", "asked", "asked_by", "answered_by")
        return list(rows.order_by("asked_at", "pk"))

    @cached_property
    def history(self) -> list[Line]:
        """The latest changes of it and its rows."""
        own = Q(kind=self.subject.kind, key=self.key) | Q(key__startswith=f"{self.key}:")
        rows = Change.objects.in_scope(self.subject.scope).filter(own).order_by("-pk")
        return lines_for(list(rows[:MOST_CHANGES]), plan=self.plan)
