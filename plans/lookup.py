"""Finding what a key names."""

from __future__ import annotations

from typing import Any

from . import registry
from .models import Node, Plan


def row_by_key(plan: Plan, key: str) -> Any | None:
    """The section, item, organisation or role of ``plan`` called ``key``, in the bin or not.

    One question to the database, whatever it is.
    """
    models = [kind.model._meta.model_name for kind in registry.kinds() if kind.model]
    names = ["section", "organisation", "role", *filter(None, models)]
    node = Node.objects.filter(plan=plan, key=key).select_related(*names).first()
    for name in names if node else ():
        row: Any = getattr(node, name, None)  # absent, since the row of a key is of one sort
        if row is not None:
            row.node = node
            return row
    return None
