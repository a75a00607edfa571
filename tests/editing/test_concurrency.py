"""Many at once, in earnest: threads with connections of their own, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from appendix.document import build
from core.models import Change
from plans.models import Goal, Plan, Section, TargetGroup
from plans.services import rows, saving, sections
from plans.services.saving import Conflict, Saved
from tests.people import World, build_world

pytestmark = [pytest.mark.django_db(transaction=True)]
EDITORS = 6


@pytest.fixture
def shared(transactional_db: None) -> World:
    return build_world()


def all_at_once(steps: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each step answered; they start together."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        try:
            barrier.wait(60)
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result(60) for future in [pool.submit(run, step) for step in steps]]


def save_name(world: World, name: str) -> Saved | Conflict:
    """One editor who has the goal open at version 1."""
    return rows.save_row(
        row=Goal.objects.get(section__plan=world.draft),
        values={"name": name},
        base_version=1,
        base_values={"name": "Känna till"},
        by=world.communicator,
    )


def race_for_one_text(world: World) -> tuple[list[Any], str]:
    names = [f"Mål {number}" for number in range(EDITORS)]
    answers = all_at_once([partial(save_name, world, name) for name in names])
    return answers, Goal.objects.get(section__plan=world.draft).name


def test_of_many_who_save_the_same_text_one_wins_and_all_others_are_told(shared: World) -> None:
    answers, stored = race_for_one_text(shared)
    saved = [answer for answer in answers if isinstance(answer, Saved)]
    conflicts = [answer for answer in answers if isinstance(answer, Conflict)]
    assert (len(saved), len(conflicts)) == (1, EDITORS - 1)
    assert saved[0].changed == {"name": stored}
    assert {conflict.clashes[0].theirs for conflict in conflicts} == {stored}
    mine = {conflict.clashes[0].mine for conflict in conflicts}
    assert mine | {stored} == {f"Mål {number}" for number in range(EDITORS)}
    changes = Change.objects.filter(scope=f"plan:{shared.draft.pk}", action="changed")
    assert [change.after for change in changes] == [{"name": stored}]


@pytest.mark.postgresql
def test_a_save_that_asks_no_version_is_caught(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the version in the UPDATE several are told that they saved."""

    def careless(subject: Any, wanted: Any, before: Any) -> bool:
        attributes = dict(saving.row_values(subject, wanted))
        barrier.wait(60)
        type(subject.row)._default_manager.filter(pk=subject.row.pk).update(**attributes)
        return True

    barrier = Barrier(EDITORS)
    monkeypatch.setattr(saving, "_write", careless)
    answers, _stored = race_for_one_text(shared)
    assert sum(isinstance(answer, Saved) for answer in answers) > 1


def test_many_who_save_different_fields_and_rows_never_meet(shared: World) -> None:
    fields = ["indicator", "baseline", "target"]
    goal = Goal.objects.get(section__plan=shared.draft).pk
    groups = list(TargetGroup.objects.filter(section__plan=shared.draft))

    def save(model: Any, pk: int, name: str) -> Any:
        return rows.save_row(
            row=model.objects.get(pk=pk),
            values={name: f"mitt {name}"},
            base_version=1,
            base_values={name: ""},
            by=shared.communicator,
        )

    steps = [partial(save, Goal, goal, name) for name in fields]
    steps += [partial(save, TargetGroup, row.pk, "text") for row in groups]
    answers = all_at_once(steps)
    assert all(isinstance(answer, Saved) for answer in answers)
    stored = Goal.objects.get(pk=goal)
    assert [getattr(stored, name) for name in fields] == [f"mitt {name}" for name in fields]
    assert stored.version == 1 + len(fields)
    assert {row.text for row in TargetGroup.objects.filter(pk__in=[r.pk for r in groups])} == {
        "mitt text"
    }


def test_rows_added_at_once_get_keys_and_places_of_their_own(shared: World) -> None:
    section = Section.objects.get(plan=shared.draft, node__key="malgrupper")

    def add() -> Any:
        return rows.add_item(
            section=Section.objects.select_related("plan", "node").get(pk=section.pk),
            values={"name": "Skolor"},
            by=shared.communicator,
        )

    added = all_at_once([add] * EDITORS)
    assert len({row.node.key for row in added}) == EDITORS
    positions = TargetGroup.objects.filter(section=section).values_list("position", flat=True)
    assert sorted(positions) == list(range(EDITORS + 2))


def test_moves_saves_and_removals_at_once_leave_a_whole_plan(shared: World) -> None:
    def move(key: str, direction: str) -> Any:
        row = Section.objects.select_related("plan", "node").get(plan=plan, node__key=key)
        return sections.move_section(section=row, direction=direction, by=shared.coordinator)

    plan = Plan.objects.get(pk=shared.draft.pk)
    steps: list[Callable[[], Any]] = [
        lambda: move("mal", "up"),
        lambda: move("mal", "down"),
        lambda: move("malgrupper", "in"),
        lambda: move("aktiviteter", "up"),
        lambda: save_name(shared, "Under tiden"),
        lambda: rows.remove_row(
            row=TargetGroup.objects.get(section__plan=plan, node__key="chefer"),
            by=shared.coordinator,
        ),
    ]
    all_at_once(steps)
    document = build(plan)
    keys: list[str] = []

    def walk(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            keys.append(row["key"])
            walk(row.get("sections", []))

    walk(document["sections"])
    assert sorted(keys) == sorted(["syfte", "malgrupper", "mal", "aktiviteter", "bild"])
    assert Goal.objects.get(section__plan=plan).name == "Under tiden"
