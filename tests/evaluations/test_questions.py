"""What an evaluation asks: nothing twice, the plan's words before our own, and no more than need be."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from evaluations.models import Evaluation, EvaluationAnswer
from evaluations.questions import Asked, questions_of, sorted_out
from evaluations.services import evaluating
from plans.models import EvaluationQuestion, Section
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.activities.year import make_activity, make_year
from tests.people import World

pytestmark = pytest.mark.django_db
REACHED, EFFECT, GOAL = (
    "Nådde vi dem vi ville nå?",
    "Vilken effekt?",
    "Nådde vi målet med insatsen?",
)
OURS = "Nådde ni målet med insatsen?"


def scale(words: str, node: int = 1) -> Asked:
    return Asked(node, words, "", "goal_reached")


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ([GOAL], GOAL),
        ([REACHED], REACHED),
        ([REACHED, EFFECT, GOAL], GOAL),
        ([REACHED, EFFECT], None),
        (["Nådde vi målgruppen?", "Blev målbilden tydlig?"], None),
        (["Nådde vi målgruppen?", "Uppfylldes syftet?"], "Uppfylldes syftet?"),
        ([], None),
    ],
)
def test_of_several_questions_with_that_scale_the_one_that_names_the_goal_is_the_goals(
    words: list[str], goal: str | None
) -> None:
    asked = [scale(said, number) for number, said in enumerate(words)]
    found = sorted_out(asked)
    assert (found.goal.words if found.goal else None) == goal
    assert [one.words for one in found.own] == [said for said in words if said != goal]


def test_a_second_question_for_lessons_is_asked_too() -> None:
    lessons = [Asked(number, words, "", "lesson") for number, words in enumerate(("Ett?", "Två?"))]
    found = sorted_out(lessons)
    assert found.lesson == lessons[0]
    assert found.own == (lessons[1],)


@pytest.fixture
def asked(world: World) -> Section:
    by = world.coordinator
    section = add_section(plan=world.in_force, heading="Frågor", kind="evaluation_questions", by=by)
    add_item(section=section, values={"name": GOAL, "answer": "goal_reached"}, by=by)
    return section


@pytest.fixture
def effort(world: World, asked: Section) -> Activity:
    return make_activity(make_year(world.in_force, world.communicator), world.communicator)


def page_of(effort: Activity, world: World) -> str:
    client = Client()
    client.force_login(world.communicator)
    names = [effort.node.plan.slug, effort.node.key]
    return client.get(reverse("evaluations:evaluation", args=names)).text


def test_whether_the_goal_was_reached_is_asked_once_in_the_plans_words(
    effort: Activity, world: World
) -> None:
    page = page_of(effort, world)
    assert page.count(f">{GOAL}<") == 1
    assert OURS not in page
    assert "fraga-" not in page
    assert page.count(">Delvis<") == 1


def test_where_several_have_that_scale_and_none_names_the_goal_ours_is_asked_beside_them(
    effort: Activity, asked: Section, world: World
) -> None:
    EvaluationQuestion.objects.filter(section=asked).update(name=REACHED)
    add_item(section=asked, values={"name": EFFECT, "answer": "goal_reached"}, by=world.coordinator)
    page = page_of(effort, world)
    for words in (OURS, REACHED, EFFECT):
        assert words in page


def folded(page: str) -> str:
    """What stands folded in the page, without its forms' names."""
    return "".join(re.findall(r'<details class="usual">.*?</details>', page, re.DOTALL))


def test_what_the_plan_may_ask_in_its_own_words_is_folded_until_somebody_writes_there(
    effort: Activity, asked: Section, world: World
) -> None:
    assert "Vad gick bra?" not in folded(page_of(effort, world))
    by = world.coordinator
    add_item(section=asked, values={"name": "Vad blev lyckat?"}, by=by)
    page = page_of(effort, world)
    assert "Vad gick bra?" in folded(page)
    assert GOAL not in folded(page)
    words: dict[str, Any] = {"base_version": 1, "base_values": None, "by": by}
    evaluating.save_evaluation(activity=effort, values={"again": "Ja."}, **words)
    page = page_of(effort, world)
    assert "Vad gick bra?" in page
    assert not folded(page)


@pytest.mark.parametrize(
    ("fixed", "chosen", "text", "counted", "kept"),
    [
        ("", "partly", "", "partly", ""),
        ("", "partly", "Nästan.", "partly", "Nästan."),
        ("yes", "yes", "Nästan.", "yes", "Nästan."),
        ("yes", "partly", "Nästan.", "yes", "Delvis\nNästan."),
    ],
)
def test_what_was_answered_twice_is_one_answer_and_no_words_are_lost(
    effort: Activity,
    world: World,
    fixed: str,
    chosen: str,
    text: str,
    counted: str,
    kept: str,
) -> None:
    [question] = questions_of(world.in_force)
    evaluation = Evaluation.objects.create(activity=effort, goal_reached=fixed)
    answer = EvaluationAnswer.objects.create(
        evaluation=evaluation, question_id=question.node, choice=chosen, text=text
    )
    import_module("evaluations.migrations.0006_goal_answered_once").carry_over(apps, None)
    evaluation.refresh_from_db()
    answer.refresh_from_db()
    assert (evaluation.goal_reached, answer.choice, answer.text) == (counted, "", kept)
    page = page_of(effort, world)
    assert kept in page
    assert ("Med egna ord" in page) is bool(kept)
