"""What the addresses of one activity stand for: one that is planned, an idea, the neighbours', none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, Anchoring, AnchoringRole, Material
from activities.services.anchoring import ask
from activities.services.efforts import add_activity
from activities.services.parts import add_part
from activities.services.years import open_year
from plans.models import Plan
from tests.people import World

ABSENT = "finns-inte"
YEAR = 2031
PAGES = (
    "activity",
    "edit_activity",
    "checklist",
    "activity_people",
    "lessons",
    "media_card",
    "anchoring",
)
PARTS = ("save_part", "move_part", "remove_part", "take_back_part")
ROLES = ("save_role", "move_role", "remove_role", "take_back_role")
OF_PLAN = ("media", "anchoring_roles")


def put_activity(world: World, put: Callable[..., Any]) -> None:
    """Name every address of an activity of Älvhamra's, of Norrskog's, of none."""
    asked = {"in-force": world.director, "foreign": world.neighbour_reader}
    by = {"in-force": world.coordinator, "foreign": world.neighbour_coordinator}
    for word, plan in {"in-force": world.in_force, "foreign": world.foreign}.items():
        activity = _activity(plan, by[word])
        anchoring = _asked(activity, asked[word], by[word])
        material = add_part(
            activity=activity, model=Material, values={"words": "Affisch"}, by=by[word]
        )
        _put(word, plan.slug, activity.node.key, material.pk, anchoring.pk, put)
        for page in ROLES:
            put(f"activities:{page}", word, plan.slug, anchoring.role_id)
        for page in OF_PLAN:
            put(f"activities:{page}", word, plan.slug)
    idea = _activity(world.in_force, world.coordinator, "Bara en idé", Status.IDEA)
    asked_idea = _asked(idea, world.director, world.coordinator)
    _put("idea", world.in_force.slug, idea.node.key, 0, asked_idea.pk, put)
    _put("absent-key", world.in_force.slug, ABSENT, 0, 0, put)
    _put("absent", ABSENT, ABSENT, 0, 0, put)
    for page in ROLES:
        put(f"activities:{page}", "absent-key", world.in_force.slug, 0)
        put(f"activities:{page}", "absent", ABSENT, 0)
    for page in OF_PLAN:
        put(f"activities:{page}", "absent", ABSENT)


def _activity(
    plan: Plan, by: User, name: str = "Öppet hus", status: Status = Status.PLANNED
) -> Activity:
    year = open_year(plan=plan, year=YEAR, by=by)
    return add_activity(activity_plan=year, values={"name": name, "status": status.value}, by=by)


def _asked(activity: Activity, person: User, by: User) -> Anchoring:
    role = AnchoringRole.objects.filter(plan=activity.node.plan).order_by("position")[0]
    return ask(activity=activity, role=role, person=person, by=by)


def _put(
    word: str, slug: str, key: str, part: int, anchoring: int, put: Callable[..., Any]
) -> None:
    for page in PAGES:
        put(f"activities:{page}", word, slug, key)
    put("activities:checklist_step", word, slug, key, "what")
    put("activities:add_part", word, slug, key, "material")
    for page in PARTS:
        put(f"activities:{page}", word, slug, key, "material", part)
    put("activities:finish_part", word, slug, key, part)
    put("activities:answer_anchoring", word, slug, key, anchoring)
