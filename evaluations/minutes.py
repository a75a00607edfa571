"""The minutes of a review as a value: what its page, its PDF and its SHA-256 are functions of.

Canonical JSON like the pack, which stands inside it as it was gone through; absent means empty.
``read`` gives the same as typed parts, for the templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities.document import Value, said
from evaluations.enums import Attendance
from evaluations.models import ActionPoint, AgendaItem, Decision, Participant, Review
from evaluations.schedule import Period

SCHEMA = 1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """What closing adds: the minutes' number, the period that is held fast, when and by whom."""

    number: int
    period: Period
    at: datetime
    by: str


def build(review: Review, pack: Value, ending: Ending) -> Value:
    """The minutes of ``review``, in five questions to the database."""
    value: Value = said(
        {
            "schema": SCHEMA,
            "what": "minutes",
            "agreement": {"title": review.agreement.title, "slug": review.agreement.slug},
            "parties": pack.get("parties", []),
            "number": review.number,
            "minutes_number": ending.number,
            "period": {
                "start": ending.period.start.isoformat(),
                "end": ending.period.end.isoformat(),
            },
            "meets_at": _moment(review.meets_at),
            "place": review.place,
            "begun_at": _moment(review.begun_at),
            "closed_at": _moment(ending.at),
            "closed_by": ending.by,
            "participants": [_participant(row) for row in _live(Participant, review)],
            "agenda": _agenda(review),
            "pack": pack,
        }
    )
    return value


def _live(model: type[Any], review: Review) -> list[Any]:
    rows = model._default_manager.filter(review=review, removed_at__isnull=True)
    return list(rows.order_by("position", "pk"))


def _moment(at: datetime | None) -> str:
    return "" if at is None else localtime(at).isoformat(timespec="minutes")


def _participant(row: Participant) -> Value:
    return {
        "name": row.name,
        "organisation": row.organisation,
        "title": row.title,
        "attendance": row.attendance,
    }


def _agenda(review: Review) -> list[Value]:
    """The items in order, each with what was decided under it; what stands under none comes last."""
    decisions: list[Decision] = _live(Decision, review)
    points = ActionPoint.objects.live().filter(review=review).select_related("person")
    actions: list[ActionPoint] = list(points.order_by("position", "pk"))
    items: list[AgendaItem] = _live(AgendaItem, review)
    known = {item.pk for item in items}
    found = [
        {
            "kind": item.kind,
            "title": item.title,
            "notes": item.notes,
            "is_left": item.is_left,
            "decisions": [row.words for row in decisions if row.item_id == item.pk],
            "actions": [_action(row) for row in actions if row.item_id == item.pk],
        }
        for item in items
    ]
    loose: Value = {
        "decisions": [row.words for row in decisions if row.item_id not in known],
        "actions": [_action(row) for row in actions if row.item_id not in known],
    }
    if any(loose.values()):
        found.append({"kind": "own", "title": _("Övrigt"), **loose})
    return found


def _action(row: ActionPoint) -> Value:
    return {
        "words": row.words,
        "responsible": row.responsible,
        "person": "" if row.person is None else str(row.person),
        "due_on": "" if row.due_on is None else row.due_on.isoformat(),
    }


# --- as it is read --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody who was called or came."""

    name: str
    organisation: str = ""
    title: str = ""
    attendance: str = ""

    @property
    def is_present(self) -> bool:
        return self.attendance == Attendance.PRESENT

    @property
    def more(self) -> str:
        """Title and organisation in one line."""
        return ", ".join(filter(None, [self.title, self.organisation]))


@dataclass(frozen=True)
class Decided:
    """A decision; ``number`` counts through the whole meeting."""

    number: int
    words: str


@dataclass(frozen=True)
class Action:
    """An action point as it was agreed; ``item`` is what it was agreed under."""

    number: int
    words: str
    responsible: str
    due_on: date | None
    item: str


@dataclass(frozen=True)
class Item:
    """An item of the agenda as it was gone through."""

    number: int
    kind: str
    title: str
    notes: str
    is_left: bool
    decisions: Sequence[Decided]
    actions: Sequence[Action]


@dataclass(frozen=True)
class Minutes:
    """The minutes of one review, read from their value."""

    value: Value

    @property
    def number(self) -> int:
        """The number of the review."""
        return int(self.value["number"])

    @property
    def minutes_number(self) -> int:
        """The number of the minutes: they are counted, reviews that were never held are not."""
        return int(self.value["minutes_number"])

    @property
    def agreement(self) -> str:
        """The title of the agreement."""
        return str(self.value["agreement"]["title"])

    @property
    def title(self) -> str:
        """What the minutes are called."""
        return _("Minnesanteckningar från översyn %d") % self.number

    @property
    def place(self) -> str:
        """Where the meeting was."""
        return str(self.value.get("place", ""))

    @property
    def held_at(self) -> datetime | None:
        """When the meeting began; where nobody said so, when it was called to."""
        return _read(self.value.get("begun_at") or self.value.get("meets_at"))

    @property
    def closed_at(self) -> datetime | None:
        """When the minutes were locked."""
        return _read(self.value.get("closed_at"))

    @property
    def closed_by(self) -> str:
        """Who locked them."""
        return str(self.value.get("closed_by", ""))

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.value["period"]["start"])

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return date.fromisoformat(self.value["period"]["end"]) - DAY

    @cached_property
    def people(self) -> list[Person]:
        """All who were called or came."""
        return [Person(**one) for one in self.value.get("participants", [])]

    @property
    def present(self) -> list[Person]:
        """Those who came."""
        return [one for one in self.people if one.is_present]

    @property
    def absent(self) -> list[Person]:
        """Those who did not."""
        return [one for one in self.people if not one.is_present]

    @cached_property
    def items(self) -> list[Item]:
        """The agenda as it was gone through; decisions and action points numbered through it all."""
        found, decided, agreed = [], 0, 0
        for number, one in enumerate(self.value.get("agenda", []), start=1):
            title = one.get("title", "")
            decisions = [Decided(decided + n, w) for n, w in enumerate(one.get("decisions", []), 1)]
            actions = [
                _read_action(agreed + n, each, title)
                for n, each in enumerate(one.get("actions", []), 1)
            ]
            decided, agreed = decided + len(decisions), agreed + len(actions)
            found.append(
                Item(
                    number=number,
                    kind=one.get("kind", ""),
                    title=title,
                    notes=one.get("notes", ""),
                    is_left=one.get("is_left", False),
                    decisions=decisions,
                    actions=actions,
                )
            )
        return found

    @property
    def decisions(self) -> list[Decided]:
        """Every decision of the meeting."""
        return [row for item in self.items for row in item.decisions]

    @property
    def actions(self) -> list[Action]:
        """Every action point of the meeting."""
        return [row for item in self.items for row in item.actions]

    @property
    def pack(self) -> Value | None:
        """What was gone through, as the value of the review pack."""
        return self.value.get("pack")


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


def _read_action(number: int, one: Value, item: str) -> Action:
    person, words = one.get("person", ""), one.get("responsible", "")
    return Action(
        number=number,
        words=one.get("words", ""),
        responsible=", ".join(filter(None, [person, words])),
        due_on=date.fromisoformat(one["due_on"]) if one.get("due_on") else None,
        item=item,
    )


def read(value: Value) -> Minutes:
    """The minutes as they are read."""
    return Minutes(value)
