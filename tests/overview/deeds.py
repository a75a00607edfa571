"""Activities of every timing, by chance: what people write, what they leave open, and what is odd."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import count
from typing import Any

from activities.enums import Season, Status, TimingKind
from activities.models import Activity, ActivityPlan
from plans.models import Node

RULES = (
    "FREQ=DAILY;INTERVAL=9",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9",
    "FREQ=YEARLY;BYWEEKNO=12",
    "FREQ=WEEKLY;UNTIL=20270801",
    "nonsens",
)
ODD_DAYS = (
    *(date(1899, month, 20) for month in (1, 3, 5, 12)),
    date(1899, 12, 31),
    date(1900, 1, 1),
    *(date(year, month, day) for year in (2026, 2027, 2028) for month, day in ((1, 1), (12, 31))),
    date(2028, 2, 29),
    date(2200, 12, 31),
    date(2201, 1, 1),
)
_numbers = count()


def random_activities(chance: random.Random, year: ActivityPlan, number: int) -> list[Activity]:
    """So many activities in ``year``, stored without asking whether a form would let them in."""
    keys = [f"slump-{next(_numbers)}" for _one in range(number)]
    nodes = Node.objects.bulk_create(Node(plan=year.plan, key=key) for key in keys)
    rows = [
        Activity(
            node=node,
            activity_plan=year,
            name="Möte",
            status=chance.choice(Status.values),
            **timing(chance, year.year),
        )
        for node in nodes
    ]
    return list(Activity.objects.bulk_create(rows))


def timing(chance: random.Random, year: int) -> dict[str, Any]:
    """When something happens, as far as the database lets it be written."""
    kind = chance.choice([*TimingKind.values, ""])
    needs_day = kind in {"date", "period", "month", "week"}
    first = _day(chance, year) if needs_day or chance.random() < 0.7 else None
    last = None
    if first is None:
        last = _day(chance, year) if chance.random() < 0.1 else None
    elif chance.random() < 0.5:
        last = first + timedelta(chance.choice([0, 1, 6, 20, 80, 300]))
    has_rule = kind == TimingKind.RECURRENCE and first is not None and chance.random() < 0.8
    return {
        "timing_kind": kind,
        "starts_on": first,
        "ends_on": last,
        "recurrence": chance.choice(RULES) if has_rule else "",
        "season": chance.choice([*Season.values, ""]) if chance.random() < 0.7 else "",
    }


def _day(chance: random.Random, year: int) -> date:
    if chance.random() < 0.1:
        return chance.choice(ODD_DAYS)
    return date(year, 1, 1) + timedelta(chance.randrange(-40, 400))
