"""The review pack is kept by what it says: whatever changes shows at once, and to those alone who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from activities.models import Activity
from core.canonical import canonical_bytes
from evaluations.enums import Recognisable
from evaluations.models import (
    ArchiveItem,
    Evaluation,
    EvaluationAnswer,
    Outcome,
    ProblemArea,
)
from evaluations.pack import efforts, pack_of, shown
from evaluations.services import evaluating, picture
from evaluations.services.archive import add_file
from plans.models import Agreement, EvaluationQuestion, Membership, Plan, Section, TargetGroup
from tests.activities.year import make_activity, make_year
from tests.people import World
from tests.pictures import picture as image

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 20)


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Reviews every six months from the first of January 2027."""
    found = world.agreement
    found.review_anchor, found.review_interval, found.ends_on = date(2027, 1, 1), 6, None
    found.save()
    return found


@pytest.fixture
def effort(world: World, agreement: Agreement) -> Activity:
    """An activity of the period with something of everything; others stand in two more plans."""
    by = world.communicator
    for plan in (world.draft, world.expired):
        year = make_year(plan, by)
        make_activity(year, by, f"Insats i {plan.title}", starts_on="2027-04-02", status="done")
    year = make_year(world.in_force, by)
    done = make_activity(year, by, "Torgdag", starts_on="2027-03-02", status="done")
    done.people.add(world.communicator)
    values = {"goal_reached": "partly", "went_well": "Många kom."}
    evaluating.save_evaluation(activity=done, values=values, base_version=1, base_values={}, by=by)
    evaluating.add_outcome(activity=done, values={"measure": "reach", "value": "1200"}, by=by)
    section = Section.objects.filter(plan=world.in_force).order_by("pk").last()
    assert section is not None
    node = world.in_force.nodes.create(key="fragan")
    asked = EvaluationQuestion.objects.create(section=section, node=node, name="Vad sa de?")
    EvaluationAnswer.objects.create(
        evaluation=done.evaluation, question=asked.node, text="Att det var bra."
    )
    add_file(activity=done, upload=SimpleUploadedFile("torget.png", image()), by=by)
    area = picture.add_area(agreement=agreement, values={"name": "Otrygghet"}, by=by)
    picture.point_to(activity=done, wanted=[area.pk], base=[], by=by)
    return done


def told(agreement: Agreement, today: date = TODAY) -> str:
    """The pack as it is told now, and what its page is made of."""
    value = pack_of(agreement, 1, today=today)
    return f"{canonical_bytes(value).decode()} {shown(value).parts}"


def _say(model: Any, **values: Any) -> Callable[[Activity], None]:
    def change(effort: Activity) -> None:
        assert model.objects.update(**values)

    return change


CHANGES: dict[str, Callable[[Activity], Any]] = {
    "name": _say(Activity, name="Torgkväll"),
    "status": _say(Activity, status="ongoing"),
    "lesson": _say(Activity, lesson="Börja tidigare."),
    "day": _say(Activity, starts_on=date(2027, 5, 5)),
    "responsible": _say(Activity, responsible="FC"),
    "who is responsible": lambda effort: effort.people.clear(),
    "what a person is called": _say(User, full_name="Vera Nytt"),
    "what a plan is called": _say(Plan, title="Annan titel"),
    "what a target group is called": _say(TargetGroup, name="Alla andra"),
    "goal reached": _say(Evaluation, goal_reached="yes"),
    "finished": _say(Evaluation, finished_at=timezone.now()),
    "answer": _say(EvaluationAnswer, text="Att det var kallt."),
    "question": _say(EvaluationQuestion, name="Vad tyckte de?"),
    "question in the bin": _say(EvaluationQuestion, removed_at=timezone.now()),
    "figure": _say(Outcome, value=7),
    "figure in the bin": _say(Outcome, removed_at=timezone.now()),
    "picture": _say(ArchiveItem, title="Torget i regn"),
    "consent": _say(ArchiveItem, recognisable=Recognisable.YES),
    "area": _say(ProblemArea, name="Nedskräpning"),
    "area in the bin": _say(ProblemArea, removed_at=timezone.now()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_is_told_at_once(
    effort: Activity, agreement: Agreement, change: Callable[[Activity], Any]
) -> None:
    before = told(agreement)
    assert told(agreement) == before
    change(effort)
    after = told(agreement)
    assert after != before
    _forget()
    assert told(agreement) == after, "kept, and another than what would be made"


def _forget() -> None:
    for kept in (efforts._told, efforts._members):
        kept._values.clear()


def test_another_day_and_another_language_have_their_own(
    effort: Activity, agreement: Agreement
) -> None:
    before = told(agreement)
    assert told(agreement, TODAY + timedelta(days=60)) != before
    with translation.override("en"):
        _forget()
        english = told(agreement)
    assert told(agreement) == before
    with translation.override("en"):
        assert told(agreement) == english


def test_two_agreements_that_say_the_same_have_each_their_own(
    effort: Activity, world: World
) -> None:
    other = world.neighbours_agreement
    Agreement.objects.filter(pk=other.pk).update(review_anchor=date(2027, 1, 1), ends_on=None)
    other.refresh_from_db()
    mine, others = pack_of(world.agreement, 1, today=TODAY), pack_of(other, 1, today=TODAY)
    assert mine["activities"]
    assert "activities" not in others


def test_what_is_told_again_is_not_made_again(effort: Activity, agreement: Agreement) -> None:
    first = pack_of(agreement, 1, today=TODAY)
    again = pack_of(agreement, 1, today=TODAY)
    assert again["activities"] is first["activities"]
    assert shown(again) is shown(first)


def test_each_plan_of_the_agreement_has_its_words(effort: Activity, agreement: Agreement) -> None:
    value = pack_of(agreement, 1, today=TODAY)
    assert len({one["plan"]["slug"] for one in value["activities"]}) == 3
    gaps = {one["plan"]["slug"]: one["gaps"] for one in value["coverage"]}
    assert len(gaps) == 3
    TargetGroup.objects.filter(section__plan=effort.node.plan).update(name="Alla andra")
    later = {
        one["plan"]["slug"]: one["gaps"] for one in pack_of(agreement, 1, today=TODAY)["coverage"]
    }
    mine = effort.node.plan.slug
    assert later[mine] != gaps.pop(mine)
    assert {slug: said for slug, said in later.items() if slug != mine} == gaps


def test_what_one_has_seen_another_does_not_get(
    effort: Activity, world: World, agreement: Agreement
) -> None:
    page = reverse("evaluations:review_pack", args=[agreement.slug, 1])

    def answer(user: User) -> int:
        client = Client()
        client.force_login(user)
        return int(client.get(page).status_code)

    with time_machine.travel(TODAY, tick=False):
        assert answer(world.director) == 200
        assert answer(world.reader) == 403
        assert answer(world.neighbour_director) == 404
        Membership.objects.filter(user=world.director).update(ended_at=timezone.now())
        assert answer(world.director) == 404
