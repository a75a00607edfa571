"""A plan's log as people read it: who did what, what was, what became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.differences import Piece, word_diff
from core.models import Change
from core.templatetags.swedish import clock, figure, long_date

from . import registry
from .directory import names_of
from .models import (
    ControlRow,
    Plan,
    PlanOrganisation,
    PlanRelation,
    Role,
    Section,
    SectionItem,
)

ACTIONS: Mapping[str, str | Promise] = {
    "added": gettext_lazy("lade till"),
    "changed": gettext_lazy("ändrade"),
    "moved": gettext_lazy("flyttade"),
    "removed": gettext_lazy("tog bort"),
    "taken_back": gettext_lazy("tog tillbaka"),
    "restored": gettext_lazy("återställde"),
    "imported": gettext_lazy("läste in"),
    "created": gettext_lazy("skapade"),
    "replaced": gettext_lazy("bytte ut"),
    "proposed": gettext_lazy("föreslog"),
    "approved": gettext_lazy("godkände"),
    "rejected": gettext_lazy("avslog"),
    "withdrawn": gettext_lazy("tog tillbaka"),
    "adopted": gettext_lazy("fastställde"),
    "commented": gettext_lazy("kommenterade"),
    "answered": gettext_lazy("svarade om"),
    "resolved": gettext_lazy("avslutade samtalet om"),
    "put_in_plan": gettext_lazy("tog in i planen"),
    "taken_into_year": gettext_lazy("tog in i året"),
    "asked": gettext_lazy("bad om förankring av"),
    "anchored": gettext_lazy("svarade på förankring av"),
    "done": gettext_lazy("markerade som klart:"),
    "undone": gettext_lazy("markerade som inte klart:"),
    "acknowledged": gettext_lazy("tog del av lärdomen från"),
    "disposed": gettext_lazy("gallrade"),
}
LISTED: Mapping[str, type[models.Model]] = {
    "plan": Plan,
    "section": Section,
    "organisation": PlanOrganisation,
    "relation": PlanRelation,
    "control": ControlRow,
    "role": Role,
}
REFERENCES: Mapping[str, str | Promise] = {
    "audience": gettext_lazy("målgrupper"),
    "channels": gettext_lazy("kanaler"),
    "roles": gettext_lazy("roller"),
    "goals": gettext_lazy("mål"),
    "messages": gettext_lazy("budskap"),
    "speakers": gettext_lazy("talespersoner"),
    "followers": gettext_lazy("svarar på följdfrågor"),
    "people": gettext_lazy("ansvariga personer"),
    "problem_areas": gettext_lazy("problemområden"),
}
# Rows of apps above that the log speaks of, and that have no page of their own.
_PARTS: dict[str, type[models.Model]] = {}


def speak_of(kind: str, model: type[models.Model]) -> None:
    """Let the log find words for the rows of ``model``, which it knows as ``kind``."""
    _PARTS[kind] = model


NOT_SHOWN = frozenset({"name_of", "position", "parent", "section", "from"})
RESTORABLE = frozenset({"text", "heading", "name", "effect", "goal", "caption", "alt"})


@dataclass(frozen=True)
class Difference:
    """One field that changed: its label, the words before and after, and the way between them."""

    field: str
    label: str
    before: str
    after: str
    pieces: Sequence[Piece]

    @property
    def can_be_restored(self) -> bool:
        """Whether an earlier form of it can be taken back: it is a text."""
        return self.field in RESTORABLE


@dataclass(frozen=True)
class Line:
    """One change in the feed."""

    change: Change
    who: str
    action: str
    what: str
    name: str
    differences: Sequence[Difference]

    @property
    def ground(self) -> str:
        """On which ground it was disposed of; nothing of any other change."""
        return str(_members(self.change.after).get("ground", ""))

    @property
    def leads_to_history(self) -> bool:
        """Whether the thing has a page with its earlier forms."""
        return self.change.kind in LISTED or self.change.kind in _kind_names()


def lines_for(changes: Sequence[Change], *, plan: Plan) -> list[Line]:
    """The feed's lines for ``changes`` of ``plan``, in their order."""
    names = names_of(plan, {key for change in changes for key in _pointed_at(change)})
    return [_line(change, names) for change in changes]


def _pointed_at(change: Change) -> Iterator[str]:
    """The keys of the rows that the changed one points at, before or after."""
    model = model_of(change.kind)
    for members in (_members(change.before), _members(change.after)):
        for name, value in members.items():
            if _is_pointer(model, name):
                yield from value if isinstance(value, list) else [str(value)]


def _is_pointer(model: type[models.Model] | None, name: str) -> bool:
    """Whether the log has keys under ``name``."""
    if name in REFERENCES:
        return True
    return model is not None and _is_field(model, name) and model._meta.get_field(name).is_relation


def _line(change: Change, names: Mapping[str, str]) -> Line:
    before, after = _members(change.before), _members(change.after)
    return Line(
        change=change,
        who=change.by_name or _("Samråd"),
        action=str(ACTIONS.get(change.action, change.action)),
        what=_("utkastet till version") if _is_whole(change) else _what(change.kind),
        name=str(after.get("name") or before.get("name") or _numbered(change, after)),
        differences=tuple(_differences(change, before, after, names)),
    )


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_whole(change: Change) -> bool:
    """Whether the whole text became that of a version; what became of each row is said by itself."""
    return (change.kind, change.action) == ("plan", "restored")


def _numbered(change: Change, after: Mapping[str, Any]) -> str:
    if _is_whole(change):
        return str(after.get("version", ""))
    return change.key if change.kind == "version" else ""


def _kind_names() -> frozenset[str]:
    return frozenset(kind.name for kind in registry.kinds())


def _what(kind: str) -> str:
    """What sort of thing was changed, in words."""
    if kind == "version":
        return _("version")
    if model := model_of(kind):
        return str(model._meta.verbose_name)
    return ""


def model_of(kind: str) -> type[models.Model] | None:
    """The model behind the log's ``kind``; None for what is no row of a plan."""
    if kind in LISTED or kind in _PARTS:
        return LISTED.get(kind) or _PARTS[kind]
    if kind in _kind_names():
        model: type[SectionItem] | None = registry.get(kind).model
        return model
    return None


def _differences(
    change: Change,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[str, str],
) -> Iterator[Difference]:
    """The fields that are not as they were; of a move or a removal none, the sentence says it."""
    if change.action in ("changed", "restored", "added") and not _is_whole(change):
        yield from differences_between(model_of(change.kind), before, after, names)


def differences_between(
    model: type[models.Model] | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Difference]:
    """What the log has of a row of ``model``, field by field, where it is not as it was.

    ``names`` are what people call the rows that it points at, by key.
    """
    before, after = (_named(model, members, names) for members in (before, after))
    for name in sorted({*before, *after} - NOT_SHOWN):
        old, new = _words(model, name, before.get(name)), _words(model, name, after.get(name))
        if old != new and not (name == "name" and not _is_field(model, name)):
            yield Difference(name, _label(model, name), old, new, word_diff(old, new))


def _named(
    model: type[models.Model] | None, members: Mapping[str, Any], names: Mapping[str, str]
) -> Mapping[str, Any]:
    """``members`` with names where the log has keys; a row that is gone for good keeps its key."""

    def name_for(value: Any) -> Any:
        if isinstance(value, list):
            return [name_for(member) for member in value]
        return names.get(value, value) if isinstance(value, str) else value

    return {
        name: name_for(value) if _is_pointer(model, name) else value
        for name, value in members.items()
    }


def _is_field(model: type[models.Model] | None, name: str) -> bool:
    return model is not None and any(field.name == name for field in model._meta.get_fields())


def _label(model: type[models.Model] | None, name: str) -> str:
    if name in REFERENCES:
        return str(REFERENCES[name])
    if model is not None and _is_field(model, name):
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    return name


def _words(model: type[models.Model] | None, name: str, value: Any) -> str:
    """A value of the log in words: choices by their label, yes and no, lists with commas."""
    if value in (None, "", [], False):
        return ""
    if value is True:
        return _("ja")
    if isinstance(value, list):
        return ", ".join(_words(model, name, member) for member in value)
    if isinstance(value, dict):
        return " ".join(str(member) for member in value.values())
    if model is not None and _is_field(model, name):
        field = model._meta.get_field(name)
        if isinstance(field, models.DateField):
            return _day(field, value)
        if isinstance(field, models.DecimalField):
            return figure(value)
        choices = dict(getattr(field, "flatchoices", ()) or ())
        return str(choices.get(value, value))
    return str(value)


def _day(field: models.DateField[Any, Any], value: Any) -> str:
    moment = field.to_python(value)
    if isinstance(moment, datetime):
        return f"{long_date(moment)} {clock(moment)}"
    return long_date(moment)
