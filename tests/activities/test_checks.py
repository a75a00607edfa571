"""The advice about target groups that nobody addresses: the years count too."""

from __future__ import annotations

from datetime import date

import pytest

from activities.checks import unaddressed_target_groups
from appendix.document import build
from plans.checks.advice import Draft
from plans.models import Plan
from tests.people import World

from .year import YEAR, make_activity, make_year

pytestmark = pytest.mark.django_db


def unaddressed(plan: Plan, on: date = date(YEAR, 5, 1)) -> list[str]:
    return [one.item for one in unaddressed_target_groups(Draft(plan, build(plan), on))]


def test_activities_of_this_year_and_later_address_their_groups(world: World) -> None:
    plan, by = world.draft, world.communicator
    assert unaddressed(plan) == ["boende", "chefer"]
    year = make_year(plan, by)
    make_activity(year, by, audience=["boende"])
    make_activity(year, by, "Inställd", audience=["chefer"], status="cancelled")
    assert unaddressed(plan) == ["chefer"]
    assert unaddressed(plan, date(YEAR + 1, 1, 1)) == ["boende", "chefer"]


def test_a_plan_without_tables_is_advised_when_it_has_a_year(world: World) -> None:
    plan, by = world.draft, world.communicator
    plan.sections.filter(kind="activities").delete()
    assert unaddressed(plan) == []
    make_activity(make_year(plan, by), by)
    assert unaddressed(plan) == ["boende", "chefer"]
