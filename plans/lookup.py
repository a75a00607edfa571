"""Finding what a key names."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from . import registry
from .models import Node, Plan, PlanOrganisation, Role, Section


def model_of_key(plan: Plan, key: str) -> Any | None:
    """The model of the section, item, organisation or role of ``plan`` called ``key``, if any."""
    if "\0" in key:  # PostgreSQL does not even look for it
        return None
    models = _models()
    with connection.cursor() as cursor:
        cursor.execute(_question(models), [plan.pk, key])
        found = cursor.fetchone()
    return models[found[0]] if found and found[0] is not None else None


def row_by_key(plan: Plan, key: str) -> Any | None:
    """The section, item, organisation or role of ``plan`` called ``key``, in the bin or not."""
    model = model_of_key(plan, key)
    if model is None:
        return None
    return model._default_manager.select_related("node").get(node__plan=plan, node__key=key)


def section_in_bin() -> Q:
    """Whether the section of a row lies in the bin, or one that it stands in does.

    Asked of the section, not of the row: PostgreSQL would follow the sections of every row in the table
    first, and look for those that were asked for after that.
    """
    return Q(section__removed_at__isnull=False) | Q(_AnyInBin(F("section__parent")))


class _AnyInBin(Func):
    """Whether a section lies in the bin, or one that it stands in does."""

    # Seven tables joined for seven levels take PostgreSQL ten times as long to plan.
    template = (
        "EXISTS (WITH RECURSIVE above(parent_id, removed_at) AS ("
        "SELECT one.parent_id, one.removed_at FROM {table} AS one WHERE one.id = %(expressions)s UNION ALL "
        "SELECT holder.parent_id, holder.removed_at FROM {table} AS holder "
        "INNER JOIN above ON holder.id = above.parent_id) SELECT 1 FROM above WHERE removed_at IS NOT NULL)"
    ).replace("{table}", f'"{Section._meta.db_table}"')
    output_field = BooleanField()


def _models() -> tuple[Any, ...]:
    kinds = {kind.model for kind in registry.kinds() if kind.model}
    return (Section, PlanOrganisation, Role, *sorted(kinds, key=lambda model: model.__name__))


@cache
def _question(models: tuple[Any, ...]) -> str:
    """One SELECT that says which of ``models`` has a row with the key, as a number."""
    # All of them joined would take PostgreSQL longer to plan than everything else a save does.
    cases = " ".join(
        f'WHEN EXISTS (SELECT 1 FROM "{model._meta.db_table}" AS row WHERE row.node_id = node.id) '  # noqa: S608
        f"THEN {number}"
        for number, model in enumerate(models)
    )
    table = Node._meta.db_table
    return (
        f'SELECT CASE {cases} END FROM "{table}" AS node WHERE node.plan_id = %s AND node.key = %s'  # noqa: S608
    )
