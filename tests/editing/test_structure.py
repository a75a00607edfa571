"""Order, nesting and the bin: what people see afterwards, and what the document says."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from appendix.document import build, canonical_bytes, read
from core.models import Change
from plans.models import Node, Plan, Section, TargetGroup
from plans.services import rows, sections
from plans.services.keys import take_key
from plans.shape import DEEPEST_ITEMS, DEEPEST_SECTIONS
from tests.people import World


def tree(plan: Plan) -> list[Any]:
    """Keys of the sections, nested, as the document has them; which must be one that can be read."""
    document = read(canonical_bytes(build(plan)))
    return [_nested(section, "sections") for section in document["sections"]]


def items(plan: Plan, key: str = "malgrupper") -> list[Any]:
    """Keys of the items of one section, nested."""
    [section] = [s for s in build(plan)["sections"] if s["key"] == key]
    return [_nested(item, "items") for item in section.get("items", [])]


def _nested(row: dict[str, Any], members: str) -> Any:
    below = [_nested(child, members) for child in row.get(members, [])]
    return {row["key"]: below} if below else row["key"]


def section(plan: Plan, key: str) -> Section:
    return Section.objects.get(plan=plan, node__key=key)


def group(plan: Plan, key: str) -> TargetGroup:
    return TargetGroup.objects.get(section__plan=plan, node__key=key)


FIRST = ["syfte", "malgrupper", "mal", "aktiviteter", "bild"]


@pytest.mark.parametrize(
    ("key", "direction", "wanted"),
    [
        ("mal", "up", ["syfte", "mal", "malgrupper", "aktiviteter", "bild"]),
        ("mal", "down", ["syfte", "malgrupper", "aktiviteter", "mal", "bild"]),
        ("syfte", "up", FIRST),
        ("bild", "down", FIRST),
        ("syfte", "in", FIRST),
        ("syfte", "out", FIRST),
        ("mal", "in", ["syfte", {"malgrupper": ["mal"]}, "aktiviteter", "bild"]),
    ],
)
def test_a_section_moves_one_step(
    world: World, key: str, direction: str, wanted: list[Any]
) -> None:
    before = Change.objects.count()
    moved = sections.move_section(
        section=section(world.draft, key), direction=direction, by=world.coordinator
    )
    assert tree(world.draft) == wanted
    assert moved == (wanted != FIRST)
    assert Change.objects.count() == before + moved


def test_in_and_out_again_leads_to_right_after(world: World) -> None:
    row = section(world.draft, "mal")
    assert sections.indent_section(section=row, by=world.coordinator)
    assert sections.outdent_section(section=section(world.draft, "mal"), by=world.coordinator)
    assert tree(world.draft) == FIRST


def test_a_section_is_put_after_another_or_first(world: World) -> None:
    move = sections.move_section
    by = world.coordinator
    move(section=section(world.draft, "syfte"), after=section(world.draft, "mal"), by=by)
    assert tree(world.draft) == ["malgrupper", "mal", "syfte", "aktiviteter", "bild"]
    move(section=section(world.draft, "bild"), by=by)
    assert tree(world.draft)[0] == "bild"


def test_a_section_is_not_put_into_itself(world: World) -> None:
    by = world.coordinator
    sections.indent_section(section=section(world.draft, "mal"), by=by)
    with pytest.raises(ValidationError, match="i sig självt"):
        sections.move_section(
            section=section(world.draft, "malgrupper"), after=section(world.draft, "mal"), by=by
        )


def test_sections_nest_as_deep_as_documents_go(world: World) -> None:
    parent = section(world.draft, "syfte")
    for level in range(DEEPEST_SECTIONS - 1):
        parent = sections.add_section(
            plan=world.draft, heading=f"Nivå {level}", parent=parent, by=world.coordinator
        )
    tree(world.draft)
    with pytest.raises(ValidationError, match="nivåer"):
        sections.add_section(plan=world.draft, heading="x", parent=parent, by=world.coordinator)
    sections.indent_section(section=section(world.draft, "mal"), by=world.coordinator)
    sections.indent_section(section=section(world.draft, "malgrupper"), by=world.coordinator)
    with pytest.raises(ValidationError, match="nivåer"):
        sections.move_section(
            section=section(world.draft, "malgrupper"), after=parent, by=world.coordinator
        )
    tree(world.draft)


def test_items_nest_as_deep_as_documents_go(world: World) -> None:
    parent: Any = group(world.draft, "boende")
    for level in range(DEEPEST_ITEMS - 1):
        parent = rows.add_item(
            section=parent.section,
            values={"name": f"Nivå {level}"},
            parent=parent,
            by=world.coordinator,
        )
    tree(world.draft)
    with pytest.raises(ValidationError, match="nivåer"):
        rows.add_item(
            section=parent.section, values={"name": "x"}, parent=parent, by=world.coordinator
        )
    rows.move_row(row=group(world.draft, "chefer"), direction="up", by=world.coordinator)
    with pytest.raises(ValidationError, match="nivåer"):
        rows.move_row(row=group(world.draft, "boende"), direction="in", by=world.coordinator)


def test_an_item_moves_in_and_out(world: World) -> None:
    rows.move_row(row=group(world.draft, "chefer"), direction="in", by=world.communicator)
    assert items(world.draft) == [{"boende": ["chefer"]}]
    rows.move_row(row=group(world.draft, "chefer"), direction="out", by=world.communicator)
    assert items(world.draft) == ["boende", "chefer"]


def test_an_item_is_not_moved_into_another_section(world: World) -> None:
    other = sections.add_section(
        plan=world.draft, heading="Andra", kind="target_groups", by=world.coordinator
    )
    row = rows.add_item(section=other, values={"name": "Skolor"}, by=world.coordinator)
    with pytest.raises(ValidationError):
        rows.move_row(row=group(world.draft, "boende"), after=row, by=world.coordinator)
    assert items(world.draft) == ["boende", "chefer"]


def test_a_new_item_stands_where_it_was_asked_for(world: World) -> None:
    first = group(world.draft, "boende")
    rows.add_item(
        section=first.section, values={"name": "Unga åäö"}, after=first, by=world.communicator
    )
    assert items(world.draft) == ["boende", "unga-aao", "chefer"]


def test_what_is_removed_comes_back_to_its_place_with_all_in_it(world: World) -> None:
    rows.move_row(row=group(world.draft, "chefer"), direction="in", by=world.communicator)
    before = build(world.draft)
    sections.remove_section(section=section(world.draft, "malgrupper"), by=world.communicator)
    assert tree(world.draft) == ["syfte", "mal", "aktiviteter", "bild"]
    row = group(world.draft, "boende")
    TargetGroup.objects.filter(pk=row.pk).update(removed_at="2026-01-01T00:00Z")
    with pytest.raises(ValidationError, match="också borttaget"):
        rows.take_back(row=row, by=world.communicator)
    TargetGroup.objects.update(removed_at=None)
    sections.take_back_section(section=section(world.draft, "malgrupper"), by=world.communicator)
    assert build(world.draft) == before
    actions = Change.objects.in_scope(f"plan:{world.draft.pk}").values_list("action", flat=True)
    assert [*actions][:2] == ["taken_back", "removed"]


def test_removed_twice_and_taken_back_twice_is_once(world: World) -> None:
    for _time in range(2):
        rows.remove_row(row=group(world.draft, "boende"), by=world.communicator)
    assert Change.objects.filter(action="removed").count() == 1
    for _time in range(2):
        rows.take_back(row=group(world.draft, "boende"), by=world.communicator)
    assert Change.objects.filter(action="taken_back").count() == 1
    assert items(world.draft) == ["boende", "chefer"]


def test_a_key_in_the_bin_is_not_given_again(world: World) -> None:
    sections.remove_section(section=section(world.draft, "mal"), by=world.coordinator)
    row = sections.add_section(plan=world.draft, heading="Mål", by=world.coordinator)
    assert row.node.key == "mal-2"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Östra Ängar & Co", "ostra-angar-co"),
        ("Vår/höst", "var-host"),
        ("   ", "rad"),
        ("👋", "rad"),
        ("日本", "rad"),
        ("a_b_", "a-b"),
        ("ord " * 40, "ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord"),
        ("x" * 200, "x" * 48),
    ],
)
def test_keys_are_readable_and_keep_the_rules(world: World, words: str, key: str) -> None:
    node = take_key(plan=world.lone, words=words)
    assert node.key == key
    Node(plan=world.draft, key=node.key).full_clean()


def test_a_section_changes_what_it_holds_only_when_empty(world: World) -> None:
    row = section(world.draft, "malgrupper")
    with pytest.raises(ValidationError, match="Ta bort raderna först"):
        sections.change_kind(section=row, kind="channels", by=world.coordinator)
    for key in ("boende", "chefer"):
        rows.remove_row(row=group(world.draft, key), by=world.coordinator)
    sections.change_kind(section=row, kind="channels", by=world.coordinator)
    assert section(world.draft, "malgrupper").kind == "channels"
    tree(world.draft)
    with pytest.raises(ValidationError, match="något annat"):
        rows.take_back(row=group(world.draft, "boende"), by=world.coordinator)
