"""An activity on one page, for a meeting: the value that the print is a function of."""

from __future__ import annotations

from typing import Any

from plans.enums import AnsweredBy

from .document import Value, organisations, said
from .facts import Group, groups
from .sheet import Sheet

SCHEMA = 1
TOLD = frozenset({AnsweredBy.AUDIENCE, AnsweredBy.MESSAGE})
"""Groups whose heading says what stands below it."""


def brief(sheet: Sheet) -> Value:
    """Everything that the checklist holds of the activity, in the words that people read."""
    activity = sheet.activity
    found = groups(sheet)
    value: Value = said(
        {
            "schema": SCHEMA,
            "what": "brief",
            "plan": sheet.plan.title,
            "year": activity.activity_plan.year if activity.activity_plan else None,
            **organisations(sheet.plan),
            "name": sheet.name,
            "text": activity.text if activity.name else "",
            "status": activity.get_status_display(),
            "groups": [_group(group) for group in found if not _is_rows(group)],
            "tasks": [
                {"party": task.organisation.name, "words": task.words} for task in sheet.tasks
            ],
            "materials": [
                {
                    "words": row.words,
                    "made_by": row.made_by,
                    "due_on": row.due_on.isoformat() if row.due_on else "",
                    "done": row.done_at is not None,
                }
                for row in sheet.materials
            ],
            "questions": [
                {"question": row.question, "answer": row.answer, "answered_by": row.answered_by}
                for row in sheet.expected
            ],
            "missing": [question.words for question in sheet.progress.missing],
        }
    )
    return value


def _is_rows(group: Group) -> bool:
    """Whether its answers are rows, which stand in tables of their own."""
    return group.step in {AnsweredBy.MATERIAL, AnsweredBy.QUESTIONS}


def _group(group: Group) -> dict[str, Any]:
    return {
        "step": group.step,
        "heading": group.question.short,
        "facts": [
            {
                "label": "" if group.step in TOLD else fact.label,
                "words": fact.words,
                "names": list(fact.names),
            }
            for fact in group.facts
        ],
    }
