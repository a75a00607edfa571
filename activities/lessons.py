"""Lessons that come back: what was learnt from what an activity follows on, or is like.

Those it follows on, and those that share a target group, a channel or a goal of the plan with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from plans.enums import AnsweredBy
from plans.models import Reference

from .models import Activity, LessonSeen

MOST = 12
MOST_PREDECESSORS = 5
# The question at which a shared thing matters, the first one that applies.
STEPS: Mapping[str, str] = {
    "goals": AnsweredBy.PURPOSE,
    "audience": AnsweredBy.AUDIENCE,
    "channels": AnsweredBy.OCCASION,
}


@dataclass(frozen=True)
class Lesson:
    """What was learnt from ``source``, and why it is shown: ``shared`` are keys of the plan."""

    source: Activity
    step: str
    is_predecessor: bool
    shared: tuple[str, ...]
    seen: LessonSeen | None


def lessons_for(activity: Activity) -> list[Lesson]:
    """The lessons that concern ``activity``: predecessors' first, then the latest; at most ``MOST``."""
    before = _predecessors(activity)
    shared = _shared(activity)
    with_lesson = Activity.objects.live().exclude(lesson="").exclude(pk=activity.pk)
    rows = with_lesson.filter(
        Q(pk__in=before) | Q(node__in=list(shared), node__plan=activity.node.plan_id)
    ).select_related("node__plan", "activity_plan")
    seen = {
        row.source_id: row
        for row in LessonSeen.objects.filter(activity=activity).select_related("seen_by")
    }
    found = [_lesson(row, row.pk in before, shared.get(row.node_id, {}), seen) for row in rows]
    found.sort(
        key=lambda one: (
            one.is_predecessor,
            one.source.starts_on is not None,
            one.source.starts_on,
            one.source.pk,
        ),
        reverse=True,
    )
    return found[:MOST]


def _lesson(
    row: Activity,
    is_predecessor: bool,  # noqa: FBT001 - one of the row's facts
    shared: Mapping[str, list[str]],
    seen: Mapping[int, LessonSeen],
) -> Lesson:
    first = next((STEPS[name] for name in STEPS if name in shared), AnsweredBy.WHAT)
    step = AnsweredBy.WHAT if is_predecessor else first
    keys = tuple(dict.fromkeys(key for keys in shared.values() for key in keys))
    return Lesson(row, step, is_predecessor, keys, seen.get(row.pk))


def _predecessors(activity: Activity) -> list[int]:
    """Those that it follows on, the nearest first; a question each, and few years go back."""
    found: list[int] = []
    pk = activity.predecessor_id
    while pk is not None and pk not in found and len(found) < MOST_PREDECESSORS:
        found.append(pk)
        pk = Activity.objects.filter(pk=pk).values_list("predecessor", flat=True).first()
    return found


def _shared(activity: Activity) -> dict[int, dict[str, list[str]]]:
    """By the key of another row of the plan: the fields in which it names the same, and what."""
    own = Reference.objects.filter(source=activity.node_id, field__in=list(STEPS))
    rows = Reference.objects.filter(field__in=list(STEPS), target__in=own.values("target")).exclude(
        source=activity.node_id
    )
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    pairs: Iterable[tuple[int, str, str]] = rows.filter(
        source__activity__isnull=False, source__activity__lesson__gt=""
    ).values_list("source", "field", "target__key")
    for source, name, key in pairs:
        found[source][name].append(key)
    return found
