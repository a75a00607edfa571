"""What activities have to say of a plan while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from plans.checks.advice import Advice, Draft, register


@register
def unaddressed_target_groups(draft: Draft) -> Iterator[Advice]:
    """Target groups that no activity of the plan addresses, where the plan has activities."""
    addressed: set[str] = set()
    has_activities = False
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


def _with_audience(
    sections: list[Mapping[str, Any]], inherited: frozenset[str]
) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """Every section with its audience: its own, or that of the nearest section above it."""
    for section in sections:
        audience = frozenset(section.get("audience", inherited))
        yield section, audience
        yield from _with_audience(section.get("sections", []), audience)
