"""The checklist questions of a plan, as they stand in it. Two questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from core.markdown import to_plain
from plans.enums import ChecklistUse
from plans.models import Plan
from plans.models.kinds.checklist import ChecklistItem

from .checklist import Asked, Question, questions


def questions_of(plan: Plan) -> list[Question]:
    """What the plan asks before an activity, in its own order; our questions where it asks nothing."""
    return questions(_asked(plan))


def _asked(plan: Plan) -> Iterator[Asked]:
    types = _types_of_sections(plan)
    rows = ChecklistItem.objects.filter(
        section__in=types, section__kind="checklist", removed_at__isnull=True
    ).select_related("node")
    below: dict[tuple[int, int | None], list[ChecklistItem]] = defaultdict(list)
    for row in rows.order_by("position", "pk") if types else ():
        below[row.section_id, row.parent_id].append(row)
    for section, inherited in types.items():
        for row in _in_order(below, section, None):
            if _is_asked(row, inherited):
                name, text = " ".join(row.name.split()), to_plain(row.text)
                words, more = (name, text) if name else (text, "")
                yield Asked(row.node.key, words, more, row.answered_by, row.node_id)


def _in_order(
    below: dict[tuple[int, int | None], list[ChecklistItem]], section: int, parent: int | None
) -> Iterator[ChecklistItem]:
    for row in below[section, parent]:
        yield row
        yield from _in_order(below, section, row.pk)


def _is_asked(row: ChecklistItem, inherited: str) -> bool:
    """Whether a row is to be answered before an activity: no reminder or routine (rule 6 of the glossary)."""
    use = row.type or inherited
    is_before = use == ChecklistUse.BEFORE or (not use and bool(row.answered_by))
    return is_before and bool(row.name.strip() or row.text.strip())


def _types_of_sections(plan: Plan) -> dict[int, str]:
    """The live sections of ``plan`` in reading order, each with the type that holds in it."""
    below: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
    rows = plan.sections.live().order_by("position", "pk")
    for pk, parent, own in rows.values_list("pk", "parent_id", "type"):
        below[parent].append((pk, own))

    def under(parent: int | None, inherited: str) -> Iterator[tuple[int, str]]:
        for pk, own in below[parent]:
            holds = own if own in ChecklistUse.values else inherited
            yield pk, holds
            yield from under(pk, holds)

    return dict(under(None, ""))
