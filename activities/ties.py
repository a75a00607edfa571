"""Whom activities are for and through which channels, in names, across plans: three questions for all.

What a section says holds for the activities below it that say nothing themselves. For the terms of
one plan, with all that hangs on them, see ``vocabulary`` and ``lines``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from plans.models import Reference, Section
from plans.services.subjects import name_of

from .models import Activity

Names = dict[str, list[str]]
"""Field of the reference → the names."""

FIELDS = {"audience": "targetgroup", "channels": "channel"}


class Reach(NamedTuple):
    """The names of an activity's target groups and of its channels."""

    audience: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def reach_of(activities: Sequence[Activity]) -> dict[int, Reach]:
    """Each activity's, by primary key; nothing for those that name nobody."""
    own = _named({activity.node_id for activity in activities})
    above = _of_sections({one.section_id for one in activities if one.section_id})
    return {
        one.pk: _reach({**above.get(one.section_id, {}), **own.get(one.node_id, {})})
        for one in activities
    }


def _reach(names: Names) -> Reach:
    return Reach(**{field: tuple(names.get(field, ())) for field in FIELDS})


def _named(nodes: Collection[int]) -> dict[int, Names]:
    """What rows name, by the primary key of their node; what lies in the bin is not known."""
    ties = Reference.objects.filter(source__in=nodes, field__in=FIELDS)
    found: dict[int, Names] = defaultdict(lambda: defaultdict(list))
    targets = [f"target__{kind}" for kind in FIELDS.values()]
    for tie in ties.select_related(*targets).order_by("target__key"):
        row = getattr(tie.target, FIELDS[tie.field], None)
        if row is not None and row.removed_at is None:
            found[tie.source_id][tie.field].append(name_of(row))
    return found


def _of_sections(wanted: Collection[int]) -> dict[int | None, Names]:
    """What the sections ``wanted`` say for the rows in them, by primary key."""
    if not wanted:
        return {}
    plans = Section.objects.filter(pk__in=wanted).values("plan")
    rows = Section.objects.filter(plan__in=plans).values_list("pk", "parent", "node")
    known = {pk: (parent, node) for pk, parent, node in rows}
    said = _named({node for _parent, node in known.values()})

    def names(pk: int | None) -> Names:
        if pk is None:
            return {}
        parent, node = known[pk]
        return {**names(parent), **said.get(node, {})}

    return {pk: names(pk) for pk in wanted}
