"""Which activity a row means, and that only what it says otherwise is changed."""

from __future__ import annotations

from datetime import date

from activities.enums import Status
from activities.sheets.interpreting import interpret
from activities.sheets.reading import read_workbook
from activities.sheets.tables import table_of
from activities.sheets.writing import write_workbook

from .test_interpreting import TERMS, done, line, new, problems


def test_what_is_exported_and_read_again_changes_nothing() -> None:
    lines = [
        line(
            "a",
            {"audience": ("boende", "foretag"), "goals": ("kanna-till",)},
            name="=Torgdag",
            goal="Mål\nmed rader",
            timing_kind="recurrence",
            starts_on=date(2027, 1, 5),
            recurrence="FREQ=WEEKLY;BYDAY=TU",
            audience_words="skolor, ungdomar",
            status=Status.ANCHORED,
        ),
        line("b", timing="i mitten av mars", timing_kind="date", starts_on=date(2027, 3, 15)),
        line("c", {"channels": ("webb",)}, timing_kind="times_a_year", times_a_year=2),
        line("d", name="", text="Bara text", timing_kind="season", season="spring"),
    ]
    [read] = read_workbook(write_workbook(lines, title="År"))
    plan = interpret(table_of(read), lines, TERMS, 2027)
    assert plan.problems == []
    assert [(one.line.key if one.line else "", one.values) for one in plan.outcomes] == [
        ("a", {}),
        ("b", {}),
        ("c", {}),
        ("d", {}),
    ]


def test_a_row_changes_only_what_it_says_otherwise() -> None:
    old = line(goal="Gammalt", effect="Kvar", status=Status.IDEA)
    plan = done([["Aktivitet", "Mål", "Status", "Syfte"], ["TORGDAG ", "Nytt", "idé", None]], old)
    [outcome] = plan.changed
    assert outcome.values == {"name": "TORGDAG", "goal": "Nytt"}
    assert [(d.label, d.before, d.after) for d in outcome.differences] == [
        ("Aktivitet", "Torgdag", "TORGDAG"),
        ("Kommunikationsmål", "Gammalt", "Nytt"),
    ]


def test_an_empty_cell_empties_only_what_is_named_by_its_key() -> None:
    old = line(goal="Gammalt")
    heads = ["Aktivitet", "Mål", "Nyckel"]
    assert done([heads, ["Torgdag", None, None]], old).same
    [outcome] = done([heads, ["Torgdag", None, "torgdag"]], old).changed
    assert outcome.values == {"goal": ""}


def test_a_key_lets_the_name_change_and_rows_of_one_name_pair_up_in_order() -> None:
    first, second = line("torgdag"), line("torgdag-2")
    heads = ["Aktivitet", "Effekt", "Nyckel"]
    [outcome] = done([heads, ["Höstmarknad", None, "torgdag"]], first).changed
    assert outcome.values["name"] == "Höstmarknad"
    rows = [heads, ["Torgdag", "1"], ["Torgdag", "2"], ["Torgdag", "3"]]
    keys = [one.line.key if one.line else "ny" for one in done(rows, first, second).outcomes]
    assert keys == ["torgdag", "torgdag-2", "ny"]


def test_two_rows_with_one_key_are_a_problem() -> None:
    heads = ["Aktivitet", "Nyckel"]
    found = problems([heads, ["A", "torgdag"], ["B", "torgdag"]], line())
    assert found == [(3, "B", "Rad 2 har redan nyckeln ”torgdag”.")]


def test_new_words_take_the_old_days_with_them() -> None:
    old = line(
        timing="varje tisdag",
        timing_kind="recurrence",
        starts_on=date(2027, 1, 5),
        recurrence="FREQ=WEEKLY;BYDAY=TU",
    )
    [outcome] = done([["Aktivitet", "När"], ["Torgdag", "vid behov"]], old).changed
    assert outcome.values == {
        "timing": "vid behov",
        "timing_kind": "as_needed",
        "starts_on": None,
        "recurrence": None,
    }
    assert done([["Aktivitet", "När"], ["Torgdag", "Varje  tisdag"]], old).changed[0].values == {
        "timing": "Varje  tisdag"
    }


def test_what_is_the_plans_own_is_told() -> None:
    found = new(["Aktivitet", "Målgrupp"], ["Torgdag", "ungdomar; Boende i Älvhamra"])
    [told] = found.differences
    assert (told.label, told.after, told.known) == (
        "Målgrupp",
        "ungdomar; Boende i Älvhamra",
        ("Boende i Älvhamra",),
    )
