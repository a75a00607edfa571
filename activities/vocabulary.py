"""The plan's own words that an activity can be tied to: goals, target groups, channels, messages,
spokespersons, roles. Two questions to the database, however many there are, and however many plans.

A plan says much of this once for a whole section: which target groups are internal, or whom the
activities of a table are meant for. What a section says holds for all below that say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from core.questions import ask_written
from plans.directory import Directory, Target
from plans.models import (
    Channel,
    Goal,
    Message,
    Node,
    Plan,
    PlanOrganisation,
    Reference,
    Role,
    Section,
    Spokesperson,
    TargetGroup,
)
from plans.services.subjects import name_of

ITEMS: tuple[tuple[str, type[Any]], ...] = (
    ("goals", Goal),
    ("target_groups", TargetGroup),
    ("channels", Channel),
    ("messages", Message),
    ("spokespersons", Spokesperson),
)
SCOPED = frozenset({"target_groups", "channels"})
INHERITED = ("audience", "channels", "roles")
MOST_KEPT = 64  # questions that have been written, one for each number of plans

Ties = Mapping[str, tuple[str, ...]]
"""Field of a reference → the keys that it names."""
_RowOfSection = tuple[Any, ...]  # the plan, the section, its parent and scope, a field and a key
_RowOfTerm = tuple[Any, ...]  # the plan, then what ``_Row`` has


@dataclass(frozen=True)
class Term:
    """One of the plan's own words.

    ``what`` is the kind of its section, ``role`` or ``organisation``; ``scope`` is ``internal``,
    ``external`` or empty, its own or that of what it stands in; ``organisation`` is the primary
    key of the organisation that a role sits with, ``node`` that of what references point at.
    """

    what: str
    pk: int
    key: str
    name: str
    section_id: int | None = None
    scope: str = ""
    organisation: int | None = None
    node: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """All terms of one plan, each kind in the order in which the plan is read.

    ``inherited`` is, by primary key of a section, what it says for the rows below it.
    """

    terms: tuple[Term, ...] = ()
    inherited: Mapping[int, Ties] = field(default_factory=dict)

    def of(self, what: str) -> list[Term]:
        """The terms of one kind."""
        return [term for term in self.terms if term.what == what]

    @cached_property
    def by_key(self) -> Mapping[str, Term]:
        """Every term by its key."""
        return {term.key: term for term in self.terms}

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """The key of every term by its node."""
        return {term.node: term.key for term in self.terms}

    def names(self, keys: Iterable[str]) -> list[str]:
        """What people call the terms with these keys, in the plan's order; unknown ones left out."""
        wanted = set(keys)
        return [term.name for term in self.terms if term.key in wanted]

    @cached_property
    def directory(self) -> Directory:
        """The same for the forms of rows."""
        return Directory(
            tuple(Target(t.what, t.pk, t.key, t.name, t.section_id) for t in self.terms)
        )

    def sections_saying(self, name: str, key: str) -> list[int]:
        """The sections whose rows have ``key`` in the field ``name`` unless they say otherwise."""
        return [pk for pk, ties in self.inherited.items() if key in ties.get(name, ())]

    def sections_with(self, name: str) -> list[int]:
        """The sections that say anything in the field ``name`` for their rows."""
        return [pk for pk, ties in self.inherited.items() if ties.get(name)]


def vocabulary_of(plan: Plan) -> Vocabulary:
    """The terms of ``plan``, those in the bin and in removed sections left out."""
    return rows_of_words([plan.pk]).vocabulary_of(plan.pk)


@dataclass(frozen=True)
class RowsOfWords:
    """What the database says of some plans' words; equal rows, equal vocabularies."""

    sections: tuple[_RowOfSection, ...] = ()
    terms: tuple[_RowOfTerm, ...] = ()

    def vocabulary_of(self, plan: int) -> Vocabulary:
        """The terms of the plan with that primary key."""
        sections = list(_sections([row for row in self.sections if row[0] == plan]))
        terms = _terms((_Row(*row[1:]) for row in self.terms if row[0] == plan), sections)
        return Vocabulary(tuple(terms), {row.pk: row.ties for row in sections if row.ties})


def rows_of_words(plans: Sequence[int]) -> RowsOfWords:
    """The words of the plans with these primary keys, in two questions for all."""
    if not plans:
        return RowsOfWords()
    terms, times = _term_question(len(plans))
    sections = ask_written(_section_question(len(plans)), plans)
    return RowsOfWords(tuple(sections), tuple(ask_written(terms, plans, times=times)))


class _Section(NamedTuple):
    pk: int
    scope: str
    ties: Ties


def _sections(rows: Iterable[_RowOfSection]) -> Iterator[_Section]:
    """The sections that stand in a plan, in reading order, each with all that it inherits."""
    below: dict[int | None, dict[int, str]] = defaultdict(dict)
    own: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for _plan, pk, parent, scope, name, key in rows:
        below[parent][pk] = scope
        if name in INHERITED:
            own[pk][name].append(key)

    def under(parent: int | None, above: str, ties: Ties) -> Iterator[_Section]:
        for pk, scope in below[parent].items():
            said = {**ties, **{name: tuple(keys) for name, keys in own[pk].items()}}
            section = _Section(pk, scope or above, said)
            yield section
            yield from under(pk, section.scope, said)

    yield from under(None, "", {})


def _terms(rows: Iterable[_Row], sections: list[_Section]) -> Iterator[Term]:
    below: dict[tuple[int | None, int | None], list[_Row]] = defaultdict(list)
    for row in rows:
        below[row.section or None, row.parent or None].append(row)

    def under(section: int | None, parent: int | None, above: str) -> Iterator[Term]:
        for row in below[section, parent]:
            scope = row.scope or (above if row.what in SCOPED else "")
            name, body = name_of(row), row.organisation
            yield Term(row.what, row.pk, row.key, name, section, scope, body, row.node)
            if section is not None:
                yield from under(section, row.pk, scope)

    yield from under(None, None, "")
    for section in sections:
        yield from under(section.pk, None, section.scope)


class _Row(NamedTuple):
    what: str
    pk: int
    key: str
    name: str
    text: str
    section: int | None
    parent: int | None
    scope: str
    organisation: int | None
    position: int
    node: int

    def __str__(self) -> str:
        return self.name or self.text


def _among(plans: int) -> str:
    return f"IN ({', '.join(['%s'] * plans)})"


@lru_cache(maxsize=MOST_KEPT)
def _section_question(plans: int) -> str:
    """One SELECT of the live sections of so many plans, a row for each tie that a section has."""
    section, reference, node = (m._meta.db_table for m in (Section, Reference, Node))
    return (
        "SELECT section.plan_id, section.id, section.parent_id, section.scope, tie.field, target.key "  # noqa: S608 - names of our own
        f'FROM "{section}" AS section '
        f'LEFT JOIN "{reference}" AS tie ON tie.source_id = section.node_id '
        f'LEFT JOIN "{node}" AS target ON target.id = tie.target_id '
        f"WHERE section.plan_id {_among(plans)} AND section.removed_at IS NULL "
        "ORDER BY section.position, section.id, target.key"
    )


@lru_cache(maxsize=MOST_KEPT)
def _term_question(plans: int) -> tuple[str, int]:
    """One SELECT of all terms of so many plans, and how many times it asks for their primary keys.

    Every page of a year asks it; the ORM takes longer to write it down than the database to answer.
    """
    role, listed = Role._meta.db_table, PlanOrganisation._meta.db_table
    parts = [_organisations(listed), _roles(role, listed), *(_items(*item) for item in ITEMS)]
    written = " UNION ALL ".join(part.replace("= %s", _among(plans)) for part in parts)
    return f"{written} ORDER BY 2, 11, 3", len(parts)


def _organisations(table: str) -> str:
    return (
        "SELECT row.plan_id, 'organisation', row.id, node.key, row.name, '', 0, 0, '', row.organisation_id, "  # noqa: S608
        f'row.position, node.id FROM "{table}" AS row {_NODE} WHERE row.plan_id = %s AND {_LIVE}'
    )


def _roles(table: str, organisations: str) -> str:
    return (
        "SELECT row.plan_id, 'role', row.id, node.key, row.name, '', 0, 0, '', body.organisation_id, "  # noqa: S608
        f'row.position, node.id FROM "{table}" AS row {_NODE} '
        f'LEFT JOIN "{organisations}" AS body ON body.id = row.organisation_id '
        f"WHERE row.plan_id = %s AND {_LIVE}"
    )


def _items(what: str, model: type[Any]) -> str:
    scope = "row.scope" if what in SCOPED else "''"
    return (
        f"SELECT section.plan_id, '{what}', row.id, node.key, row.name, row.text, row.section_id, "  # noqa: S608
        f"COALESCE(row.parent_id, 0), {scope}, NULL, row.position, node.id "
        f'FROM "{model._meta.db_table}" AS row {_NODE} '
        f'INNER JOIN "{Section._meta.db_table}" AS section ON section.id = row.section_id '
        f"WHERE section.plan_id = %s AND {_LIVE}"
    )


_NODE = f'INNER JOIN "{Node._meta.db_table}" AS node ON node.id = row.node_id'
_LIVE = "row.removed_at IS NULL"
