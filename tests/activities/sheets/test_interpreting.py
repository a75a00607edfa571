"""What a table would do: headings found, cells read, rows matched, problems named by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from activities.enums import Status
from activities.lines import Line
from activities.models import Activity, ActivityPlan
from activities.sheets.columns import COLUMNS, mapping_of, recognised
from activities.sheets.interpreting import Outcome, interpret
from activities.sheets.interpreting import Plan as Plan_
from activities.sheets.reading import Sheet, read_workbook
from activities.sheets.tables import find_table, table_at, table_of
from activities.vocabulary import Term, Vocabulary
from plans.models import Node, Plan

from .workbooks import cells, inline, with_sheet, workbook

TERMS = Vocabulary(
    (
        Term("target_groups", 1, "boende", "Boende i Älvhamra"),
        Term("target_groups", 2, "foretag", "Företag, handel"),
        Term("channels", 3, "webb", "Webbplatsen"),
        Term("goals", 4, "kanna-till", "Känna till"),
    )
)
NAMES = [one.name for one in COLUMNS]


def line(key: str = "torgdag", ties: Any = None, **values: Any) -> Line:
    """An activity of the year that stands in no database."""
    node = Node(key=key, plan=Plan(slug="plan"))
    values = {"name": "Torgdag", "status": Status.PLANNED} | values
    return Line(
        Activity(node=node, activity_plan=ActivityPlan(year=2027), **values), TERMS, ties or {}
    )


def sheet(rows: Sequence[Sequence[Any]]) -> Sheet:
    return read_workbook(workbook(rows))[0]


def done(rows: Sequence[Sequence[Any]], *lines: Line) -> Plan_:
    return interpret(table_of(sheet(rows)), lines, TERMS, 2027)


def new(heads: Sequence[str], row: Sequence[Any]) -> Outcome:
    plan = done([heads, row])
    assert plan.problems == []
    [outcome] = plan.outcomes
    assert outcome.is_new
    return outcome


def problems(rows: Sequence[Sequence[Any]], *lines: Line) -> list[tuple[int, str, str]]:
    plan = done(rows, *lines)
    return [(one.row, one.column, one.sentence) for one in plan.problems]


# --- headings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Aktivitet", "name"),
        ("  AKTIVITET: ", "name"),
        ("Insats/aktivitet", "name"),
        ("Vad ska göras?", "name"),
        ("Kommunikations-mål", "goal"),
        ("Mål", "goal"),
        ("Önskad effekt", "effect"),
        ("När?", "timing"),
        ("Datum", "timing"),
        ("Ansvarig(a)", "responsible"),
        ("Målgrupper", "audience"),
        ("Kanalval", "channels"),
        ("fr.o.m.", "starts_on"),
        ("T.o.m", "ends_on"),
        ("Na\u0308r", "timing"),
        ("Väder", None),
        ("", None),
    ],
)
def test_headings_are_known_however_they_are_written(heading: str, name: str | None) -> None:
    found = recognised(heading)
    assert (found.name if found else None) == name


def test_every_heading_of_our_own_means_its_own_column() -> None:
    assert [one.name for one in COLUMNS if recognised(str(one.label)) is not one] == []


def test_each_column_is_meant_once_and_a_second_date_is_the_day() -> None:
    heads = {1: "Aktivitet", 2: "Insats", 3: "När", 4: "Datum", 5: "Adress"}
    assert mapping_of(heads) == {1: "name", 2: "", 3: "timing", 4: "starts_on", 5: ""}


def test_the_table_is_found_where_it_stands() -> None:
    rows: list[list[Any]] = [
        ["Aktivitetsplan 2027"],
        [],
        [None, "Mål", "Aktivitet", "När"],
        [None, "a", "b", "c"],
    ]
    table = table_of(sheet(rows))
    assert table.head_row == 3
    assert {name: head.letters for name, head in table.columns.items()} == {
        "goal": "B",
        "name": "C",
        "timing": "D",
    }
    assert table.row_numbers == [4]


def test_the_sheet_that_is_understood_best_is_taken() -> None:
    data = workbook([["Lista"], ["x"]], Plan=[["Aktivitet", "När"], ["Torgdag", "vår"]])
    index, table = find_table(read_workbook(data))
    assert (index, table.sheet.title) == (1, "Plan")


def test_without_known_headings_somebody_has_to_say() -> None:
    rows = [["Rubrik utan mening", "Annat"], ["Torgdag", "Skapa trygghet"]]
    found = sheet(rows)
    assert problems(rows) == [(1, "", "Välj vilken kolumn som är aktiviteten.")]
    table = table_at(found, 1, {1: "name", 2: "purpose"})
    [outcome] = interpret(table, [], TERMS, 2027).outcomes
    assert outcome.values == {"name": "Torgdag", "purpose": "Skapa trygghet", "status": "planned"}


def test_a_column_chosen_twice_counts_once_and_nonsense_not_at_all() -> None:
    found = sheet([["a", "b", "c", "d"], ["1", "2", "3", "4"]])
    table = table_at(found, 1, {1: "name", 2: "name", 3: "people", 4: "skräp"})
    assert [head.name for head in table.heads] == ["name", "", "", ""]


# --- cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("vid behov", {"timing": "vid behov", "timing_kind": "as_needed"}),
        (
            date(2027, 3, 1),
            {"timing": "2027-03-01", "timing_kind": "date", "starts_on": "2027-03-01"},
        ),
        (
            datetime(2027, 3, 1, 13, 5),
            {
                "timing": "2027-03-01 kl. 13.05",
                "timing_kind": "date",
                "starts_on": "2027-03-01",
                "starts_time": "13:05",
            },
        ),
        (46_447, {"timing": "2027-03-01", "timing_kind": "date", "starts_on": "2027-03-01"}),
        ("v. 12", {"timing": "v. 12", "timing_kind": "week", "starts_on": "2027-03-22"}),
        (
            "1–15 mars",
            {
                "timing": "1–15 mars",
                "timing_kind": "period",
                "starts_on": "2027-03-01",
                "ends_on": "2027-03-15",
            },
        ),
        ("Q1, kanske", {"timing": "Q1, kanske", "timing_kind": "words"}),
        (2027, {"timing": "2027", "timing_kind": "words"}),
        (None, {}),
    ],
)
def test_words_about_when_are_kept_and_typed_where_sure(cell: Any, values: dict[str, str]) -> None:
    found = new(["Aktivitet", "När"], ["Torgdag", cell]).values
    assert found == {"name": "Torgdag", "status": "planned"} | values


@pytest.mark.parametrize(
    ("cell", "keys", "words"),
    [
        ("boende i älvhamra", ["boende"], None),
        ("Boende i Älvhamra; ungdomar", ["boende"], "ungdomar"),
        ("Företag, handel", ["foretag"], None),
        ("ungdomar, Boende i Älvhamra och skolor", ["boende"], "ungdomar, skolor"),
        ("Företag, handel\nBoende i Älvhamra", ["boende", "foretag"], None),
        ("ungdomar, skolor", None, "ungdomar, skolor"),
    ],
)
def test_target_groups_are_the_plans_own_or_words(
    cell: str, keys: list[str] | None, words: str | None
) -> None:
    found = new(["Aktivitet", "Målgrupp"], ["Torgdag", cell]).values
    assert (found.get("audience"), found.get("audience_words")) == (keys, words)


@pytest.mark.parametrize(
    ("words", "status"),
    [("Planerad", "planned"), ("KLAR", "done"), ("pågår", "ongoing"), ("Idé", "idea"), (None, "planned")],
)  # fmt: skip
def test_a_status_is_known_by_its_words(words: str | None, status: str) -> None:
    assert new(["Aktivitet", "Status"], ["Torgdag", words]).values["status"] == status


def test_typed_columns_say_more_than_words() -> None:
    heads = [
        "Aktivitet",
        "Tidplan",
        "Sorts tidpunkt",
        "Från och med",
        "Till och med",
        "Gånger per år",
    ]
    found = new(heads, ["A", "i vår", None, date(2027, 3, 1), "9 april", None]).values
    assert found == {
        "name": "A",
        "status": "planned",
        "timing": "i vår",
        "timing_kind": "season",
        "starts_on": "2027-03-01",
        "ends_on": "2027-04-09",
        "season": "spring",
    }
    assert new(heads, ["A", None, None, "1 mars", None, None]).values["timing_kind"] == "date"
    assert new(heads, ["A", "snart", None, None, None, 2]).values["timing_kind"] == "times_a_year"
    assert new(heads, ["A", None, "En vecka", "2027-03-22", None, None]).values == {
        "name": "A",
        "status": "planned",
        "timing_kind": "week",
        "starts_on": "2027-03-22",
    }


# --- problems ------------------------------------------------------------------------------------------

HEADS = [
    "Aktivitet",
    "Status",
    "Från och med",
    "Till och med",
    "Gånger per år",
    "Sorts tidpunkt",
    "Nyckel",
]
WRONG: list[tuple[list[Any], str, str]] = [
    ([None, "planerad"], "A", "Raden saknar aktivitet."),
    (["A", "kanske"], "B", "”kanske” är ingen status. Välj bland idé"),
    (["A", None, "i vår"], "C", "”i vår” är ingen dag. Skriv den som 2027-03-01."),
    (["A", None, "30 februari"], "C", "är ingen dag"),
    (["A", None, "1 mars 9999"], "C", "Året i ”1 mars 9999” går inte att använda."),
    (["A", None, "2 mars", "1 mars"], "D", "Sista dagen kan inte ligga före den första."),
    (["A", None, None, None, "ofta"], "E", "”ofta” är inget antal gånger per år."),
    (["A", None, None, None, -1], "E", "inget antal"),
    (["A", None, None, None, 1e300], "E", "inget antal"),
    (["A", None, None, None, None, "ibland"], "F", "ingen sorts tidpunkt"),
    (["A", None, None, None, None, "ett datum"], "C", "Ange vilken dag det gäller."),
    (["A", None, None, None, None, None, "finns-ej"], "G", "Nyckeln ”finns-ej” finns inte"),
]


@pytest.mark.parametrize(("row", "column", "sentence"), WRONG)
def test_what_is_wrong_is_said_with_row_and_column(
    row: list[Any], column: str, sentence: str
) -> None:
    [(number, letters, words)] = problems([["Plan"], HEADS, row])
    assert (number, letters) == (3, column)
    assert sentence in words


def test_every_problem_is_told_at_once() -> None:
    rows: list[list[Any]] = [HEADS, ["A", "x"], ["B"], [None, None, "2027-01-01"], ["C", "y", "z"]]
    assert [(row, column) for row, column, _ in problems(rows)] == [
        (2, "B"),
        (4, "A"),
        (5, "B"),
        (5, "C"),
    ]


def test_cells_with_errors_and_unknown_formulas_are_problems() -> None:
    data = with_sheet(
        cells(
            inline("Aktivitet") + inline("Effekt"),
            inline("A") + '<c t="e"><v>#REF!</v></c>',
            inline("B") + '<c r="B3"><f>1+1</f></c>',
        )
    )
    plan = interpret(table_of(read_workbook(data)[0]), [], TERMS, 2027)
    assert [(one.row, one.column, one.heading) for one in plan.problems] == [
        (2, "B", "Effekt"),
        (3, "B", "Effekt"),
    ]
    assert "Cellen innehåller felet #REF!." in plan.problems[0].sentence
    assert "formel utan värde" in plan.problems[1].sentence


def test_a_table_without_rows_or_with_too_many_is_a_problem() -> None:
    assert [one[2] for one in problems([HEADS])] == ["Under rubrikerna finns inga rader."]
    cut = sheet([HEADS, ["A"]])
    cut.is_cut = True
    [problem] = interpret(table_of(cut), [], TERMS, 2027).problems
    assert "för många rader" in problem.sentence
