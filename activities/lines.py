"""Activities as lists show them: each with what it is tied to, in three questions for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst
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

TIED = ("roles", *WORK_REFERENCES)


# The columns without which a line has to ask again, also to know when it happens and what it lacks.
NEEDED = (
    "name",
    "text",
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
class Line:
    """One activity in a list.

    ``ties`` are the keys that it names, its own or those of its section; ``tasks`` what each party
    does.
    """

    activity: Activity
    vocabulary: Vocabulary
    ties: Ties
    people: Sequence[User] = ()
    tasks: Sequence[PartyTask] = ()

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
        return capfirst(str(Status(self.activity.status).label))

    @cached_property
    def timing(self) -> str:
        """When, in the author's words or in ours."""
        return timing_words(self.activity)

    @cached_property
    def responsible(self) -> str:
        """Who, in the author's words, or the roles and people that are chosen."""
        chosen = [*self.names("roles"), *map(str, self.people)]
        return self.activity.responsible or ", ".join(chosen)

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

    def names(self, field: str) -> list[str]:
        """What people call that to which it is tied."""
        return self.vocabulary.names(self.ties.get(field, ()))

    def cell(self, column: str) -> str:
        """What stands in a column of ``COLUMNS``."""
        return CELLS[column](self)


def load_lines(activities: Sequence[Activity], vocabulary: Vocabulary) -> list[Line]:
    """A line for each of ``activities``, which have their node, in the same order."""
    ties = _ties(activities, vocabulary)
    people: dict[int, list[User]] = defaultdict(list)
    pks = [activity.pk for activity in activities]
    through = Activity.people.through._default_manager.filter(activity__in=pks)
    for row in through.select_related("user").order_by("user__full_name", "user"):
        people[row.activity_id].append(row.user)
    tasks: dict[int, list[PartyTask]] = defaultdict(list)
    for task in PartyTask.objects.live().filter(activity__in=pks).select_related("organisation"):
        tasks[task.activity_id].append(task)
    return [
        Line(one, vocabulary, ties[one.pk], people.get(one.pk, ()), tasks.get(one.pk, ()))
        for one in activities
    ]


def _ties(activities: Sequence[Activity], vocabulary: Vocabulary) -> Mapping[int, Ties]:
    """What each activity is tied to; what lies in the bin is not known."""
    own: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    nodes = [activity.node_id for activity in activities]
    rows = Reference.objects.filter(source__in=nodes, field__in=TIED)
    for source, field, key in rows.values_list("source", "field", "target__key"):
        if key in vocabulary.by_key:
            own[source][field].append(key)
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


def _listed(field: str, words: str = "") -> Callable[[Line], str]:
    """What is chosen, and the words beside it."""

    def cell(line: Line) -> str:
        own = getattr(line.activity, words) if words else ""
        return ", ".join(filter(None, [*line.names(field), own]))

    return cell


def _written(field: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.activity, field))


CELLS: dict[str, Callable[[Line], str]] = {
    "name": lambda line: line.name,
    "goal": lambda line: line.activity.goal or ", ".join(line.names("goals")),
    "effect": _written("effect"),
    "timing": lambda line: line.timing,
    "responsible": lambda line: line.responsible,
    "status": lambda line: line.status_label,
    "audience": _listed("audience", "audience_words"),
    "messages": _listed("messages", "message_words"),
    "channels": _listed("channels", "channel_words"),
    "parties": lambda line: "; ".join(f"{t.organisation.label}: {t.words}" for t in line.tasks),
    "speakers": _listed("speakers", "speaker_words"),
    "place": _written("place"),
    "purpose": _written("purpose"),
    "evaluated_by": _written("evaluated_by"),
    "lesson": _written("lesson"),
}
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


def columns_for(abilities: Abilities) -> tuple[Column, ...]:
    """The columns that a person may have."""
    hidden = frozenset() if abilities.read_draft else FOR_WORK
    return tuple(column for column in COLUMNS if column.name not in hidden)
