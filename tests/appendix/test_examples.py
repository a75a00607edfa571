"""The example plans: whole, lossless, and as intricate as the documents whose forms they have."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appendix.document import build, canonical_bytes, read, restore
from appendix.document.canonical import Document
from plans.models import Agreement

FOLDER = Path(__file__).resolve().parents[2] / "appendix" / "examples"

# How much there is of what in the forms that the examples have. "… in text" is named in the running
# text and not printed again. Not counted: the three extras that no form has (a figure, a table, a
# message in a second language); they have a test of their own.
COUNTS: dict[str, dict[str, int]] = {
    "samverkansplan": {
        "headings": 15,
        "organisations": 2,
        "first_foot rows": 2,
        "goals": 3,
        "target_groups": 5 + 12,
        "messages": 1,
        "statements precondition": 3,
        "statements advice": 4,
        "channels": 8 + 10,
        "channels in text": 2,
        "spokespersons speaks": 2,
        "spokespersons contact": 2,
        "evaluation_questions": 4,
        "checklist before_activity": 12,
        "checklist reminder": 1,
    },
    "samverkansplan-kommun": {
        "headings": 18,
        "organisations": 2,
        "cover rows": 2,
        "goals": 3,
        "target_groups": 5 + 10,
        "messages": 1,
        "statements precondition": 3,
        "channels": 7 + 7,
        "channels in text": 3,
        "spokespersons contact": 2,
        "spokespersons media": 2,
        "checklist before_activity": 12,
    },
    "kommunikationsstrategi": {
        "headings": 7,
        "organisations": 1,
        "cover rows": 2,
        "statements principle": 4,
        "target_groups in text": 4,
        "messages": 3,
    },
    "aktivitetstabeller": {
        "headings": 7,
        "organisations": 1,
        "above_title rows": 1,
        "channels": 4,
        "target_groups": 4,
        "activities": 1 + 6 + 6 + 2,
    },
    "kommunikationspolicy": {
        "headings": 20,
        "numbers": 6,
        "organisations": 1,
        "statements value in text": 3,
        "statements principle": 4,
        "statements responsibility": 2 + 6 + 4,
        "messages": 1,
        "target_groups": 4 + 7,
        "channels": 4 + 1 + 3 + 2,
        "goals": 5 + 2 + 4,
        "goals in text": 1,
    },
}
TYPED = {"statements": "type", "checklist": "type", "spokespersons": "role"}
"""The typed value by which items of a kind are told apart in the counts; it may be inherited."""

TIMINGS = {
    "on_event": 4,
    "once_per_term": 1,
    "times_a_year": 1,
    "as_soon_as_possible": 3,
    "continuous": 5,
    "as_needed": 1,
}

# What the Swedish regulator (PTS) has set aside for fiction, as digits only.
FICTION = re.compile(
    r"08465004\d\d|070174(?:060[5-9]|06[1-9]\d)|03139006\d\d|04062804\d\d|09803192\d\d"
)
PHONE = re.compile(r"(?<![\d/-])(?:\+46|0)[\d -]{6,}\d")
EMAIL_HOST = re.compile(r"@([\w.-]+\w)")


def example(name: str) -> Document:
    return read((FOLDER / f"{name}.json").read_bytes())


def inherited(section: dict[str, Any], above: dict[str, str]) -> dict[str, str]:
    return above | {key: section[key] for key in ("type", "role", "language") if key in section}


def counted(sections: list[dict[str, Any]], above: dict[str, str] | None = None) -> Iterator[str]:
    """What each heading, number and item counts as."""
    for section in sections:
        typed = inherited(section, above or {})
        yield from ["headings"] * ("heading" in section)
        yield from ["numbers"] * ("numbering" in section)
        for item in section.get("items", []):
            yield label_of(section, item, typed | {k: str(v) for k, v in item.items()})
        yield from counted(section.get("sections", []), typed)


def label_of(section: dict[str, Any], item: dict[str, Any], typed: dict[str, str]) -> str:
    kind = section["kind"]
    if kind in {"figure", "table"} or "language" in typed:
        return "extra"
    words = [kind]
    if kind in TYPED:
        words.append(typed.get(TYPED[kind], "untyped"))
    return " ".join([*words, "in text"] if section.get("layout") == "in_text" else words)


def counts_of(document: Document) -> Counter[str]:
    found = Counter(counted(document["sections"]))
    found.update("organisations" for _ in document["organisations"])
    found.update(f"{row['place']} rows" for row in document.get("control", []))
    del found["extra"]
    return found


def items_of(document: Document, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(section, item) of each item of ``kind``, in the order of the document."""

    def walk(sections: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for section in sections:
            if section["kind"] == kind:
                yield from ((section, item) for item in section.get("items", []))
            yield from walk(section.get("sections", []))

    return list(walk(document["sections"]))


def words_in(value: Any) -> Iterator[str]:
    """Every string of a document, its images left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for member in value:
            yield from words_in(member)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name != "images":
                yield from words_in(member)


def test_every_example_is_counted() -> None:
    assert {path.stem for path in FOLDER.glob("*")} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_the_file_is_tidy(name: str) -> None:
    """The file holds the document itself, set for people: nothing is mended on the way in."""
    written = (FOLDER / f"{name}.json").read_text("utf-8")
    document = example(name)
    assert json.loads(written) == document
    assert json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n" == written


@pytest.mark.django_db
@pytest.mark.parametrize("name", COUNTS)
def test_nothing_is_lost_in_the_database(name: str) -> None:
    document = example(name)
    agreement = Agreement.objects.create(title="Överenskommelse", slug="overenskommelse")
    plan = restore(document, agreement=agreement, slug=name)
    plan.refresh_from_db()
    assert canonical_bytes(build(plan)) == canonical_bytes(document)


@pytest.mark.parametrize(("name", "expected"), COUNTS.items())
def test_an_example_is_as_intricate_as_its_form(name: str, expected: dict[str, int]) -> None:
    assert counts_of(example(name)) == expected


def test_the_extras_are_few() -> None:
    found = {
        kind: [name for name in COUNTS if items_of(example(name), kind)]
        for kind in ("figure", "table")
    }
    assert found == {"figure": ["samverkansplan"], "table": ["kommunikationsstrategi"]}
    english = [
        name
        for name in COUNTS
        for section, _ in items_of(example(name), "messages")
        if section.get("language") == "en"
    ]
    assert english == ["samverkansplan-kommun"]


def test_timings_are_words_and_kinds() -> None:
    rows = [item for _, item in items_of(example("aktivitetstabeller"), "activities")]
    assert Counter(row["timing_kind"] for row in rows) == TIMINGS
    assert all(row["timing"] for row in rows)


def test_one_activity_has_no_responsible_and_four_have_several() -> None:
    rows = [item for _, item in items_of(example("aktivitetstabeller"), "activities")]
    assert [row["key"] for row in rows if "responsible" not in row] == ["nyheter-pa-webben"]
    assert all("roles" in row for row in rows if "responsible" in row)
    assert sum(len(row.get("roles", [])) > 1 for row in rows) == 4


def test_two_tables_name_their_group_otherwise_than_the_list() -> None:
    document = example("aktivitetstabeller")
    names = {item["key"]: item["name"] for _, item in items_of(document, "target_groups")}
    tables = {
        section["heading"]: [names[key] for key in section["audience"]]
        for section, _ in items_of(document, "activities")
    }
    assert len(tables) == 4
    assert sum(heading not in groups for heading, groups in tables.items()) == 2


def test_only_top_sections_of_the_policy_are_numbered() -> None:
    numbered = [s.get("numbering") for s in example("kommunikationspolicy")["sections"]]
    assert numbered == [None, *["automatic"] * 6]


def test_the_strategy_was_adopted_after_its_period_began() -> None:
    document = example("kommunikationsstrategi")
    adopted = next(row["value"] for row in document["control"] if row["kind"] == "adopted")
    assert document["starts_on"] < adopted < document["ends_on"]


@pytest.mark.parametrize("name", COUNTS)
def test_every_address_is_invented(name: str) -> None:
    for words in words_in(example(name)):
        hosts = EMAIL_HOST.findall(words) + re.findall(r"https?://([^/\s]+)", words)
        assert all(host.endswith(".example") for host in hosts), words


@pytest.mark.parametrize("name", COUNTS)
def test_every_phone_number_is_set_aside_for_fiction(name: str) -> None:
    document = example(name)
    for words in words_in(document):
        for number in PHONE.findall(words):
            assert FICTION.fullmatch(re.sub(r"\D", "", number.replace("+46", "0"))), number
    for _, contact in items_of(document, "spokespersons"):
        assert "phone" not in contact or PHONE.fullmatch(contact["phone"])
