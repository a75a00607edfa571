"""What lies in a plan's bin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plans import registry
from plans.models import Plan, PlanOrganisation, Role, Section

from .subjects import name_of


@dataclass(frozen=True)
class Removed:
    """A removed row: what people call it, what sort it is, where it stood and since when it is gone."""

    key: str
    name: str
    what: str
    place: str
    at: datetime


def removed_rows(plan: Plan) -> list[Removed]:
    """The removed sections, items, organisations and roles of ``plan``, the latest first."""
    return sorted(_removed(plan), key=lambda row: row.at, reverse=True)


def _removed(plan: Plan) -> Iterator[Removed]:
    for model, path in _models():
        manager: Any = model._default_manager
        rows = manager.filter(**{path: plan}, removed_at__isnull=False).select_related("node")
        if path == "section__plan":
            rows = rows.select_related("node", "section")
        for row in rows:
            yield Removed(
                key=row.node.key,
                name=name_of(row),
                what=str(model._meta.verbose_name),
                place=row.section.heading if path == "section__plan" else "",
                at=row.removed_at,
            )


def _models() -> Iterator[tuple[Any, str]]:
    yield from ((model, "plan") for model in (Section, PlanOrganisation, Role))
    yield from ((kind.model, "section__plan") for kind in registry.kinds() if kind.model)
