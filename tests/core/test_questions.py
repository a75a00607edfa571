"""Questions whose SQL is worked out once: the rows are those that the ORM would fetch."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from core.questions import Question, as_day, as_json, as_moment
from plans.models import Agreement, PlanVersion
from tests.people import World

pytestmark = pytest.mark.django_db


def begun(agreements: list[int], number: int, day: date) -> QuerySet[Any, Any]:
    rows = PlanVersion.objects.filter(
        plan__agreement__in=agreements, number__gte=number, valid_from__lte=day, state="adopted"
    )
    return rows.order_by("pk").values_list("pk", "valid_from", "proposed_at")


def test_the_rows_are_those_of_the_orm_whatever_is_asked(world: World) -> None:
    question = Question(begun, numbers=["number"], days=["day"], lists={"agreements": 3})
    today = world.in_force.versions.get(number=1).valid_from
    assert today is not None
    asked: list[tuple[list[int], int, date]] = [
        ([world.agreement.pk], 1, today),
        ([world.neighbours_agreement.pk, world.agreement.pk], 1, date(2999, 1, 1)),
        ([world.agreement.pk], 2, date(2999, 1, 1)),
        ([world.agreement.pk], 1, date(1999, 1, 1)),
        ([], 1, date(2999, 1, 1)),
    ]
    lengths = []
    for agreements, number, day in asked:
        rows = question.ask(agreements=agreements, number=number, day=day)
        got = [(pk, as_day(first), as_moment(at)) for pk, first, at in rows]
        assert got == list(begun(agreements, number, day))
        lengths.append(len(got))
    assert lengths[0] > 0
    assert lengths[1] > lengths[0]
    assert lengths[3:] == [0, 0]


def test_questions_that_differ_in_a_constant_alone_are_two(world: World) -> None:
    own = PlanVersion.objects.filter(plan__agreement=world.agreement)

    def keys(state: str) -> list[int]:
        def rows(agreement: int) -> QuerySet[Any, Any]:
            of_agreement = PlanVersion.objects.filter(plan__agreement=agreement, state=state)
            return of_agreement.order_by("pk").values_list("pk")

        found = Question(rows, numbers=["agreement"]).ask(agreement=world.agreement.pk)
        return [key for (key,) in found]

    of_each = {state: keys(state) for state in ("adopted", "proposed", "no such")}
    for state, found in of_each.items():
        assert found == list(own.filter(state=state).order_by("pk").values_list("pk", flat=True))
    assert len(of_each["adopted"]) > 1


def test_rows_come_in_the_order_of_the_question_and_none_is_asked_for_in_vain(
    world: World, django_assert_num_queries: Any
) -> None:
    def latest_first(agreement: int) -> QuerySet[Any, Any]:
        rows = PlanVersion.objects.filter(plan__agreement=agreement)
        return rows.order_by("-number", "pk").values_list("pk", "number")

    question = Question(latest_first, numbers=["agreement"])
    adopted = PlanVersion.objects.filter(state="adopted")
    with django_assert_num_queries(2):
        got = question.rows_of(adopted, agreement=world.agreement.pk)
    assert [row.pk for row in got] == [
        pk for pk, _number in latest_first(world.agreement.pk) if pk in {row.pk for row in adopted}
    ]
    assert len(got) > 1
    with django_assert_num_queries(1):
        assert question.rows_of(adopted, agreement=0) == []


def test_a_list_that_is_too_long_is_refused(world: World) -> None:
    question = Question(begun, numbers=["number"], days=["day"], lists={"agreements": 1})
    with pytest.raises(ValueError, match="agreements: 2 values"):
        question.ask(agreements=[1, 2], number=1, day=date(2027, 1, 1))


def test_a_value_that_the_question_does_not_hold_is_refused() -> None:
    """As when something is reckoned from it: the SQL would then have what was reckoned once."""

    def next_year(year: int) -> QuerySet[Any, Any]:
        return Agreement.objects.filter(review_interval=year + 1).values_list("pk")

    with pytest.raises(ValueError, match="not in the question"):
        Question(next_year, numbers=["year"]).ask(year=2027)


def test_a_time_is_the_same_from_either_database() -> None:
    moment = datetime(2027, 6, 15, 8, 30, 1, 250, tzinfo=UTC)
    assert as_moment("2027-06-15 08:30:01.000250") == as_moment(moment) == moment
    assert as_day("2027-06-15") == as_day(date(2027, 6, 15)) == date(2027, 6, 15)
    assert as_day(None) is None


def test_a_json_value_is_the_same_from_either_database() -> None:
    assert as_json('["a", "b"]') == as_json(["a", "b"]) == ["a", "b"]
    assert as_json(None) is None


@pytest.mark.postgresql
def test_postgresql_plans_a_question_once_for_a_connection(world: World) -> None:
    question = Question(begun, numbers=["number"], days=["day"], lists={"agreements": 4})
    before = plans_made()
    for number in (1, 2, 1):
        question.ask(agreements=[world.agreement.pk], number=number, day=date(2027, 1, 1))
    assert plans_made() == (before[0] + 1, before[1] + 3, before[2])


def plans_made() -> tuple[int, int, int]:
    """Statements that the connection has prepared, and how often they ran by a plan for all values or for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(generic_plans), 0), coalesce(sum(custom_plans), 0) "
            "FROM pg_prepared_statements"
        )
        counts: tuple[int, int, int] = cursor.fetchone()
    return counts


@pytest.mark.postgresql
def test_postgresql_compiles_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
