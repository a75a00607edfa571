"""Documents changed at random, and rows that never went through ``read``."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from appendix.document import DocumentError, Problem, build, canonical_bytes, read, restore
from appendix.document.canonical import Document
from plans import registry
from plans.models import (
    Agreement,
    ControlRow,
    Goal,
    Node,
    Plan,
    PlanOrganisation,
    PlanRelation,
    Role,
    Section,
    TableRow,
)
from plans.models.plan import OrderedRow
from tests.documents import undone
from tests.people import World

from .sample import IMAGE, SAMPLE, with_changes

EXAMPLE = json.loads(
    (Path(__file__).parents[2] / "appendix/examples/samverkansplan-kommun.json").read_text("utf-8")
)
Place = tuple[Any, Any]

ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["kommunen", "text", "goals", "2026-02-30", "own", "\ud800", "a\n", "\0"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["key", "kind", "items", "x", ""]), inner, max_size=3),
    ),
    max_leaves=6,
)


def places(value: Any) -> Iterator[Place]:
    """Every (container, index or name) in ``value``."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for step, member in pairs:
        yield value, step
        if isinstance(member, dict | list):
            yield from places(member)


@st.composite
def mutated(draw: Any) -> Any:
    """A good document with one to four changes: replaced, removed, doubled, renamed, moved."""
    document = copy.deepcopy(draw(st.sampled_from([SAMPLE, EXAMPLE])))
    container: Any
    for _ in range(draw(st.integers(1, 4))):
        every = list(places(document))
        container, step = draw(st.sampled_from(every)) if every else (document, "schema")
        change = draw(st.sampled_from(["replace", "remove", "double", "rename", "move"]))
        if change == "replace":
            container[step] = draw(ANYTHING)
        elif change == "remove":
            del container[step]
        elif change == "double" and isinstance(container, list) and isinstance(step, int):
            container.append(copy.deepcopy(container[step]))
        elif change == "rename" and isinstance(container, dict):
            container[draw(st.text(max_size=5))] = container.pop(step)
        elif change == "move":
            other, place = draw(st.sampled_from(every))
            container[step] = copy.deepcopy(other[place]) if _is_there(other, place) else None
    return document


def _is_there(container: Any, step: Any) -> bool:
    return step in container if isinstance(container, dict) else step < len(container)


@pytest.mark.django_db
@settings(max_examples=150)
@given(mutated())
def test_a_mutated_document_is_refused_or_comes_back_as_it_is(mutant: Any) -> None:
    """Nothing but DocumentError is ever raised; what is let in is stored whole."""
    data = json.dumps(mutant).encode()
    with undone():
        agreement = Agreement.objects.create(title="Överenskommelse", slug="o")
        document, problems = outcome(data)
        assert all(problem.message for problem in problems)
        if document is None:
            assert problems
            assert not Node.objects.exists()
            return
        assert read(canonical_bytes(document)) == document
        plan = restore(document, agreement=agreement, slug="plan")
        assert canonical_bytes(build(plan)) == canonical_bytes(document)


def outcome(data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        return read(data), ()
    except DocumentError as error:
        return None, error.problems


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=40), ANYTHING.map(lambda v: json.dumps(v).encode())))
def test_any_bytes_at_all_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read(data)


# A sample in which everything that can be referred to is.
TIED = with_changes(
    ("organisations[0].logo", IMAGE),
    ("organisations[0].logo_alt", "Vapen"),
    ("sections[2].party", "kommunen"),
    ("sections[2].items[0].party", "polisen"),
    ("sections[3].audience", ["boende"]),
    ("sections[3].roles", ["fc"]),
    ("sections[3].items[0].items", [{"key": "delmote", "name": "Delmöte"}]),
    ("sections[5].channels", ["webben"]),
    (
        "sections[5].sections",
        [
            {"key": "kanaler", "kind": "channels", "items": [{"key": "webben"}]},
            {"key": "budskap", "kind": "messages", "items": [{"key": "b", "audience": ["boende"]}]},
            {"key": "lista", "kind": "checklist", "items": [{"key": "fraga", "roles": ["fc"]}]},
            {"key": "efter", "kind": "evaluation_questions", "items": [{"key": "gick-det"}]},
        ],
    ),
)
ITEMS = [kind.model for kind in registry.kinds() if kind.model]

DIRTY = "A\u030alvhamra\r\nrad två\rrad tre\u2028fyra\x0bfem\x00\x1f".replace("\x00", "")
CLEAN = "Ålvhamra\nrad två\nrad tre\nfyrafem"


def test_rows_typed_into_the_database_make_a_document_that_reads(world: World) -> None:
    """Pasted from a word processor: NFD, carriage returns, vertical tabs, control characters."""
    plan = world.draft
    Plan.objects.filter(pk=plan.pk).update(title=DIRTY, owner="\x0b", language="")
    ControlRow.objects.create(plan=plan, label=DIRTY, words="\x1f")
    PlanOrganisation.objects.filter(plan=plan).update(logo_alt=DIRTY)
    Section.objects.filter(plan=plan, kind="text").update(
        heading=DIRTY, text=DIRTY, columns=[{"label": DIRTY, "field": ""}], category="\x7f"
    )
    Goal.objects.filter(section__plan=plan).update(name=DIRTY, indicator="\x08")
    table = Section.objects.create(
        plan=plan, node=Node.objects.create(plan=plan, key="tabell"), kind="table", position=9
    )
    TableRow.objects.create(
        section=table,
        node=Node.objects.create(plan=plan, key="rad"),
        cells=[DIRTY, "", "\x02"],
    )
    plan.refresh_from_db()
    document = build(plan)
    assert read(canonical_bytes(document)) == document
    assert document["title"] == CLEAN
    assert "owner" not in document
    assert document["control"] == [{"place": "cover", "label": CLEAN}]
    assert document["sections"][0]["text"] == CLEAN
    assert document["sections"][0]["columns"] == [{"label": CLEAN}]
    assert "category" not in document["sections"][0]
    assert document["sections"][2]["items"][0]["name"] == CLEAN
    assert document["sections"][-1]["items"][0]["cells"] == [CLEAN, "", ""]


REMOVABLE = (PlanOrganisation, ControlRow, PlanRelation, Role, Section, *ITEMS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", REMOVABLE, ids=lambda model: model.__name__)
def test_whatever_lies_in_the_bin_the_rest_makes_a_document_that_reads(
    model: type[OrderedRow],
) -> None:
    """Each row in turn: those that refer to it stand there without it."""
    agreement = Agreement.objects.create(title="Överenskommelse", slug="o")
    plan = restore(read(json.dumps(TIED).encode()), agreement=agreement, slug="plan")
    whole = canonical_bytes(build(plan))
    rows = model._default_manager.all()
    assert rows
    for row in rows:
        rows.filter(pk=row.pk).update(removed_at=timezone.now())
        document = build(plan)
        assert canonical_bytes(document) != whole
        assert read(canonical_bytes(document)) == document
        rows.filter(pk=row.pk).update(removed_at=None)
    assert canonical_bytes(build(plan)) == whole
