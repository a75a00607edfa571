"""Activities as lists show them: each with what it is tied to, in three questions at most for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.models import Reference
from plans.permissions import Abilities
from plans.registry import Words
from plans.services.subjects import name_of

from .enums import Status
from .kind import KIND
from .models import Activity, PartyTask
from .services.subjects import WORK_REFERENCES
from .timing import timing_words
from .vocabulary import INHERITED, Ties, Vocabulary

RowOfTies = tuple[int, str, int]
"""The node of a row, a field, and the node that it names there."""
OF_USERS = ("id", "email", "full_name", "organisation_id")  # in the order of the model
RowOfPeople = tuple[int, int, str, str, int | None]
"""The primary key of an activity, and ``OF_USERS`` of somebody who is responsible for it."""

TIED = ("roles", *WORK_REFERENCES)


# The columns without which a line has to ask again, also to know when it happens and what it lacks.
NEEDED = (
    "name",
    "text",
    "cells",
    "status",
    "goal",
    "timing",
    "responsible",
    "audience_words",
    "message_words",
    "channel_words",
    "speaker_words",
    "timing_kind",
    "starts_on",
    "ends_on",
    "starts_time",
    "ends_time",
    "times_a_year",
    "recurrence",
    "season",
    "relation",
    "relates_to",
    "position",
    "section",
    "activity_plan",
    "dropped_at",
    "node__key",
)


@dataclass(frozen=True)
class Shared:
    """What the lines of one list look up together, as soon as one of them asks and never where none does.

    ``activities`` are the primary keys of all of them; ``responsible`` is who is responsible for
    them, where that has been fetched.
    """

    activities: Sequence[int] = ()
    responsible: Sequence[RowOfPeople] | None = None

    @cached_property
    def status_labels(self) -> Mapping[str, str]:
        """How far an activity can have come, in words."""
        return status_labels(get_language())

    @cached_property
    def people(self) -> Mapping[int, list[User]]:
        """Who is responsible, by primary key of the activity."""
        rows = people_of(self.activities) if self.responsible is None else self.responsible
        found: dict[int, list[User]] = defaultdict(list)
        for activity, *user in rows:
            found[activity].append(User.from_db(DEFAULT_DB_ALIAS, OF_USERS, user))
        return found

    @cached_property
    def tasks(self) -> Mapping[int, list[PartyTask]]:
        """What each party does, by primary key of the activity."""
        found: dict[int, list[PartyTask]] = defaultdict(list)
        rows = PartyTask.objects.live().filter(activity__in=self.activities)
        for task in rows.select_related("organisation"):
            found[task.activity_id].append(task)
        return found


@dataclass(frozen=True)
class Line:
    """One activity in a list; ``ties`` are the keys that it names, its own or those of its section."""

    activity: Activity
    vocabulary: Vocabulary
    ties: Ties
    shared: Shared = field(default_factory=Shared, compare=False, repr=False)

    @property
    def people(self) -> Sequence[User]:
        """Who is responsible."""
        return self.shared.people.get(self.activity.pk, ())

    @property
    def tasks(self) -> Sequence[PartyTask]:
        """What each party does."""
        return self.shared.tasks.get(self.activity.pk, ())

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.activity.node.key

    @cached_property
    def name(self) -> str:
        """What it is called; never empty."""
        return name_of(self.activity)

    @property
    def status(self) -> str:
        """How far it has come, as in ``enums.Status``."""
        return self.activity.status

    @property
    def status_label(self) -> str:
        """The same in words."""
        return self.shared.status_labels[self.activity.status]

    @cached_property
    def timing(self) -> str:
        """When, in the author's words or in ours."""
        return timing_words(self.activity)

    @cached_property
    def responsible(self) -> str:
        """Who, in the author's words, or the roles and people that are chosen."""
        if self.activity.responsible:
            return self.activity.responsible
        return ", ".join([*self.names("roles"), *map(str, self.people)])

    @cached_property
    def organisations(self) -> frozenset[int]:
        """The parties that do something in it, or whose people or roles are responsible."""
        roles = (self.vocabulary.by_key.get(key) for key in self.ties.get("roles", ()))
        found = {task.organisation_id for task in self.tasks}
        found |= {user.organisation_id for user in self.people if user.organisation_id}
        return frozenset(
            found | {role.organisation for role in roles if role and role.organisation}
        )

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Whether those whom it is for are ``internal``, ``external``, or both."""
        terms = (self.vocabulary.by_key.get(key) for key in self.ties.get("audience", ()))
        return frozenset(term.scope for term in terms if term and term.scope)

    def names(self, name: str) -> list[str]:
        """What people call that to which it is tied."""
        return self.vocabulary.names(self.ties.get(name, ()))

    def cell(self, column: str) -> str:
        """What stands in a column of ``COLUMNS``."""
        return CELLS[column](self)


@cache
def status_labels(language: str | None) -> Mapping[str, str]:
    """How far an activity can have come, in words; ``language`` is the one that is spoken."""
    return {value: capfirst(str(label)) for value, label in Status.choices}


def load_lines(
    activities: Sequence[Activity], vocabulary: Vocabulary, tied: Collection[str] = TIED
) -> list[Line]:
    """A line for each of ``activities``, which have their node, in the same order.

    ``tied`` are the fields of which a line knows what it is tied to.
    """
    return lines_of(activities, vocabulary, ties_of([one.node_id for one in activities], tied))


def ties_of(nodes: Collection[int], tied: Collection[str]) -> tuple[RowOfTies, ...]:
    """What the rows with these ``nodes`` name themselves in the fields ``tied``."""
    rows = Reference.objects.filter(source__in=nodes, field__in=tied).order_by("pk")
    return tuple(rows.values_list("source", "field", "target"))


def people_of(activities: Collection[int]) -> tuple[RowOfPeople, ...]:
    """Who is responsible for the activities with these primary keys, by name."""
    through = Activity.people.through._default_manager.filter(activity__in=activities)
    rows = through.order_by("user__full_name", "user")
    return tuple(rows.values_list("activity", *(f"user__{name}" for name in OF_USERS)))


def lines_of(
    activities: Sequence[Activity],
    vocabulary: Vocabulary,
    rows: Sequence[RowOfTies],
    people: Sequence[RowOfPeople] | None = None,
) -> list[Line]:
    """The same from ``rows`` of ties that have been fetched, perhaps with the ``people``."""
    ties = _ties(activities, vocabulary, rows)
    shared = Shared([activity.pk for activity in activities], people)
    return [Line(one, vocabulary, ties[one.pk], shared) for one in activities]


def _ties(
    activities: Sequence[Activity], vocabulary: Vocabulary, rows: Sequence[RowOfTies]
) -> Mapping[int, Ties]:
    """What each activity is tied to; what lies in the bin is not known."""
    own: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for source, name, target in rows:
        if target in vocabulary.keys:
            own[source][name].append(vocabulary.keys[target])
    return {
        one.pk: inheriting(own.get(one.node_id, {}), vocabulary, one.section_id)
        for one in activities
    }


def inheriting(
    own: Mapping[str, Sequence[str]], vocabulary: Vocabulary, section: int | None
) -> Ties:
    """The ties of a row, with those that its section has where it has none."""
    above = vocabulary.inherited.get(section or 0, {})
    ties = {name: tuple(above[name]) for name in INHERITED if name in above}
    return ties | {name: tuple(keys) for name, keys in own.items() if keys}


# --- columns -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of the table; ``is_printed`` where the plan's own table has it."""

    name: str
    label: Words
    is_printed: bool = False
    is_sorted: bool = False


def _listed(name: str, words: str = "") -> Callable[[Line], str]:
    """What is chosen, and the words beside it."""

    def cell(line: Line) -> str:
        own = getattr(line.activity, words) if words else ""
        return ", ".join(filter(None, [*line.names(name), own]))

    return cell


def _written(name: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.activity, name))


TIES = {  # column → the field whose ties it names
    "goal": "goals",
    "responsible": "roles",
    "audience": "audience",
    "messages": "messages",
    "channels": "channels",
    "speakers": "speakers",
}
WRITTEN = frozenset({"effect", "place", "purpose", "evaluated_by", "lesson"})
CELLS: dict[str, Callable[[Line], str]] = {
    "name": lambda line: line.name,
    "goal": lambda line: line.activity.goal or ", ".join(line.names("goals")),
    "timing": lambda line: line.timing,
    "responsible": lambda line: line.responsible,
    "status": lambda line: line.status_label,
    "audience": _listed("audience", "audience_words"),
    "messages": _listed("messages", "message_words"),
    "channels": _listed("channels", "channel_words"),
    "parties": lambda line: "; ".join(f"{t.organisation.label}: {t.words}" for t in line.tasks),
    "speakers": _listed("speakers", "speaker_words"),
} | {name: _written(name) for name in WRITTEN}
SORTED = frozenset({"name", "goal", "effect", "timing", "responsible", "status", "place"})
PRINTED = tuple(Column(name, label, True, name in SORTED) for name, label in KIND.columns)
OTHERS = tuple(
    Column(name, label, is_sorted=name in SORTED)
    for name, label in (
        ("status", _("Status")),
        ("audience", _("Målgrupp")),
        ("messages", _("Budskap")),
        ("channels", _("Kanal")),
        ("parties", _("Parterna gör")),
        ("speakers", _("Talesperson")),
        ("place", _("Plats")),
        ("purpose", _("Syfte")),
        ("evaluated_by", _("Utvärdering")),
        ("lesson", _("Lärdom")),
    )
)
COLUMNS = (*PRINTED, *OTHERS)
FOR_WORK = frozenset(
    {"evaluated_by", "lesson"}
)  # who only reads sees what happens, not how it went


def tied(columns: Sequence[Column]) -> list[str]:
    """The fields of which a line has to know what it is tied to, to show ``columns``."""
    return [TIES[column.name] for column in columns if column.name in TIES]


def needed(columns: Sequence[Column]) -> tuple[str, ...]:
    """What has to be fetched of an activity to show ``columns``."""
    own = {column.name for column in columns} & WRITTEN
    return (*NEEDED, *sorted(own - set(NEEDED)))


def columns_for(abilities: Abilities) -> tuple[Column, ...]:
    """The columns that a person may have."""
    hidden = frozenset() if abilities.read_draft else FOR_WORK
    return tuple(column for column in COLUMNS if column.name not in hidden)
