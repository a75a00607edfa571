"""One set of filters over all views of a year, kept in the address.

What the address says and this plan does not have is left out, so an old link shows more rather than
nothing. Several statuses are any of them; everything else narrows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from core.questions import Question
from plans.models import Membership, Party, Plan, Reference

from .calendar.span import Span
from .enums import Status, TimingKind
from .lines import OF_USERS
from .models import Activity, ActivityPlan, PartyTask
from .models.activity import ActivityQuerySet
from .occurrences import timeline
from .vocabulary import Vocabulary

PERSON = "p."  # no key has a full stop
SEARCHED = (
    "name",
    "text",
    "goal",
    "effect",
    "timing",
    "responsible",
    "purpose",
    "occasion",
    "place",
    "audience_words",
    "message_words",
    "channel_words",
)
MOST_WORDS = 10

# Field of the filter → its name in the address.
NAMES = {
    "first": "fran",
    "last": "till",
    "party": "part",
    "responsible": "ansvarig",
    "audience": "malgrupp",
    "channel": "kanal",
    "goal": "mal",
    "statuses": "status",
    "missing": "saknar",
    "words": "sok",
}
LABELS = {
    "first": gettext_lazy("Från och med"),
    "last": gettext_lazy("Till och med"),
    "party": gettext_lazy("Part"),
    "responsible": gettext_lazy("Ansvarig"),
    "audience": gettext_lazy("Målgrupp"),
    "channel": gettext_lazy("Kanal"),
    "goal": gettext_lazy("Mål"),
    "statuses": gettext_lazy("Status"),
    "missing": gettext_lazy("Saknar"),
    "words": gettext_lazy("Ord"),
}
LACKS = {
    "mal": gettext_lazy("mål"),
    "malgrupp": gettext_lazy("målgrupp"),
    "kanal": gettext_lazy("kanal"),
    "budskap": gettext_lazy("budskap"),
    "talesperson": gettext_lazy("talesperson"),
    "ansvarig": gettext_lazy("ansvarig"),
    "tid": gettext_lazy("tidpunkt i kalendern"),
}
SELECTS = ("first", "last", "party", "responsible", "audience", "channel", "goal", "missing")

Option = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """What can be chosen in one plan."""

    vocabulary: Vocabulary
    parties: Sequence[Organisation] = ()
    people: Sequence[User] = ()

    def of(self, name: str) -> list[Option]:
        """(value, label) of the field ``name``."""
        match name:
            case "first" | "last":
                return [(str(month), str(words).capitalize()) for month, words in MONTHS.items()]
            case "party":
                return [(body.slug, body.label) for body in self.parties]
            case "responsible":
                people = [(f"{PERSON}{user.pk}", str(user)) for user in self.people]
                return [*self._terms("role"), *people]
            case "statuses":
                return [(value, capfirst(str(label))) for value, label in Status.choices]
            case "missing":
                return [(value, capfirst(str(label))) for value, label in LACKS.items()]
            case _:
                kind = {"audience": "target_groups", "channel": "channels", "goal": "goals"}[name]
                return self._terms(kind)

    def _terms(self, what: str) -> list[Option]:
        return [(term.key, term.name) for term in self.vocabulary.of(what)]

    def organisation(self, slug: str) -> Organisation | None:
        """The party with that name in addresses."""
        return next((body for body in self.parties if body.slug == slug), None)


def choices_of(plan: Plan, vocabulary: Vocabulary) -> Choices:
    """What can be chosen in ``plan``; two questions to the database besides the vocabulary's."""
    parties = PARTIES.ask(agreement=plan.agreement_id)
    people = PEOPLE.ask(agreement=plan.agreement_id)
    return Choices(
        vocabulary,
        [Organisation.from_db(DEFAULT_DB_ALIAS, OF_ORGANISATIONS, row) for row in parties],
        [User.from_db(DEFAULT_DB_ALIAS, OF_USERS, row) for row in people],
    )


OF_ORGANISATIONS = tuple(field.attname for field in Organisation._meta.concrete_fields)


def _parties(agreement: int) -> QuerySet[Any, Any]:
    rows = Party.objects.filter(agreement=agreement).in_order()
    return rows.values_list(*(f"organisation__{name}" for name in OF_ORGANISATIONS))


def _people(agreement: int) -> QuerySet[Any, Any]:
    members = Membership.objects.active().filter(agreement=agreement, user=OuterRef("pk"))
    people = User.objects.filter(Exists(members)).order_by("full_name", "pk")
    return people.values_list(*OF_USERS)


PARTIES: Final = Question(_parties, numbers=["agreement"])
PEOPLE: Final = Question(_people, numbers=["agreement"])


@dataclass(frozen=True)
class Chip:
    """One thing that is filtered by, and the address without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Pick:
    """A list to choose from in the bar."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True)
class Filters:
    """What is asked for; months are 1 to 12, all else keys as they stand in the address."""

    first: str = ""
    last: str = ""
    party: str = ""
    responsible: str = ""
    audience: str = ""
    channel: str = ""
    goal: str = ""
    statuses: tuple[str, ...] = ()
    missing: str = ""
    words: str = ""
    kept: tuple[Option, ...] = field(default=(), compare=False)  # parameters of the view itself

    @classmethod
    def read(cls, query: QueryDict, choices: Choices, keep: Sequence[str] = ()) -> Filters:
        """What the address asks for; other parameters called ``keep`` stay in it."""
        found: dict[str, Any] = {}
        for name in SELECTS:
            value = query.get(NAMES[name], "")
            if value and any(value == known for known, _label in choices.of(name)):
                found[name] = value
        asked = set(query.getlist(NAMES["statuses"]))
        found["statuses"] = tuple(value for value in Status.values if value in asked)
        found["words"] = " ".join(query.get(NAMES["words"], "").replace("\0", "").split())[:200]
        if found.get("first") and found.get("last") and int(found["first"]) > int(found["last"]):
            found["first"], found["last"] = found["last"], found["first"]
        kept = tuple((name, value) for name in keep for value in query.getlist(name) if value)
        return cls(**found, kept=kept)

    def pairs(self) -> Iterator[Option]:
        """(parameter, value) of all that is filtered by."""
        for name, parameter in NAMES.items():
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,):
                if one:
                    yield parameter, one

    def __bool__(self) -> bool:
        return any(self.pairs())

    def address(self, **others: str) -> str:
        """The query of an address with these filters, what is kept, and ``others`` in its place."""
        kept = [pair for pair in self.kept if pair[0] not in others]
        pairs = [*self.pairs(), *kept, *((n, v) for n, v in others.items() if v)]
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def query(self) -> str:
        """The filters alone, for links to other views; empty where there are none."""
        return f"?{urlencode(list(self.pairs()))}" if self else ""

    @property
    def cleared(self) -> str:
        """The address without any filter."""
        return Filters(kept=self.kept).address()

    def chips(self, choices: Choices) -> list[Chip]:
        """What is filtered by, each with the way to do without."""
        found = []
        for named in fields(self)[:-1]:
            value = getattr(self, named.name)
            if not value:
                continue
            labels: dict[str, str] = {}
            if named.name != "words":
                labels = dict(choices.of(named.name))
            values: tuple[str, ...] = value if isinstance(value, tuple) else (value,)
            words = ", ".join(labels.get(one, one) for one in values)
            without = replace(self, **{named.name: type(value)()}).address()
            found.append(Chip(str(LABELS[named.name]), words, without))
        return found

    def picks(self, choices: Choices) -> list[Pick]:
        """The lists of the bar, those left out from which nothing can be chosen."""
        listed = ((name, choices.of(name)) for name in SELECTS)
        return [
            Pick(NAMES[name], str(LABELS[name]), tuple(options), getattr(self, name))
            for name, options in listed
            if options
        ]

    @property
    def months(self) -> tuple[int, int] | None:
        """The first and the last month that is asked for, both included."""
        if not self.first and not self.last:
            return None
        return int(self.first or 1), int(self.last or 12)


# --- the rows ----------------------------------------------------------------------------------------


def narrowed(rows: ActivityQuerySet, filters: Filters, choices: Choices) -> ActivityQuerySet:
    """Those of ``rows`` that the filters let through, whatever the period; see ``happening``."""
    wanted = [*_conditions(filters, choices)]
    return rows.filter(reduce(and_, wanted)) if wanted else rows


def happening(rows: ActivityQuerySet, year: ActivityPlan, months: tuple[int, int]) -> list[int]:
    """The primary keys of those ``rows`` of ``year`` that happen within ``months``, or all the time."""
    first, last = months
    span = Span(date(year.year, first, 1), Span.of_month(year.year, last).end)
    found = list(rows.select_related(None).only(*TIMED))
    for activity in found:
        activity.activity_plan = year
    when = timeline(found, span)
    always = when.undated.get(TimingKind.CONTINUOUS, [])
    return list({one.activity.pk for one in when.dated} | {activity.pk for activity in always})


TIMED = (
    "timing_kind",
    "starts_on",
    "ends_on",
    "starts_time",
    "ends_time",
    "recurrence",
    "season",
    "activity_plan",
    "dropped_at",
)


def _conditions(filters: Filters, choices: Choices) -> Iterator[Q]:
    vocabulary = choices.vocabulary
    if filters.statuses:
        yield Q(status__in=filters.statuses)
    for name, key in (
        ("audience", filters.audience),
        ("channels", filters.channel),
        ("goals", filters.goal),
    ):
        if key:
            yield tied(vocabulary, name, key)
    if filters.responsible:
        yield _of_responsible(vocabulary, filters.responsible)
    if body := choices.organisation(filters.party):
        yield _of_party(vocabulary, body)
    if filters.missing:
        yield lacking(vocabulary, filters.missing)
    for word in filters.words.split()[:MOST_WORDS]:
        yield reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SEARCHED))


def tied(vocabulary: Vocabulary, name: str, *keys: str) -> Q:
    """Activities with one of ``keys`` in the field ``name``, their own or that of their section."""
    ties = Reference.objects.filter(source=OuterRef("node"), field=name)
    own = Q(Exists(ties.filter(target__key__in=keys)))
    sections = {pk for key in keys for pk in vocabulary.sections_saying(name, key)}
    return own | (Q(section__in=sections) & ~_has(vocabulary, name)) if sections else own


def _has(vocabulary: Vocabulary, name: str) -> Q:
    """Activities that have something of their own in the field ``name``, which the plan still has."""
    known = [term.key for term in vocabulary.terms]
    ties = Reference.objects.filter(source=OuterRef("node"), field=name, target__key__in=known)
    return Q(Exists(ties))


def _of_responsible(vocabulary: Vocabulary, who: str) -> Q:
    if who.startswith(PERSON):
        return _of_people(user=int(who.removeprefix(PERSON)))
    return tied(vocabulary, "roles", who)


def _of_people(**who: Any) -> Q:
    people = Activity.people.through._default_manager.filter(activity=OuterRef("pk"), **who)
    return Q(Exists(people))


def _of_party(vocabulary: Vocabulary, body: Organisation) -> Q:
    """Activities in which a party does something, or somebody of it is responsible."""
    tasks = PartyTask.objects.live().filter(activity=OuterRef("pk"), organisation=body)
    roles = [term.key for term in vocabulary.of("role") if term.organisation == body.pk]
    own = Q(Exists(tasks)) | _of_people(user__organisation=body)
    return own | tied(vocabulary, "roles", *roles) if roles else own


def lacking(vocabulary: Vocabulary, what: str) -> Q:
    """Activities of which nobody has said ``what``, a key of ``LACKS``: neither tied nor in words."""
    if what == "tid":
        is_known = Q(timing_kind=TimingKind.SEASON) & ~Q(season="")
        return Q(starts_on=None) & ~is_known & ~Q(timing_kind=TimingKind.CONTINUOUS)
    name, words = LACKING[what]
    nothing = ~_has(vocabulary, name) & Q(**{words: ""})
    if sections := vocabulary.sections_with(name):
        nothing &= ~Q(section__in=sections)
    return nothing & ~_of_people() if what == "ansvarig" else nothing


# What can be missing → the field of the ties, and that of the words beside them.
LACKING: Mapping[str, tuple[str, str]] = {
    "mal": ("goals", "goal"),
    "malgrupp": ("audience", "audience_words"),
    "kanal": ("channels", "channel_words"),
    "budskap": ("messages", "message_words"),
    "talesperson": ("speakers", "speaker_words"),
    "ansvarig": ("roles", "responsible"),
}


def describe(filters: Filters, choices: Choices) -> str:
    """The filters in words, for the head of a spreadsheet or a print; empty where there are none."""
    return _("; ").join(f"{chip.label}: {chip.words}" for chip in filters.chips(choices))
