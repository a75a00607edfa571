"""The review pack and the situational picture of agreements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from accounts.models import User
from activities.services.efforts import add_activity
from activities.services.years import open_year
from evaluations.services.picture import add_area
from plans.models import Agreement, Plan
from tests.people import World

ABSENT = "finns-inte"
YEAR = 2036
PAGES = ("picture", "edit_picture", "compare_picture", "add_area")
OF_PACK = ("review_pack", "print_pack", "pack_pdf", "send_pack")
OF_AREA = ("save_area", "move_area", "remove_area", "take_back_area")


def put_pack(world: World, put: Callable[..., Any]) -> None:
    """Name the address of each page for one's own agreement, somebody else's and none."""
    anchored = Agreement.objects.filter(review_anchor__isnull=True)
    anchored.update(review_anchor=localdate() - timedelta(days=300))
    _put("own", world.in_force, world.coordinator, put)
    _put("foreign", world.foreign, world.neighbour_coordinator, put)
    for page in PAGES:
        put(f"evaluations:{page}", "absent", ABSENT)
    for page in OF_AREA:
        put(f"evaluations:{page}", "absent", ABSENT, 0)
        put(f"evaluations:{page}", "no-area", world.agreement.slug, 0)
    put("evaluations:point_to_areas", "no-key", world.in_force.slug, ABSENT)
    put("evaluations:point_to_areas", "absent", ABSENT, ABSENT)
    for page in OF_PACK:
        put(f"evaluations:{page}", "later", world.agreement.slug, 99)
        put(f"evaluations:{page}", "absent", ABSENT, 1)


def _put(word: str, plan: Plan, by: User, put: Callable[..., Any]) -> None:
    agreement = plan.agreement
    area = add_area(agreement=agreement, values={"name": "Otrygghet vid torget"}, by=by)
    year = open_year(plan=plan, year=YEAR, by=by)
    activity = add_activity(
        activity_plan=year, values={"name": "Torgdag", "status": "planned"}, by=by
    )
    for page in PAGES:
        put(f"evaluations:{page}", word, agreement.slug)
    for page in OF_AREA:
        put(f"evaluations:{page}", word, agreement.slug, area.pk)
    put("evaluations:point_to_areas", word, plan.slug, activity.node.key)
    for page in OF_PACK:
        put(f"evaluations:{page}", word, agreement.slug, 1)
