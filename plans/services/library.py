"""Adding what a section usually holds."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from plans.library import suggestions
from plans.models import Section, SectionItem

from .rows import add_item


@transaction.atomic
def add_usual(*, section: Section, names: Sequence[str], by: User) -> list[SectionItem]:
    """Add the suggestions called ``names`` to ``section``, in the library's order.

    Names that the library does not know are left out. A scope that the section has itself is not
    repeated on its items.
    """
    wanted = set(names)
    added = []
    for group in suggestions(section.kind):
        for usual in group.items:
            if str(usual.name) in wanted:
                values = {"name": str(usual.name), **usual.values}
                if section.scope == values.get("scope"):
                    del values["scope"]
                added.append(add_item(section=section, values=values, by=by))
    return added
