"""The form of any row of a plan: made from its fields, its values written as documents write them.

Beside each field stands what it was when the form was drawn (``base-<field>``), and the row's
version, so that a save can tell what this person changed. A field is saved only if its base is
posted: a form that shows some of the fields touches no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plans import registry
from plans.directory import Directory
from plans.enums import GoalType, Layout, Numbering, ReviewCycle, StatementType
from plans.models import Image, PlanOrganisation, Section, SectionItem
from plans.models.agreement import LONGEST_REVIEW_INTERVAL
from plans.models.section import MOST_CELLS
from plans.services.subjects import Subject, Values
from plans.shape import model_fields
from plans.typed_values import control_problem

from . import words
from .fields import (
    ChoiceField,
    ClockField,
    DayField,
    LanguageField,
    LinkField,
    TextField,
    TicksField,
    WholeNumberField,
    read_base,
    write_base,
)
from .images import PictureField, alt_problem

BASE = "base-"
CELL = "cell-"
MOST_TIMES = 1000


@dataclass(frozen=True)
class Group:
    """Fields that are drawn together, under ``label`` where there is one."""

    label: words.Words
    fields: tuple[forms.BoundField, ...]
    is_folded: bool = False


class RowForm(forms.Form):
    """One row of a plan.

    ``values`` are those of the row now, ``columns`` the labels of a table's free cells.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        subject: Subject,
        values: Values,
        directory: Directory,
        columns: tuple[str, ...] = (),
        prefix: str = "rad",
    ) -> None:
        self.subject = subject
        self.now = values
        self.directory = directory
        self.columns = columns
        self.columns_then = _posted_columns(data, columns)
        super().__init__(
            data, files, initial=self._initial(), auto_id=f"id_{prefix}_%s", label_suffix=""
        )
        for name in self._names():
            self.fields[name] = self._field(name)
        for index, label in enumerate(self.columns_then):
            self.fields[f"{CELL}{index}"] = TextField(
                label=label or _("Kolumn %s") % (index + 1), rows=2
            )

    # --- what it consists of

    def _names(self) -> Iterator[str]:
        for _label, names in words.GROUPS.get(self.subject.kind, ()):
            yield from (name for name in names if self._has_use_for(name))
        # What the table's own columns print is edited, also where the kind's form has no place for it.
        for name in ("name", "text"):
            if self.subject.kind == "table" and self.now.get(name):
                yield name
        if "language" in self.subject.fields:
            yield "language"

    def _has_use_for(self, name: str) -> bool:
        """Whether a typed value of a section means anything to what it holds, or is set."""
        row = self.subject.row
        if not isinstance(row, Section) or name not in words.TYPED or self.now.get(name):
            return True
        kind = registry.get(row.kind)
        if name == "type":
            return bool(_section_types(row))
        return kind.name in words.OF_ALL_SORTS or name in {*kind.fields, *kind.references}

    def _initial(self) -> Values:
        cells = {f"{CELL}{index}": cell for index, cell in enumerate(self.now.get("cells") or [])}
        return {**self.now, **cells}

    def _field(self, name: str) -> forms.Field:
        kind = self.subject.kind
        options: dict[str, Any] = {"help_text": words.words_of(words.HELPS, kind, name) or ""}
        label = words.words_of(words.LABELS, kind, name)
        if name in self.subject.references:
            targets = self.subject.references[name]
            choices = [c for c in self.directory.choices(*targets) if c[0] != self.subject.key]
            return TicksField(choices=choices, label=label, **options)
        [(_name, model_field)] = model_fields(type(self.subject.row), (name,))
        options["label"] = label or capfirst(str(model_field.verbose_name))
        return self._made(name, model_field, options)

    def _made(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        target = model_field.related_model
        if target is Image:
            return PictureField(**options)
        if isinstance(target, type):
            what = "organisation" if target is PlanOrganisation else self.subject.kind
            targets = [c for c in self.directory.choices(what) if c[0] != self.subject.key]
            return ChoiceField(choices=targets, **options)
        if choices := self._choices(name, model_field):
            return ChoiceField(choices=choices, **options)
        if isinstance(model_field, models.BooleanField):
            return forms.BooleanField(required=False, **options)
        if isinstance(model_field, models.DateField):
            return DayField(**options)
        if isinstance(model_field, models.TimeField):
            return ClockField(**options)
        if isinstance(model_field, models.PositiveSmallIntegerField):
            most = LONGEST_REVIEW_INTERVAL if name == "review_months" else MOST_TIMES
            return WholeNumberField(min_value=1, max_value=most, **options)
        return self._words(name, model_field, options)

    def _words(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if name == "link":
            return LinkField(**options)
        if name == "language":
            return LanguageField(max_length=20, **options)
        if isinstance(model_field, models.CharField):
            options["max_length"] = model_field.max_length
        # A line break in a value must not be lost in an input that has one line only.
        is_short = name in words.SHORT and "\n" not in str(self.now.get(name, ""))
        rich = name == "text"
        if rich:
            options["help_text"] = options["help_text"] or ""
        rows = 0 if is_short else 6 if name in words.LONG else 2
        return TextField(rows=rows, rich=rich, **options)

    def _choices(self, name: str, model_field: models.Field[Any, Any]) -> list[tuple[str, str]]:
        """The choices of a field, in the case in which they begin a line."""
        pairs = list(getattr(model_field, "flatchoices", None) or [])
        if isinstance(self.subject.row, Section) and name == "type":
            pairs = _section_types(self.subject.row)
        if isinstance(self.subject.row, Section) and not registry.drawing_of(self.subject.row.kind):
            pairs = [pair for pair in pairs if pair[0] != Layout.WHEEL]
        known = {value for value, _label in pairs}
        if pairs and (now := self.now.get(name)) and now not in known:
            pairs.append((now, now))
        return [(value, capfirst(str(label))) for value, label in pairs if value]

    # --- what was posted

    @property
    def base_version(self) -> int:
        """The version that the person began with; 0, which no row has, when it was not posted."""
        posted = str(self.data.get("version", ""))
        return int(posted) if posted.isdecimal() and len(posted) < 10 else 0

    @cached_property
    def posted(self) -> tuple[str, ...]:
        """The fields that take part in the save."""
        return tuple(
            name
            for name in self.fields
            if BASE + name in self.data or name in self.data or name in (self.files or {})
        )

    @property
    def values(self) -> Values:
        """What the person wants of the posted fields; only for a valid form."""
        found = {n: self.cleaned_data[n] for n in self.posted if not n.startswith(CELL)}
        if cells := [name for name in self.posted if name.startswith(CELL)]:
            found["cells"] = [self.cleaned_data[name] for name in cells]
        return found

    @property
    def base_values(self) -> Values:
        """What the posted fields were when the form was drawn, as far as it said so."""
        known = {
            name: read_base(self.fields[name], self.data[BASE + name])
            for name in self.posted
            if BASE + name in self.data
        }
        found = {name: value for name, value in known.items() if not name.startswith(CELL)}
        cells = [known[name] for name in self.posted if name.startswith(CELL) and name in known]
        if cells and self.data.get("columns") == self.columns_token:
            found["cells"] = cells
        return found

    @property
    def columns_token(self) -> str:
        """Tells whether the table had these columns when the form was drawn: cells have no names."""
        return token_of(self.columns)

    def clean(self) -> Values:
        """See that what belongs together is there together."""
        cleaned = self.cleaned_data
        # What is not posted, as in a choice between two texts, is what it is now.
        cleaned |= {n: self.now[n] for n in self.fields if n not in self.posted and n in self.now}
        for name, alt in (("image", "alt"), ("logo", "logo_alt")):
            if name in self.fields and (
                problem := alt_problem(cleaned.get(name), cleaned.get(alt))
            ):
                self.add_error(alt, problem)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Sista dagen kan inte ligga före den första."))
        self._settle(cleaned)
        return cleaned

    def _settle(self, cleaned: Values) -> None:
        """Fields that have a meaning only beside a certain choice."""
        if "number" in self.fields and cleaned.get("number"):
            if cleaned.get("numbering") == Numbering.AUTOMATIC:
                cleaned["number"] = ""
            else:
                cleaned["numbering"] = Numbering.OWN.value
        if "review_months" in self.fields:
            is_monthly = cleaned.get("review_cycle") == ReviewCycle.MONTHS
            if is_monthly and not cleaned.get("review_months"):
                self.add_error("review_months", _("Skriv hur många månader det ska gå."))
            cleaned["review_months"] = cleaned.get("review_months") if is_monthly else None
        if "times_a_year" in self.fields and cleaned.get("timing_kind") != "times_a_year":
            cleaned["times_a_year"] = None
        if self.subject.kind == "control" and (
            problem := control_problem(cleaned.get("kind"), cleaned.get("value"))
        ):
            self.add_error("value", capfirst(problem) + ".")

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Show what a service found wrong, beside the field where there is one."""
        for name, messages in errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    # --- what is drawn

    @property
    def version(self) -> str:
        """The version that goes with the bases that are drawn."""
        return (
            str(self.data["version"])
            if self.is_bound and "version" in self.data
            else str(getattr(self.subject.row, "version", 1))
        )

    @property
    def bases(self) -> Iterator[tuple[str, str]]:
        """(name, value) of each hidden field that says what a field was."""
        for name in self.fields:
            drawn = write_base(self.initial.get(name))
            yield BASE + name, self.data.get(BASE + name, drawn) if self.is_bound else drawn

    @property
    def groups(self) -> Iterator[Group]:
        """The fields as they are drawn; the first group is always open."""
        placed = set()
        if self.columns:
            cells = tuple(self[name] for name in self.fields if name.startswith(CELL))
            placed |= {field.name for field in cells}
            yield Group("", cells)
        for label, names in words.GROUPS.get(self.subject.kind, ()):
            placed |= set(names)
            yield Group(label, tuple(self[name] for name in names if name in self.fields))
        if rest := tuple(self[name] for name in self.fields if name not in placed):
            yield Group(_("Mer"), rest, is_folded=not any(field.errors for field in rest))

    @property
    def settings_are_wrong(self) -> bool:
        """Whether a field outside the first group has an error."""
        first = {name for _label, names in words.GROUPS[self.subject.kind][:1] for name in names}
        return bool(set(self.errors) - first - {"__all__"})


def token_of(columns: tuple[str, ...]) -> str:
    """The columns of a table in a few words, to see whether they are still the same."""
    return f"{len(columns)}:{'|'.join(columns)}"


def _posted_columns(data: Mapping[str, Any] | None, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of the form that was posted, as far as is known: no cell of it is dropped."""
    if data is None or data.get("columns") == token_of(columns):
        return columns
    count = 0
    while f"{CELL}{count}" in data and count < MOST_CELLS:
        count += 1
    return (*columns, *[""] * (count - len(columns)))


def free_columns(section: Section, items: list[SectionItem]) -> tuple[str, ...]:
    """The labels of the free cells that a row of ``section`` has."""
    if own := section.columns:
        return tuple(c.get("label", "") for c in own if not c.get("field"))[:MOST_CELLS]
    if registry.get(section.kind).name != "table":
        return ()
    most = max((len(item.cells) for item in items), default=1)
    return ("",) * max(1, min(most, MOST_CELLS))


def _section_types(section: Section) -> list[tuple[str, str]]:
    """The types that items of the section may have; for a section of others those usual below it."""
    model: type[models.Model] | None = registry.get(section.kind).model
    if model is not None and "type" in registry.get(section.kind).fields:
        return list(getattr(model._meta.get_field("type"), "flatchoices", []))
    if section.kind != "text":
        return []
    pairs: list[tuple[str, Any]] = [*StatementType.choices, *GoalType.choices]
    return pairs
