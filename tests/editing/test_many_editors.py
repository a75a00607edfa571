"""Twenty editors, ten of each party, at one plan at once, through a real server.

On different rows nothing is lost and nothing refused. On the same text exactly one is acknowledged,
and the others are shown both. Whatever was typed is afterwards in the text, in the history, or was
shown to its author. A save that is broken on purpose turns the test red.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from core.models import Change
from plans.enums import MembershipRole
from plans.models import Goal, Membership, Section
from plans.services.rows import add_item
from tests.people import World

from .editors import Answer, Editor, editor_for, second_window, serving

EDITORS_A_PARTY = 10
ROWS = 40
LATER = 1.5

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Office:
    """Editors in front of a section of goals."""

    world: World
    editors: list[Editor]
    goals: list[Goal]

    def address(self, goal: Goal) -> str:
        return reverse("appendix:edit_row", args=[self.world.draft.slug, goal.node.key])

    def together(self, act: Callable[[int], object]) -> list[object]:
        """Everybody does ``act`` with their number, all beginning at the same moment."""
        barrier = Barrier(len(self.editors))

        def begin(number: int) -> object:
            barrier.wait()
            return act(number)

        with ThreadPoolExecutor(len(self.editors)) as pool:
            return list(pool.map(begin, range(len(self.editors))))


def _office(world: World, port: int) -> Office:
    editors = []
    for party in (world.municipality, world.police):
        for number in range(EDITORS_A_PARTY):
            user = User.objects.create_user(
                f"redaktor-{party.slug}-{number}@alvhamra.example",
                full_name=f"Redaktör {number}",
                organisation=party,
            )
            role = MembershipRole.COMMUNICATOR
            Membership.objects.create(agreement=world.agreement, user=user, role=role)
            editors.append(editor_for(user, port))
    editors[-1] = second_window(editors[0])
    section = Section.objects.filter(plan=world.draft, kind="goals").order_by("pk")[0]
    goals = [
        add_item(section=section, values={"name": f"Mål {n}"}, by=world.communicator)
        for n in range(ROWS)
    ]
    return Office(world, editors, [goal for goal in goals if isinstance(goal, Goal)])


@pytest.fixture
def office(open_world: World, tmp_path: Path) -> Iterator[Office]:
    with serving(tmp_path) as port:
        yield _office(open_world, port)


def _changes(long: bool) -> int:
    """How many changes all editors make together on rows of their own, and again on shared ones."""
    return 1000 if long else 100


def _kept(office: Office, text: str) -> bool:
    """Whether ``text`` stands in a row or in the history."""
    scope = f"plan:{office.world.draft.pk}"
    return (
        Goal.objects.filter(name=text).exists()
        or Change.objects.in_scope(scope).filter(after__name=text).exists()
    )


def _was_shown(answer: Answer, mine: str) -> bool:
    """Whether the author got to see the own text and that of the other."""
    html = answer.body.get("html", "")
    return escape(mine) in html and bool(answer.body.get("current"))


def test_on_different_rows_nothing_is_lost_and_nothing_refused(office: Office, long: bool) -> None:
    rounds = _changes(long) // len(office.editors)

    def write(number: int) -> list[tuple[str, Answer]]:
        editor, answers = office.editors[number], []
        for row in (office.goals[2 * number], office.goals[2 * number + 1]):
            version, base = row.version, row.name
            for turn in range(rounds // 2 or 1):
                text = f"{editor.name} skriver {row.pk} för {turn}:e gången"
                answer = editor.save(office.address(row), version, base, text)
                answers.append((text, answer))
                version, base = answer.body.get("version", version), text
        return answers

    answers = [pair for pairs in office.together(write) for pair in pairs]  # type: ignore[attr-defined]
    assert {answer.status for _text, answer in answers} == {200}
    assert [text for text, _answer in answers if not _kept(office, text)] == []
    for number in range(len(office.editors)):
        last = office.editors[number].sent[-1]
        assert Goal.objects.get(pk=office.goals[2 * number + 1].pk).name == last


def test_on_the_same_text_one_is_acknowledged_and_the_others_see_both(
    office: Office, long: bool
) -> None:
    assert _same_text(office, _changes(long) // len(office.editors)) == []


def test_those_who_come_later_see_both(office: Office) -> None:
    """Half save at once, the others one and a half seconds later, all from what they first read."""
    goal = office.goals[0]
    base = goal.name

    def write(number: int) -> tuple[str, Answer]:
        if number % 2:
            time.sleep(LATER)
        text = f"{office.editors[number].name} skriver sent"
        return text, office.editors[number].save(office.address(goal), 1, base, text)

    answers: list[tuple[str, Answer]] = office.together(write)  # type: ignore[assignment]
    assert sorted(answer.status for _text, answer in answers)[:2] == [200, 409]
    assert all(_was_shown(a, text) for text, a in answers if a.status == 409)


def test_a_save_that_looks_at_no_version_is_found_out(open_world: World, tmp_path: Path) -> None:
    """The control: the same test against a server whose save is broken."""
    with serving(tmp_path, "tests.editing.overwriting") as port:
        assert _same_text(_office(open_world, port), 1) != []


def _same_text(office: Office, rounds: int) -> list[str]:
    """What went wrong when all saved the same texts, round after round."""
    wrong = []
    for turn in range(rounds):
        goal = office.goals[turn % len(office.goals)]
        goal.refresh_from_db()
        base, version, address = goal.name, goal.version, office.address(goal)

        def write(
            number: int,
            *,
            base: str = base,
            version: int = version,
            address: str = address,
            turn: int = turn,
        ) -> tuple[str, Answer]:
            text = f"{office.editors[number].name} skriver gemensamt {turn}"
            return text, office.editors[number].save(address, version, base, text)

        answers: list[tuple[str, Answer]] = office.together(write)  # type: ignore[assignment]
        saved = [text for text, answer in answers if answer.status == 200]
        refused = [(text, answer) for text, answer in answers if answer.status != 200]
        goal.refresh_from_db()
        if len(saved) != 1 or goal.name not in saved:
            wrong.append(f"{len(saved)} were acknowledged in turn {turn}")
        wrong += [t for t in saved if not _kept(office, t)]
        wrong += [t for t, a in refused if a.status != 409 or not _was_shown(a, t)]
    return wrong
