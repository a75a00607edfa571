"""The review pack and the situational picture of agreements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from plans.models import Agreement
from tests.people import World

ABSENT = "finns-inte"


def put_pack(world: World, put: Callable[..., Any]) -> None:
    """Name the address of each page for one's own agreement, somebody else's and none."""
    anchored = Agreement.objects.filter(review_anchor__isnull=True)
    anchored.update(review_anchor=localdate() - timedelta(days=300))
    places = {"own": world.agreement.slug, "foreign": world.neighbours_agreement.slug}
    for word, slug in {**places, "absent": ABSENT}.items():
        put("evaluations:review_pack", word, slug, 1)
    put("evaluations:review_pack", "later", world.agreement.slug, 99)
