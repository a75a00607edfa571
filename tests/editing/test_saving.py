"""Saving one row: what two people do to it is all there, or shown to the second."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from appendix.document import build
from core.models import Change
from plans.models import Goal, Plan, PlanOrganisation, Section, Spokesperson, TargetGroup
from plans.services.rows import add_item, remove_row, save_row
from plans.services.saving import Conflict, Saved
from plans.services.sections import add_section, save_section
from tests.people import World


def goal(plan: Plan) -> Goal:
    return Goal.objects.get(section__plan=plan)


def last_change(plan: Plan) -> Change:
    return Change.objects.in_scope(f"plan:{plan.pk}").order_by("-pk")[0]


def test_a_saved_value_is_there_and_in_the_log(world: World) -> None:
    row = goal(world.draft)
    answer = save_row(
        row=row,
        values={"name": "Förstå", "level": "understanding"},
        base_version=1,
        base_values={"name": "Känna till", "level": ""},
        by=world.communicator,
    )
    assert isinstance(answer, Saved)
    stored = goal(world.draft)
    assert (stored.name, stored.level, stored.version, answer.version) == (
        "Förstå",
        "understanding",
        2,
        2,
    )
    change = last_change(world.draft)
    assert (change.action, change.kind, change.key) == ("changed", "goals", "kanna-till")
    assert change.before == {"name": "Känna till", "level": None}
    assert change.after == {"name": "Förstå", "level": "understanding"}
    assert change.by == world.communicator


def test_what_does_not_change_anything_is_no_change(world: World) -> None:
    before = Change.objects.count()
    answer = save_row(
        row=goal(world.draft),
        values={"name": "Känna till", "level": "", "audience": ["boende"]},
        base_version=1,
        base_values=None,
        by=world.communicator,
    )
    assert isinstance(answer, Saved)
    assert answer.version == 1
    assert Change.objects.count() == before


def test_two_who_change_different_fields_both_keep_theirs(world: World) -> None:
    base = {"name": "Känna till", "target": "", "indicator": ""}
    save_row(
        row=goal(world.draft),
        values=base | {"name": "Min rubrik"},
        base_version=1,
        base_values=base,
        by=world.communicator,
    )
    answer = save_row(
        row=goal(world.draft),
        values=base | {"target": "Åtta av tio"},
        base_version=1,
        base_values=base,
        by=world.police_communicator,
    )
    assert isinstance(answer, Saved)
    assert answer.version == 3
    assert (goal(world.draft).name, goal(world.draft).target) == ("Min rubrik", "Åtta av tio")


def test_two_who_change_the_same_text_see_both(world: World) -> None:
    base = {"name": "Känna till", "target": ""}
    save_row(
        row=goal(world.draft),
        values={"name": "Först"},
        base_version=1,
        base_values=base,
        by=world.communicator,
    )
    answer = save_row(
        row=goal(world.draft),
        values={"name": "Sedan", "target": "Alla"},
        base_version=1,
        base_values=base,
        by=world.police_communicator,
    )
    assert isinstance(answer, Conflict)
    [clash] = answer.clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs) == (
        "name",
        "Känna till",
        "Sedan",
        "Först",
    )
    stored = goal(world.draft)
    assert (stored.name, stored.target) == ("Först", "Alla"), (
        "the other field is saved all the same"
    )
    assert answer.version == stored.version == 3


def test_without_a_base_nothing_is_overwritten_either(world: World) -> None:
    save_row(
        row=goal(world.draft),
        values={"name": "Först", "audience": ["chefer"]},
        base_version=1,
        base_values=None,
        by=world.communicator,
    )
    answer = save_row(
        row=goal(world.draft),
        values={"name": "Sedan", "audience": []},
        base_version=1,
        base_values=None,
        by=world.police_communicator,
    )
    assert isinstance(answer, Conflict)
    assert {clash.field for clash in answer.clashes} == {"name", "audience"}


def test_a_lost_race_is_read_again(world: World) -> None:
    """Both have read version 1 from the database; the second UPDATE finds it gone."""
    first, second = goal(world.draft), goal(world.draft)
    base = {"name": "Känna till"}
    arguments: dict[str, Any] = {"base_version": 1, "base_values": base}
    save_row(row=first, values={"name": "Först"}, by=world.communicator, **arguments)
    answer = save_row(
        row=second, values={"name": "Sedan"}, by=world.police_communicator, **arguments
    )
    assert isinstance(answer, Conflict)
    assert goal(world.draft).name == "Först"


def test_the_same_save_twice_is_saved_once(world: World) -> None:
    """As when the answer was lost on the way, and the browser asks again."""
    arguments: dict[str, Any] = {
        "values": {"name": "Ny"},
        "base_version": 1,
        "base_values": {"name": "Känna till"},
        "by": world.communicator,
    }
    save_row(row=goal(world.draft), **arguments)
    again = save_row(row=goal(world.draft), **arguments)
    assert isinstance(again, Saved)
    assert again.version == 2


def test_ticks_of_two_people_are_united(world: World) -> None:
    """One ticks the managers, the other unticks the residents."""
    arguments: dict[str, Any] = {"base_version": 1, "base_values": {"audience": ["boende"]}}
    save_row(
        row=goal(world.draft),
        values={"audience": ["boende", "chefer"]},
        by=world.communicator,
        **arguments,
    )
    answer = save_row(
        row=goal(world.draft), values={"audience": []}, by=world.police_communicator, **arguments
    )
    assert isinstance(answer, Saved)
    assert audience(world.draft) == ["chefer"]


def audience(plan: Plan) -> list[str] | None:
    [section] = [s for s in build(plan)["sections"] if s["key"] == "mal"]
    found: list[str] | None = section["items"][0].get("audience")
    return found


def test_a_removed_row_takes_no_text(world: World) -> None:
    row = goal(world.draft)
    remove_row(row=goal(world.draft), by=world.coordinator)
    answer = save_row(
        row=row,
        values={"name": "För sent"},
        base_version=1,
        base_values={"name": "Känna till"},
        by=world.communicator,
    )
    assert isinstance(answer, Conflict)
    assert answer.removed
    assert answer.clashes[0].mine == "För sent"


def test_what_two_save_must_fit_together(world: World) -> None:
    """Each day is fine by itself; the second to come is told."""
    row = contact(world)
    base = {"starts_on": None, "ends_on": None}
    save_row(
        row=row,
        values={"starts_on": "2026-05-01"},
        base_version=1,
        base_values=base,
        by=world.communicator,
    )
    with pytest.raises(ValidationError, match="Sista dagen"):
        save_row(
            row=Spokesperson.objects.get(pk=row.pk),
            values={"ends_on": "2026-04-30"},
            base_version=1,
            base_values=base,
            by=world.police_communicator,
        )
    assert Spokesperson.objects.get(pk=row.pk).ends_on is None


def contact(world: World, **values: Any) -> Spokesperson:
    section = add_section(
        plan=world.draft, heading="Kontakter", kind="spokespersons", by=world.coordinator
    )
    row = add_item(section=section, values={"name": "Anna Ek", **values}, by=world.coordinator)
    return Spokesperson.objects.get(pk=row.pk)


def test_a_party_is_named_by_its_key(world: World) -> None:
    row = contact(world)
    save_row(
        row=row,
        values={"party": "org-polisen"},
        base_version=1,
        base_values=None,
        by=world.communicator,
    )
    row.refresh_from_db()
    assert row.party == PlanOrganisation.objects.get(node__key="org-polisen", plan=world.draft)
    assert last_change(world.draft).after == {"name": "Anna Ek", "party": "org-polisen"}
    with pytest.raises(ValidationError):
        save_row(
            row=row,
            values={"party": "boende"},
            base_version=2,
            base_values=None,
            by=world.communicator,
        )


CELLS = {"values": {"cells": ["a", "b", "c"]}}


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        (["a1", "b", "c"], ["a", "b", "c2"], ["a1", "b", "c2"]),
        (["a1", "b", "c"], ["a1", "b", "c"], ["a1", "b", "c"]),
        (["a", "b", ""], ["a1", "b", "c"], ["a1", "b"]),
        (["a1", "b", "c"], ["a2", "b", "c"], None),
    ],
)
def test_cells_of_one_row_are_texts_of_their_own(
    world: World, mine: list[str], theirs: list[str], wanted: list[str] | None
) -> None:
    section = add_section(plan=world.draft, heading="Tabell", kind="table", by=world.coordinator)
    row = add_item(section=section, values={"cells": ["a", "b", "c"]}, by=world.coordinator)
    arguments: dict[str, Any] = {"base_version": 1, "base_values": {"cells": ["a", "b", "c"]}}
    save_row(row=row, values={"cells": theirs}, by=world.coordinator, **arguments)
    answer = save_row(row=row, values={"cells": mine}, by=world.communicator, **arguments)
    row.refresh_from_db()
    assert isinstance(answer, Conflict) == (wanted is None)
    assert row.cells == (wanted or theirs)


def test_a_section_saves_its_heading_its_text_and_its_settings(world: World) -> None:
    section = Section.objects.get(plan=world.draft, node__key="malgrupper")
    answer = save_section(
        section=section,
        values={"heading": "Vilka vi når", "text": "Först.\n\nSedan.", "scope": "internal"},
        base_version=1,
        base_values={"heading": "Målgrupper", "text": "", "scope": ""},
        by=world.coordinator,
    )
    assert isinstance(answer, Saved)
    section.refresh_from_db()
    assert (section.heading, section.scope) == ("Vilka vi når", "internal")
    assert last_change(world.draft).kind == "section"


def test_references_to_the_bin_come_back_with_it(world: World) -> None:
    group = TargetGroup.objects.get(section__plan=world.draft, node__key="boende")
    remove_row(row=group, by=world.coordinator)
    assert audience(world.draft) is None, "a document refers to nothing that is not in it"
    save_row(
        row=goal(world.draft),
        values={"audience": ["chefer"]},
        base_version=1,
        base_values={"audience": []},
        by=world.communicator,
    )
    TargetGroup.objects.filter(pk=group.pk).update(removed_at=None)
    assert audience(world.draft) == ["boende", "chefer"]
