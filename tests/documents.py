"""Random documents of schema 1 for Hypothesis: every kind, every member, references, images, nesting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from hypothesis import strategies as st

from appendix.document.canonical import printable_text
from appendix.document.meaning import DATED
from appendix.document.schema import types_of
from appendix.document.shape import (
    CONTROL_FIELDS,
    ITEM_FIELDS,
    ORGANISATION_FIELDS,
    PLAN_FIELDS,
    RELATION_FIELDS,
    ROLE_FIELDS,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    model_fields,
)
from plans import registry
from plans.models import ControlRow, Plan, PlanOrganisation, PlanRelation, Role, Section
from plans.models.section import MOST_CELLS
from plans.typed_values import DAYS

from .pictures import picture, stored

Draw = Callable[[st.SearchStrategy[Any]], Any]
Members = dict[str, st.SearchStrategy[Any]]

PICTURES = [
    stored(picture((200, 30, 30))),
    stored(picture((30, 160, 60), "JPEG"), "image/jpeg"),
    stored(picture()),
]

# What trips programs up: combining marks, letters outside the basic plane, markup, long words, and
# words that are cut, quoted or hidden somewhere on the way.
AWKWARD = (
    "Å\u0308ngar",
    "👩‍👩‍👧 𝕊𝕒𝕞",
    "<script>alert(1)</script>",
    "**fet** och *kursiv* [länk](https://alvhamra.example/?a=1&b=2)",
    "- ett\n- två\n  1. tre",
    '"citat" & ’apostrof’ \\ %s {{ plan }} $$',
    " mellanslag ",
    "\trad ett\n\n\nrad fyra\n",
    "ﬁ ſ Ⅷ ½",
    "שלום العربية",
    "0",
    "null",
    "x" * 300,
)


def texts(longest: int = 60) -> st.SearchStrategy[str]:
    """Words in canonical form, never empty."""
    loose = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=min(longest, 12))
    words = st.one_of(st.sampled_from([w[:longest] for w in AWKWARD]), loose)
    return words.map(lambda text: printable_text(printable_text(text)[:longest]) or "–")


def days() -> st.SearchStrategy[str]:
    """Days as documents write them, the first and the last there are among them."""
    return st.one_of(
        st.dates().map(str), st.sampled_from(["0001-01-01", "9999-12-31", "2028-02-29"])
    )


LANGUAGES = st.sampled_from(["en", "sv-SE", "fi", "smj", "zh-Hant-TW"])
LINKS = st.sampled_from(
    ["https://alvhamra.example/a?b=c#d", "http://[::1]/", "mailto:kommun@alvhamra.example"]
)
RULES = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "freq=monthly"])
CELLS = st.lists(st.one_of(st.just(""), texts()), min_size=1, max_size=5)


def value_of(field: models.Field[Any, Any]) -> st.SearchStrategy[Any]:
    """Any value that a document may say of ``field``, which is no reference."""
    special = {"language": LANGUAGES, "link": LINKS, "cells": CELLS, "recurrence": RULES}
    if field.name in special:
        return special[field.name]
    if field.choices:
        return st.sampled_from([value for value, _ in field.flatchoices if value])
    if isinstance(field, models.BooleanField):
        return st.just(True)
    if isinstance(field, models.DateField):
        return days()
    if isinstance(field, models.PositiveSmallIntegerField):
        return st.integers(1, 1000)
    return texts(getattr(field, "max_length", None) or 60)


def members_of(model: type[models.Model], names: tuple[str, ...], *, but: str = "") -> Members:
    """A strategy for each plain member in ``names``, those called in ``but`` left out."""
    return {
        name: value_of(field)
        for name, field in model_fields(model, names)
        if field.related_model is None and name not in but.split()
    }


@dataclass(frozen=True)
class Row:
    """Strategies for a row: with some of its members, and with all of them."""

    some: st.SearchStrategy[dict[str, Any]]
    whole: st.SearchStrategy[dict[str, Any]]


def row(required: Members, optional: Members) -> Row:
    return Row(
        st.fixed_dictionaries(required, optional=optional),
        st.fixed_dictionaries(required | optional),
    )


def split(members: Members, *required: str) -> Row:
    return row(
        {name: members[name] for name in required},
        {name: value for name, value in members.items() if name not in required},
    )


PLAN = split(members_of(Plan, PLAN_FIELDS), "kind", "title")
ORGANISATION = split(members_of(PlanOrganisation, ORGANISATION_FIELDS), "name", "role")
RELATION = split(members_of(PlanRelation, RELATION_FIELDS), "kind", "words")
CONTROL = split(members_of(ControlRow, CONTROL_FIELDS), "place")
ROLE = split(members_of(Role, ROLE_FIELDS), "name")
SECTION = row({}, members_of(Section, SECTION_FIELDS, but="kind type columns"))
ITEMS = {
    kind.name: row({}, members_of(kind.model, (*ITEM_FIELDS, *kind.fields)))
    for kind in registry.kinds()
    if kind.model
}
REFERRED = ("target_groups", "channels", "spokespersons")
ALL_TYPES = sorted({value for kind in registry.kinds() for value in types_of(kind)})


class _Maker:
    """Draws a tree first and ties its references afterwards, when all keys are known.

    One that is ``whole`` leaves nothing out: every kind, every member.
    """

    def __init__(self, draw: Draw, *, whole: bool) -> None:
        self.draw = draw
        self.whole = whole
        self.keys: dict[str, list[str]] = {}
        self.ties: list[tuple[dict[str, Any], registry.Kind | None]] = []
        self.images: dict[str, Any] = {}
        self.count = 0

    def maybe(self) -> bool:
        return self.whole or bool(self.draw(st.booleans()))

    def row(self, row: Row) -> dict[str, Any]:
        return dict(self.draw(row.whole if self.whole else row.some))

    def key(self, names: str) -> str:
        self.count += 1
        form = self.draw(st.sampled_from(["{0}", "k-{0}", "{0}-a", "x" * 75 + "{0:05}"]))
        key = str(form).format(self.count)
        self.keys.setdefault(names, []).append(key)
        return key

    def image(self) -> str:
        image: dict[str, Any] = self.draw(st.sampled_from(PICTURES))
        self.images |= image
        return next(iter(image))

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = {"schema": 1, **_in_order(self.row(PLAN))}
        if self.whole:
            document["review_cycle"] = "months"
        if document.get("review_cycle") != "months":
            document.pop("review_months", None)
        elif "review_months" not in document:
            document["review_months"] = self.draw(st.integers(1, 1000))
        some = st.integers(1 if self.whole else 0, 1 if self.whole else 2)
        lists = {
            "organisations": [self.organisation() for _ in range(self.draw(some))],
            "relations": [self.row(RELATION) for _ in range(self.draw(some))],
            "control": [self.control_row() for _ in range(self.draw(some))],
            "roles": [
                self.tied({"key": self.key("role"), **self.row(ROLE)})
                for _ in range(self.draw(some))
            ],
            "sections": self.sections(),
        }
        for members, kind in self.ties:
            self.tie(members, kind)
        document |= {name: rows for name, rows in lists.items() if rows}
        return document | ({"images": self.images} if self.images else {})

    def organisation(self) -> dict[str, Any]:
        written = {"key": self.key("organisation"), **self.row(ORGANISATION)}
        if self.maybe():
            written |= {"logo": self.image(), "logo_alt": self.draw(texts())}
        return written

    def control_row(self) -> dict[str, Any]:
        written = self.tied(self.row(CONTROL))
        if "value" in written and written.get("kind") in DAYS:
            written["value"] = self.draw(days())
        elif "value" in written and written.get("kind") == "valid":
            first, last = sorted([self.draw(days()), self.draw(days())])
            written["value"] = self.draw(st.sampled_from(["{}/{}", "{}/", "/{1}"])).format(
                first, last
            )
        return written

    def tied(self, written: dict[str, Any]) -> dict[str, Any]:
        self.ties.append((written, None))
        return written

    def sections(self) -> list[dict[str, Any]]:
        """Some of them of the kinds that others refer to, or hardly a reference would be drawn."""
        if self.whole:
            first, *others = registry.kinds()
            return [self.section(1, first), *(self.section(0, kind) for kind in others)]
        referred = [registry.get(name) for name in REFERRED if self.maybe()]
        loose = [None] * self.draw(st.integers(0, 4))
        kinds: list[registry.Kind | None] = self.draw(st.permutations([*referred, *loose]))
        return [self.section(3 if kind is None else 0, kind) for kind in kinds]

    def section(self, deepest: int, kind: registry.Kind | None = None) -> dict[str, Any]:
        kind = kind or self.draw(st.sampled_from(registry.kinds()))
        written = {"key": self.key("section"), "kind": kind.name, **self.row(SECTION)}
        self.ties.append((written, kind))
        if self.whole:
            written["numbering"] = "own"
        if written.get("numbering") != "own":
            written.pop("number", None)
        if written.get("layout") == "wheel" and not registry.drawing_of(kind.name):
            del written["layout"]
        if self.maybe():
            written["type"] = self.draw(st.sampled_from(types_of(kind) or ALL_TYPES))
        if self.maybe():
            written["columns"] = self.draw(columns(kind))
        if kind.model and self.maybe():
            written["items"] = self.items(kind, 1 if self.whole else 2)
        if deepest and self.maybe():
            count = 1 if self.whole else self.draw(st.integers(1, 2))
            written["sections"] = [self.section(deepest - 1) for _ in range(count)]
        return written

    def items(self, kind: registry.Kind, deepest: int) -> list[dict[str, Any]]:
        count = 1 if self.whole else self.draw(st.integers(1, 3))
        return [self.item(kind, deepest) for _ in range(count)]

    def item(self, kind: registry.Kind, deepest: int) -> dict[str, Any]:
        written = {"key": self.key(kind.name), **_in_order(self.row(ITEMS[kind.name]))}
        self.ties.append((written, kind))
        if "image" in kind.fields and self.maybe():
            written["image"] = self.image()
        if self.whole and "timing_kind" in written:
            written["timing_kind"] = "times_a_year" if deepest else "recurrence"
        if written.get("timing_kind") != "times_a_year":
            written.pop("times_a_year", None)
        if written.get("timing_kind") != "recurrence" or "starts_on" not in written:
            written.pop("recurrence", None)
        if written.get("timing_kind") in DATED and "starts_on" not in written:
            written["starts_on"] = written.get("ends_on") or self.draw(days())
        if deepest and (self.whole or self.draw(st.integers(0, 3)) == 0):
            written["items"] = self.items(kind, deepest - 1)
        return written

    def tie(self, written: dict[str, Any], kind: registry.Kind | None) -> None:
        single: dict[str, str] = {"organisation": "organisation"}
        many: dict[str, str] = {}
        if kind is not None and "kind" in written:  # a section
            single = {"party": "organisation"}
            many = {name: kinds[0] for name, kinds in SECTION_REFERENCES.items()}
        elif kind is not None:
            single = {
                name: names
                for name, names in (("party", "organisation"), ("deputy", kind.name))
                if name in kind.fields
            }
            many = {name: kinds[0] for name, kinds in kind.references.items()}
        for name, names in single.items():
            known = [key for key in self.keys.get(names, []) if key != written.get("key")]
            if known and self.maybe():
                written[name] = self.draw(st.sampled_from(known))
        for name, names in many.items():
            if (known := self.keys.get(names, [])) and self.maybe():
                written[name] = sorted(self.draw(st.sets(st.sampled_from(known), min_size=1)))


def columns(kind: registry.Kind) -> st.SearchStrategy[list[dict[str, str]]]:
    """Columns that a section of ``kind`` may have."""
    members: Members = {"label": texts()}
    if kind.model:
        members["field"] = st.sampled_from(["name", "text", *kind.fields])
    most = min(4, MOST_CELLS)
    return st.lists(row({}, members).some, min_size=1, max_size=most)


def _in_order(members: dict[str, Any]) -> dict[str, Any]:
    """With its first day no later than its last."""
    if "starts_on" in members and "ends_on" in members:
        members["starts_on"], members["ends_on"] = sorted(
            [members["starts_on"], members["ends_on"]]
        )
    return members


@st.composite
def documents(draw: Draw) -> dict[str, Any]:
    """Any document of schema 1, in canonical form."""
    return _Maker(draw, whole=False).document()


@st.composite
def whole_documents(draw: Draw) -> dict[str, Any]:
    """Documents with every kind of section and every member that the schema knows."""
    return _Maker(draw, whole=True).document()


def members_in(document: dict[str, Any]) -> Iterator[str]:
    """Where each member of ``document`` stands, by kind: ``plan.title``, ``goals.audience`` …"""
    yield from (f"plan.{name}" for name in document)
    for name in ("organisations", "relations", "control", "roles"):
        for listed in document.get(name, []):
            yield from (f"{name}.{member}" for member in listed)
    for section in document.get("sections", []):
        yield from _members_in_section(section)


def _members_in_section(section: dict[str, Any]) -> Iterator[str]:
    yield from (f"section.{name}" for name in section)
    for item in section.get("items", []):
        yield from _members_in_item(item, section["kind"])
    for child in section.get("sections", []):
        yield from _members_in_section(child)


def _members_in_item(item: dict[str, Any], kind: str) -> Iterator[str]:
    yield from (f"{kind}.{name}" for name in item)
    for child in item.get("items", []):
        yield from _members_in_item(child, kind)


@contextmanager
def undone() -> Iterator[None]:
    """Runs what is inside and takes it back: Hypothesis asks the same test many times."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
