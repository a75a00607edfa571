"""Status of agreements: one's own, the neighbours', none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.people import World

ABSENT = "finns-inte"


def put_status(world: World, put: Callable[..., Any], found: dict[tuple[str, str], str]) -> None:
    """Name every address of the pages of status."""
    put("all_status", "-")
    for word, slug in {
        "own": world.agreement.slug,
        "foreign": world.neighbours_agreement.slug,
        "absent": ABSENT,
    }.items():
        put("status", word, slug)
    found["status", "other-year"] = found["status", "own"] + "?ar=2020"
