"""The form of an activity, or of those of its fields that answer one question."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from activities import timing_fields
from activities.enums import TimingKind
from activities.models.activity import DATED
from activities.wording import HELPS, LABELS
from plans.forms.rows import RowForm
from plans.services.subjects import Values

from .recurrence import RepeatForm, RuleField

NEEDS_DAY = frozenset(DATED)


class EffortForm(RowForm):
    """The fields ``names`` of an activity, in that order."""

    def __init__(self, *args: Any, names: tuple[str, ...], **options: Any) -> None:
        self.names = names
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = str(LABELS.get(name, field.label or ""))
            field.help_text = str(HELPS.get(name, ""))
        self.repeat: RepeatForm | None = None
        if "recurrence" in self.fields:
            is_posted = self.is_bound and "repeat-unit" in self.data
            now = str(self.data.get("recurrence", "")) if self.is_bound else ""
            text = now or str(self.now.get("recurrence", ""))
            self.repeat = RepeatForm(self.data if is_posted else None, text=text)

    def _names(self) -> Iterator[str]:
        yield from self.names

    def _made(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if name == "recurrence":
            return RuleField(label=_("Upprepning"))
        return super()._made(name, model_field, options)

    def clean(self) -> Values:
        """See that the fields of timing go together; those of other kinds are emptied."""
        cleaned = self.cleaned_data
        if "timing_kind" in self.fields:
            kind = cleaned.get("timing_kind") or ""
            self._repeat(kind, cleaned)
            for name in timing_fields.ALL:
                if name not in timing_fields.FIELDS.get(kind, ()):
                    cleaned[name] = None
                    self.errors.pop(name, None)
            self._days(kind, cleaned)
        return super().clean()

    def _repeat(self, kind: str, cleaned: Values) -> None:
        if kind != TimingKind.RECURRENCE or self.repeat is None or not self.repeat.is_bound:
            return
        if not self.repeat.is_valid():
            self.add_error(None, _("Se över upprepningen."))
            return
        first = cleaned.get("starts_on")
        try:
            cleaned["recurrence"] = self.repeat.rule(date.fromisoformat(first) if first else None)
        except ValidationError as error:
            self.add_errors({name: [*found] for name, found in error.message_dict.items()})

    def _days(self, kind: str, cleaned: Values) -> None:
        """The days of a month or a week are all of them, whichever was chosen."""
        first = cleaned.get("starts_on")
        if kind in NEEDS_DAY and not first and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Ange vilken dag det gäller."))
        if not first or kind not in {TimingKind.MONTH, TimingKind.WEEK}:
            return
        day = date.fromisoformat(first)
        if kind == TimingKind.MONTH:
            start = day.replace(day=1)
            last = day.replace(day=monthrange(day.year, day.month)[1])
        else:
            start = day - timedelta(days=day.weekday())
            last = start + timedelta(days=6)
        cleaned["starts_on"], cleaned["ends_on"] = start.isoformat(), last.isoformat()


class PartForm(RowForm):
    """A row that belongs to an activity: all that can be saved of it."""

    def _names(self) -> Iterator[str]:
        yield from self.subject.fields

    def clean(self) -> Values:
        """Refuse a row that says nothing."""
        cleaned = super().clean()
        first = self.subject.fields[0]
        may_be_empty = type(self.subject.row)._meta.get_field(first).blank
        if not may_be_empty and not str(cleaned.get(first) or "").strip() and first in self.posted:
            self.add_error(first, _("Skriv något här, eller ta bort raden."))
        return cleaned
