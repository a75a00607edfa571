"""Several people roll the same year over at the same moment: each activity comes along once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from activities.models import Activity
from activities.rolling import When
from activities.services import efforts, rolling
from activities.services.years import open_year
from core.models import Change
from tests.people import build_world

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 5


def test_two_at_once_make_one_copy() -> None:
    world = build_world()
    year = open_year(plan=world.in_force, year=2026, by=world.communicator)
    for name in ("Torgdag", "Möte", "Film"):
        efforts.add_activity(activity_plan=year, values={"name": name}, by=world.communicator)
    whens = {line.key: When(None, None, "", "") for line in rolling.lines_of(year)}
    barrier = Barrier(PEOPLE)

    def act() -> int:
        try:
            barrier.wait(60)
            made = rolling.roll_over(
                source=year, whens=whens, status="planned", by=world.coordinator
            )
            return len(made)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        made = [future.result(60) for future in [pool.submit(act) for _ in range(PEOPLE)]]
    assert sorted(made) == [0, 0, 0, 0, 3]
    assert Activity.objects.filter(activity_plan__year=2027).count() == 3
    assert Change.objects.filter(kind="activity_plan", key="2027").count() == 1
