"""The sections of a plan: add, save, move, change what they hold, remove, take back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core import changes
from plans import registry
from plans.enums import Numbering
from plans.models import Plan, Section

from . import structure
from .keys import take_key
from .saving import Conflict, Saved, save
from .structure import Direction, lock
from .subjects import Values, subject_of

__all__ = [
    "Conflict",
    "Saved",
    "add_section",
    "change_kind",
    "indent_section",
    "move_section",
    "outdent_section",
    "remove_section",
    "rename_section",
    "save_section",
    "take_back_section",
]


@transaction.atomic
def add_section(
    *,
    plan: Plan,
    heading: str,
    kind: str = "text",
    parent: Section | None = None,
    after: Section | None = None,
    by: User,
) -> Section:
    """A new section, last in ``parent`` or right after ``after``, numbered as those beside it.

    Without a ``heading`` it is the next piece of its parent. Raises ValidationError for an unknown
    kind, or when it would stand too deep.
    """
    lock(plan)
    if kind not in {known.name for known in registry.kinds()}:
        raise ValidationError({"kind": _("Välj vad avsnittet ska innehålla.")})
    if after is not None:
        parent = after.parent
    if parent is not None and parent.removed_at is not None:
        raise ValidationError(_("Avsnittet som det skulle stå i är borttaget."))
    row = Section(plan=plan, parent=parent, kind=kind, heading=heading)
    row.numbering = _numbering_beside(row) if heading else ""
    row.node = take_key(
        plan=plan, words=heading, otherwise=str(registry.get(kind).label) if not heading else ""
    )
    structure.append(row, after)
    structure.added(subject_of(row), by)
    return row


def _numbering_beside(row: Section) -> str:
    """A new section is numbered when those beside it are, and at the top when there is none yet."""
    beside = [section for section in structure.siblings(row) if section.heading]
    if any(section.numbering == Numbering.AUTOMATIC for section in beside):
        return Numbering.AUTOMATIC
    above = row.parent.numbering if row.parent and not beside else ""
    return Numbering.AUTOMATIC if above == Numbering.AUTOMATIC else ""


def save_section(
    *,
    section: Section,
    values: Values,
    base_version: int,
    base_values: Values | None,
    by: User,
    now: Values | None = None,
) -> Saved | Conflict:
    """Save heading, text and typed values; see ``saving.save``."""
    return save(
        row=section,
        values=values,
        base_version=base_version,
        base_values=base_values,
        by=by,
        now=now,
    )


def rename_section(
    *, section: Section, heading: str, base_version: int, base_heading: str, by: User
) -> Saved | Conflict:
    """Give ``section`` another heading."""
    return save_section(
        section=section,
        values={"heading": heading},
        base_version=base_version,
        base_values={"heading": base_heading},
        by=by,
    )


@transaction.atomic
def change_kind(*, section: Section, kind: str, by: User) -> None:
    """Let ``section`` hold items of another kind.

    Raises ValidationError while it holds any, or for an unknown kind.
    """
    lock(section.plan)
    section.refresh_from_db()
    if kind == section.kind:
        return
    if kind not in {known.name for known in registry.kinds()}:
        raise ValidationError({"kind": _("Välj vad avsnittet ska innehålla.")})
    model = registry.get(section.kind).model
    if model and model._default_manager.filter(section=section, removed_at__isnull=True).exists():
        raise ValidationError(
            {"kind": _("Ta bort raderna först. Det som finns i avsnittet är av ett annat slag.")}
        )
    before = {"name": subject_of(section).name, "kind": section.kind, "columns": section.columns}
    Section.objects.filter(pk=section.pk).update(
        kind=kind, columns=[], layout="", version=F("version") + 1
    )
    section.refresh_from_db()
    changes.record(
        by=by,
        scope=subject_of(section).scope,
        action="changed",
        kind="section",
        key=section.node.key,
        before=before,
        after=before | {"kind": kind, "columns": []},
    )


@transaction.atomic
def move_section(
    *, section: Section, direction: str | None = None, after: Section | None = None, by: User
) -> bool:
    """Move ``section`` with all in it by one step, or right after another; whether it moved.

    Raises ValidationError where it cannot go.
    """
    lock(section.plan)
    section.refresh_from_db()
    if direction is not None:
        return structure.move(row=section, direction=direction, by=by)
    return structure.place_after(row=section, after=after, by=by)


def indent_section(*, section: Section, by: User) -> bool:
    """Put ``section`` into the one above it; whether there was one."""
    return move_section(section=section, direction=Direction.IN, by=by)


def outdent_section(*, section: Section, by: User) -> bool:
    """Take ``section`` out of the one it stands in; whether it stood in one."""
    return move_section(section=section, direction=Direction.OUT, by=by)


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """Put ``section`` into the bin with all that stands in it."""
    lock(section.plan)
    section.refresh_from_db()
    structure.remove(row=section, by=by)


@transaction.atomic
def take_back_section(*, section: Section, by: User) -> None:
    """Take ``section`` out of the bin; ValidationError when it stood in one that lies there too."""
    lock(section.plan)
    section.refresh_from_db()
    structure.take_back(row=section, by=by)
