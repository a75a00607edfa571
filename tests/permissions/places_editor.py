"""What the addresses of the editor stand for: the plan in force, with a section, a row and a role of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plans.models import Node, Plan, Role
from tests.people import World

SECTION, ROW, TABLE = "malgrupper", "boende", "aktiviteter"
ABSENT = "finns-inte"
PLAIN = ("editor", "control")
SECTIONS = (
    "edit_section",
    "add_section",
    "move_section",
    "remove_section",
    "take_back_section",
    "change_kind",
    "add_usual",
    "add_row",
)
ROWS = ("edit_row", "move_row", "remove_row", "take_back_row")
LISTED = ("edit_control", "move_control", "remove_control", "take_back_control")
SORT = "roller"


def put_editor(world: World, put: Callable[..., Any]) -> None:
    """Name every address of the editor, of Älvhamra's plan, of Norrskog's and of none."""
    for word, plan in {"in-force": world.in_force, "foreign": world.foreign}.items():
        _put(word, plan.slug, _role(plan), SECTION, ROW, TABLE, put)
    _put("absent", ABSENT, 0, SECTION, ROW, TABLE, put)
    _put("absent-key", world.in_force.slug, 0, ABSENT, ABSENT, ABSENT, put, sort=ABSENT)


def _role(plan: Plan) -> int:
    node = Node.objects.create(plan=plan, key="styrgruppen")
    return Role.objects.create(plan=plan, node=node, name="Styrgruppen").pk


def _put(
    word: str,
    slug: str,
    pk: int,
    section: str,
    row: str,
    table: str,
    put: Callable[..., Any],
    sort: str = SORT,
) -> None:
    for page in PLAIN:
        put(f"appendix:{page}", word, slug)
    for page in SECTIONS:
        put(f"appendix:{page}", word, slug, section)
    put("appendix:edit_columns", word, slug, table)
    for page in ROWS:
        put(f"appendix:{page}", word, slug, row)
    put("appendix:add_control", word, slug, sort)
    for page in LISTED:
        put(f"appendix:{page}", word, slug, sort, pk)
