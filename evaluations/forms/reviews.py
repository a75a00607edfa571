"""Forms of a review: its time and place, its rows, what is raised, and what became of action points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from evaluations.enums import Attendance
from evaluations.models import Review
from plans.forms.fields import ChoiceField, ClockField, DayField, TextField
from plans.services.subjects import Values

from .evaluation import OwnRowForm

LONGEST_PLACE = 300
LABELS = {
    ("agenda_item", "title"): gettext_lazy("Egen punkt"),
    ("agenda_item", "notes"): gettext_lazy("Anteckningar"),
    ("agenda_item", "is_done"): gettext_lazy("Genomgången"),
    ("agenda_item", "is_left"): gettext_lazy("Tas upp nästa gång"),
    ("decision", "words"): gettext_lazy("Vad beslutade ni?"),
    ("action_point", "words"): gettext_lazy("Vad ska göras?"),
    ("action_point", "responsible"): gettext_lazy("Ansvarig, med egna ord"),
    ("action_point", "person"): gettext_lazy("Ansvarig person"),
    ("action_point", "due_on"): gettext_lazy("Klart senast"),
}
ROWS = {"notes": 10, "words": 2}


class CallForm(forms.Form):
    """When and where the steering group meets; ``version`` is that of the review as it was shown."""

    day = DayField(label=gettext_lazy("Dag"))
    clock = ClockField(label=gettext_lazy("Klockan"))
    place = TextField(label=gettext_lazy("Plats"), max_length=LONGEST_PLACE)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    @classmethod
    def of(cls, review: Review | None, data: Any = None) -> CallForm:
        """The form of a review, or of one that is not called yet."""
        initial: dict[str, Any] = {"version": 0 if review is None else review.version}
        if review is not None and review.meets_at is not None:
            at = timezone.localtime(review.meets_at)
            initial |= {"day": at.date().isoformat(), "clock": at.strftime("%H:%M")}
        if review is not None:
            initial["place"] = review.place
        return cls(data, initial=initial, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """See that there are a day and a time."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Ange vilken dag ni möts."))
        if not cleaned.get("clock") and "clock" not in self.errors:
            self.add_error("clock", _("Ange när mötet börjar."))
        return cleaned

    def begin_anew(self, review: Review | None) -> None:
        """Go on from what the review says now: the person has been told, and may save again."""
        version = "" if review is None else str(review.version)
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "version": version}

    @property
    def at(self) -> datetime:
        """When the meeting begins; of a valid form."""
        day = date.fromisoformat(self.cleaned_data["day"])
        clock = time.fromisoformat(self.cleaned_data["clock"])
        return timezone.make_aware(datetime.combine(day, clock))

    @property
    def base_version(self) -> int:
        """The version that the person saw; 0 where there was no review yet."""
        return self.cleaned_data.get("version") or 0


class ReviewRowForm(OwnRowForm):
    """A row of a review, or those of its fields that are called ``names``.

    ``members`` are those who may be responsible.
    """

    def __init__(
        self,
        *args: Any,
        names: Sequence[str] | None = None,
        members: Sequence[User] = (),
        **options: Any,
    ) -> None:
        self.names = names
        self.members = members
        super().__init__(*args, **options)
        kind = self.subject.kind
        for name, field in self.fields.items():
            field.label = str(LABELS.get((kind, name), field.label or ""))

    def _names(self) -> Iterator[str]:
        yield from self.subject.fields if self.names is None else self.names

    def _made(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if name == "person":
            return ChoiceField(choices=self._people(), **options)
        if name == "attendance":
            options["choices"] = Attendance.choices
            return ChoiceField(**options)
        return super()._made(name, model_field, options)

    def _people(self) -> list[tuple[str, str]]:
        """Who may be responsible, and who is, also where that is nobody to choose any more."""
        people = {one.pk: str(one) for one in self.members}
        row = self.subject.row
        if row.person_id is not None and row.person_id not in people:
            people[row.person_id] = str(row.person)
        return [(str(pk), name) for pk, name in people.items()]

    def _words(
        self, name: str, model_field: models.Field[Any, Any], options: dict[str, Any]
    ) -> forms.Field:
        if isinstance(model_field, models.CharField):
            options["max_length"] = model_field.max_length
        return TextField(rows=ROWS.get(name, 0), rich=name == "notes", **options)

    def clean(self) -> Values:
        """Refuse an attendance of nothing."""
        cleaned = super().clean()
        if "attendance" in self.posted and not cleaned.get("attendance"):
            self.add_error("attendance", _("Ange om personen är med."))
        return cleaned


class GuestForm(forms.Form):
    """Somebody who comes along: one who works in the agreement, or anybody by name."""

    person = ChoiceField(label=gettext_lazy("Någon i överenskommelsen"), choices=())
    name = TextField(label=gettext_lazy("Eller namn"), max_length=200)
    organisation = TextField(label=gettext_lazy("Organisation"), max_length=200)
    title = TextField(label=gettext_lazy("Titel"), max_length=150)

    def __init__(self, data: Any = None, *, members: Sequence[User]) -> None:
        super().__init__(data, auto_id="gast_%s", label_suffix="")
        self.members = {str(one.pk): one for one in members}
        choices = [(pk, str(one)) for pk, one in self.members.items()]
        self.fields["person"] = ChoiceField(label=self.fields["person"].label, choices=choices)

    def clean(self) -> dict[str, Any]:
        """See that somebody is named."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("person") and not str(cleaned.get("name") or "").strip():
            self.add_error("name", _("Välj en person eller skriv ett namn."))
        return cleaned

    @property
    def user(self) -> User | None:
        """The person, where one was chosen."""
        return self.members.get(str(self.cleaned_data.get("person") or ""))

    @property
    def values(self) -> Values:
        """What the row says: a chosen person's own words."""
        user = self.user
        if user is None:
            names = ("name", "organisation", "title")
            return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        organisation = user.organisation.label if user.organisation else ""
        found = {"name": str(user), "organisation": organisation, "title": user.title}
        return {name: value for name, value in found.items() if value}


class RaiseForm(forms.Form):
    """An activity that somebody wants to speak of, by plan and key."""

    activity = forms.ChoiceField(
        label=gettext_lazy("Insats"),
        error_messages={
            "required": gettext_lazy("Välj vilken insats ni vill ta upp."),
            "invalid_choice": gettext_lazy("Insatsen finns inte längre. Välj igen."),
        },
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="lyft_%s", label_suffix="")
        self.fields["activity"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """What came of an action point."""

    words = TextField(label=gettext_lazy("Vad blev det? (frivilligt)"), rows=2)
