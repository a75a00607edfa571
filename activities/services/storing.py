"""Many new activities of a year at once: as few questions for a hundred as for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from activities.kind import KIND
from activities.models import Activity, ActivityPlan
from core import changes
from plans.models import Node, Reference
from plans.services.keys import take_keys
from plans.services.subjects import name_of, subject_of


@dataclass(frozen=True)
class New:
    """An activity to be: its attributes as the row has them, and the keys that it refers to."""

    attributes: Mapping[str, Any]
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)


def store(*, activity_plan: ActivityPlan, new: Sequence[New], by: User) -> list[Activity]:
    """Store ``new`` in the year, in order. Call it with the plan locked, in a transaction.

    What a row may hold has been checked before. Keys that the plan has not are left out.
    """
    plan = activity_plan.plan
    words = [str(one.attributes.get("name") or "") for one in new]
    nodes = take_keys(plan=plan, words=words, otherwise=str(KIND.label))
    rows: list[Activity] = Activity.objects.bulk_create(
        [
            Activity(activity_plan=activity_plan, node=node, **one.attributes)
            for one, node in zip(new, nodes, strict=True)
        ]
    )
    _refer(plan.pk, rows, new)
    scope = f"plan:{plan.pk}"
    changes.record_many(by=by, scope=scope, entries=[_added(row) for row in rows])
    return rows


def _refer(plan: int, rows: Sequence[Activity], new: Sequence[New]) -> None:
    wanted = {key for one in new for keys in one.references.values() for key in keys}
    found = Node.objects.filter(plan=plan, key__in=wanted).values_list("key", "pk")
    nodes = dict(found)
    Reference.objects.bulk_create(
        Reference(source_id=row.node_id, field=name, target_id=nodes[key])
        for row, one in zip(rows, new, strict=True)
        for name, keys in one.references.items()
        for key in dict.fromkeys(keys)
        if key in nodes
    )


def _added(row: Activity) -> changes.Entry:
    subject = subject_of(row)
    after = {"name": name_of(row), "status": row.status, "timing": row.timing}
    return changes.Entry(action="added", kind=subject.kind, key=subject.key, after=after)
