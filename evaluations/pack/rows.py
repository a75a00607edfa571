"""What the database says of the activities of a pack; equal rows, equal packs."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS

from activities.lines import NEEDED, Line, RowOfPeople, RowOfTies, lines_of
from activities.models import Activity, ActivityPlan
from activities.models.activity import ActivityQuerySet
from activities.vocabulary import RowsOfWords
from plans.models import Node

# In the order of the model.
FETCHED = tuple(
    field.attname
    for field in Activity._meta.concrete_fields
    if field.name in {"id", "node", "lesson", *NEEDED}
)
BESIDE = ("node__key", "activity_plan__plan", "activity_plan__year")
PK, NODE, CELLS, YEAR, RESPONSIBLE = (
    FETCHED.index(name) for name in ("id", "node_id", "cells", "activity_plan_id", "responsible")
)


class RowOfActivity(NamedTuple):
    """An activity: ``FETCHED``, its cells as JSON, the key of its node, and its plan and year."""

    own: tuple[Any, ...]
    cells: str
    key: str
    plan: int
    year: int

    @property
    def pk(self) -> int:
        """Its primary key."""
        return int(self.own[PK])

    @property
    def node(self) -> int:
        """The primary key of its node."""
        return int(self.own[NODE])

    @property
    def says_who(self) -> bool:
        """Whether it says in words who is responsible."""
        return bool(self.own[RESPONSIBLE])


@dataclass(frozen=True)
class Rows:
    """The plans of an agreement (primary key, slug, title), and all that is told of their activities."""

    plans: tuple[tuple[int, str, str], ...]
    activities: tuple[RowOfActivity, ...]
    ties: tuple[RowOfTies, ...]
    people: tuple[RowOfPeople, ...]
    words: RowsOfWords


def fetched(activities: ActivityQuerySet) -> tuple[RowOfActivity, ...]:
    """The rows of ``activities``, in one question."""
    found = activities.values_list(*FETCHED, *BESIDE)
    return tuple(_row(row[: -len(BESIDE)], *row[-len(BESIDE) :]) for row in found)


def _row(own: tuple[Any, ...], key: str, plan: int, year: int) -> RowOfActivity:
    cells = own[CELLS]
    hashable = (*own[:CELLS], None, *own[CELLS + 1 :])
    return RowOfActivity(hashable, json.dumps(cells) if cells else "[]", key, plan, year)


def lines_of_plans(rows: Rows) -> dict[int, list[Line]]:
    """A line for each of the activities, by primary key of its plan. Asks nothing of the database."""
    years: dict[int, ActivityPlan] = {}
    below: dict[int, list[Activity]] = {pk: [] for pk, _slug, _title in rows.plans}
    for row in rows.activities:
        below[row.plan].append(_activity(row, years))
    ties: dict[int, list[RowOfTies]] = defaultdict(list)
    plan_of = {row.node: row.plan for row in rows.activities}
    for tie in rows.ties:
        ties[plan_of[tie[0]]].append(tie)
    return {
        plan: lines_of(activities, rows.words.vocabulary_of(plan), ties[plan], rows.people)
        for plan, activities in below.items()
        if activities
    }


def _activity(row: RowOfActivity, years: dict[int, ActivityPlan]) -> Activity:
    own = [*row.own]
    own[CELLS] = json.loads(row.cells)
    activity: Activity = Activity.from_db(DEFAULT_DB_ALIAS, FETCHED, own)
    activity.node = Node.from_db(DEFAULT_DB_ALIAS, ("id", "key"), (row.node, row.key))
    if own[YEAR] not in years:  # one object for each year, not one for each activity
        years[own[YEAR]] = ActivityPlan(pk=own[YEAR], plan_id=row.plan, year=row.year)
    activity.activity_plan = years[own[YEAR]]
    return activity


def year_of(activity: Activity) -> ActivityPlan:
    """The year that it stands in, as all of these do."""
    if activity.activity_plan is None:
        raise ValueError("the activity stands in no year")
    return activity.activity_plan
