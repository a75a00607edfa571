"""What activities have to say of a plan while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from activities.enums import Status
from activities.models import Activity
from plans.checks.advice import Advice, Draft, register
from plans.models import Plan


@register
def unaddressed_target_groups(draft: Draft) -> Iterator[Advice]:
    """Target groups that no activity addresses, in the plan's tables or its years; if it has activities."""
    has_activities, addressed = _of_years(draft.plan, draft.on)
    for section, audience in _with_audience(draft.document.get("sections", []), frozenset()):
        if section["kind"] == "activities" and section.get("items"):
            has_activities = True
            addressed |= audience
    if not has_activities:
        return
    for section, item in draft.items("target_groups"):
        if item["key"] not in addressed:
            name = item.get("name") or item.get("text", "")
            words = _("Ingen aktivitet riktar sig till målgruppen ”%s”.")
            yield Advice(words % name, section["key"], item["key"])


def _of_years(plan: Plan, on: date) -> tuple[bool, set[str]]:
    """Whether the plan has activities in this year's activity plan or a later one, and whom they address."""
    rows = Activity.objects.in_year().filter(
        activity_plan__plan=plan, activity_plan__year__gte=on.year
    )
    tied = rows.exclude(status=Status.CANCELLED).annotate(
        tie=FilteredRelation("node__references", condition=Q(node__references__field="audience"))
    )
    keys = set(tied.values_list("tie__target__key", flat=True).distinct())
    return bool(keys), keys - {None}


def _with_audience(
    sections: list[Mapping[str, Any]], inherited: frozenset[str]
) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """Every section with its audience: its own, or that of the nearest section above it."""
    for section in sections:
        audience = frozenset(section.get("audience", inherited))
        yield section, audience
        yield from _with_audience(section.get("sections", []), audience)
