"""What the addresses of evaluations, of the archive and of indicators stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from activities.models import Activity
from activities.services.efforts import add_activity
from activities.services.years import open_year
from evaluations.services.archive import add_file
from evaluations.services.evaluating import add_outcome
from evaluations.services.indicators import add_value
from plans.models import Goal, Plan
from tests.people import World
from tests.pictures import picture

ABSENT = "finns-inte"
ABSENT_ITEM = UUID("00000000-0000-4000-8000-000000000001")
YEAR = 2034
OF_ACTIVITY = ("evaluation", "finish_evaluation", "follow_up", "add_outcome")
GALLERY = ("archive", "add_files", "add_link")
OUTCOMES = ("save_outcome", "remove_outcome", "take_back_outcome")
ITEMS = ("archive_item", "archive_file", "archive_thumbnail", "dispose")
OF_PLAN = ("plan_archive", "archive_manifest", "indicators")


def put_archive(world: World, put: Callable[..., Any]) -> None:
    """Name every such address of Älvhamra's, of Norrskog's, of none."""
    by = {"in-force": world.coordinator, "foreign": world.neighbour_coordinator}
    for word, plan in {"in-force": world.in_force, "foreign": world.foreign}.items():
        activity = _activity(plan, by[word])
        upload = SimpleUploadedFile("torget.png", picture())
        item = add_file(activity=activity, upload=upload, by=by[word])
        outcome = add_outcome(
            activity=activity, values={"measure": "reach", "value": "12"}, by=by[word]
        )
        goal = Goal.objects.get(section__plan=plan)
        value = add_value(goal=goal, measured_on="2034-03-01", value="7", source="", by=by[word])
        _put(word, plan.slug, activity.node.key, outcome.pk, item.token, put)
        _put_goal(word, plan.slug, goal.node.key, value.pk, put)
        for page in OF_PLAN:
            put(f"evaluations:{page}", word, plan.slug)
    _put("absent-key", world.in_force.slug, ABSENT, 0, ABSENT_ITEM, put)
    _put_goal("absent-key", world.in_force.slug, ABSENT, 0, put)
    _put("absent", ABSENT, ABSENT, 0, ABSENT_ITEM, put)
    _put_goal("absent", ABSENT, ABSENT, 0, put)
    for page in OF_PLAN:
        put(f"evaluations:{page}", "absent", ABSENT)


def _activity(plan: Plan, by: User) -> Activity:
    year = open_year(plan=plan, year=YEAR, by=by)
    days = {"timing_kind": "date", "starts_on": date(YEAR, 5, 2).isoformat(), "status": "planned"}
    return add_activity(activity_plan=year, values={"name": "Utvärderad insats", **days}, by=by)


def _put(
    word: str, slug: str, key: str, outcome: int, token: UUID, put: Callable[..., Any]
) -> None:
    for page in (*OF_ACTIVITY, *GALLERY):
        put(f"evaluations:{page}", word, slug, key)
    put("evaluations:save_evaluation", word, slug, key, "svar")
    for page in OUTCOMES:
        put(f"evaluations:{page}", word, slug, key, outcome)
    for page in ITEMS:
        put(f"evaluations:{page}", word, slug, token)


def _put_goal(word: str, slug: str, key: str, pk: int, put: Callable[..., Any]) -> None:
    put("evaluations:add_indicator_value", word, slug, key)
    put("evaluations:remove_indicator_value", word, slug, key, pk)
