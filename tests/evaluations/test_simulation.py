"""Six years of reminders by a frozen clock, against an account kept in another way.

What is expected is counted per thing and offset from the days on which the task was run; the
arithmetic of months is dateutil's, not ours. Short in the plain run, fifty agreements with --long.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from time_machine import TimeMachineFixture

from accounts.models import User
from activities.services.years import open_year
from core.models import OutgoingMail
from evaluations import due
from evaluations.models import ActionPoint, Evaluation, Notice, ReminderRound, Review
from evaluations.offsets import Pattern
from evaluations.schedule import number_covering, period_of
from evaluations.tasks import queue_reminders
from plans.models import Agreement, Membership
from tests.activities.year import make_activity
from tests.people import make_plan

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SIX_YEARS = date(2027, 1, 15), date(2033, 1, 15)
A_WINTER = date(2027, 10, 20), date(2028, 4, 5)  # a leap day, and both days of the clocks
DAY = timedelta(days=1)
LATE = timedelta(days=35)
REVIEWS, EVALUATIONS, ACTIONS, ENDING = (30, 14, 3, 0), (-7, -28), (7, 0, -7, -28), (180, 90, 30)
PACKS = (7,)
# Ends of months, leap days, and the days on which the clocks are changed.
ANCHORS = [
    date(2026, 8, 31),
    date(2024, 2, 29),
    date(2026, 12, 31),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 1, 30),
    date(2027, 6, 15),
]
INTERVALS = (6, 12, 4, 3, 1, 48)


@dataclass
class Life:
    """An agreement, and what will become of it."""

    anchor: date
    interval: int
    ends_on: date | None
    closes: dict[int, date] = field(default_factory=dict)  # review → the day it is closed
    ends: dict[int, tuple[date, date]] = field(default_factory=dict)  # activity → over, evaluated
    acts: dict[int, tuple[date, date]] = field(default_factory=dict)  # action → due, done

    def due(self, number: int) -> date:
        return self.anchor + relativedelta(months=self.interval * number)


def lives(count: int, first: date, last: date, chance: random.Random) -> list[Life]:
    found = []
    for number in range(count):
        anchor = ANCHORS[number % len(ANCHORS)] + DAY * (number // len(ANCHORS))
        interval = INTERVALS[number % len(INTERVALS)]
        ends_on = first + chance.randrange(100, 2000) * DAY if number % 5 == 4 else None
        life = Life(anchor, interval, ends_on)
        review = 1
        while life.due(review) <= last + relativedelta(months=interval):
            life.closes[review] = max(life.due(review) + chance.randrange(-10, 90) * DAY, first)
            review += 1
        found.append(life)
    return found


# --- what is to be told -------------------------------------------------------------------------


def told(
    day: date, offsets: Iterable[int], runs: list[date], alive_until: date
) -> set[tuple[int, date]]:
    """Offset and day told, of one thing: each on the first run before the next offset comes."""
    wanted = sorted(offsets, reverse=True)
    found = set()
    for offset, after in zip(wanted, [*wanted[1:], None], strict=True):
        comes = day - offset * DAY
        gone = min(alive_until, comes + LATE + DAY)
        if after is not None:
            gone = min(gone, day - after * DAY)
        place = bisect_left(runs, comes)
        if place < len(runs) and runs[place] < gone:
            found.add((offset, runs[place]))
    return found


def expected(life: Life, pk: int, runs: list[date]) -> set[tuple[str, date, int, date]]:
    """Key of the thing, its day, offset and the day told."""
    end = life.ends_on
    over = date.max if end is None else end + DAY
    found: set[tuple[str, date, int, date]] = set()

    def add(key: str, day: date, offsets: Iterable[int], alive_until: date) -> None:
        found.update((key, day, *one) for one in told(day, offsets, runs, alive_until))

    for number, closed in life.closes.items():
        day = life.due(number)
        if end is None or day <= end:
            weekly = range(-7, -(life.interval * 31 + 7), -7)
            until = min(closed, life.due(number + 1), over)
            add(f"review:{pk}:{number}", day, [*REVIEWS, *weekly], until)
            later = [on for other, on in life.closes.items() if other > number]
            add(f"pack:{pk}:{number}", day, PACKS, min([until, *later]))
    for activity, (day, evaluated) in life.ends.items():
        add(f"evaluation:{activity}", day, EVALUATIONS, evaluated)
    for action, (day, done) in life.acts.items():
        add(f"action:{action}", day, ACTIONS, done)
    if end is not None:
        add(f"agreement:{pk}", end, ENDING, date.max)
    return found


# --- the years, lived ---------------------------------------------------------------------------


def found_agreement(
    life: Life, number: int, by: User, first: date, last: date, chance: random.Random
) -> Agreement:
    agreement = Agreement.objects.create(
        title=f"Överenskommelse {number}",
        slug=f"nummer-{number}",
        review_anchor=life.anchor,
        review_interval=life.interval,
        ends_on=life.ends_on,
    )
    for role in ("coordinator", "steering"):
        Membership.objects.create(agreement=agreement, user=by, role=role)
    plan = make_plan(agreement, f"plan-{number}")
    days = (last - first).days
    for count in range(4):
        day = first + chance.randrange(days) * DAY
        year = open_year(plan=plan, year=day.year, by=by)
        activity = make_activity(year, by, f"Insats {count}", starts_on=day.isoformat())
        life.ends[activity.pk] = day, day + chance.randrange(60) * DAY
        point = ActionPoint.objects.create(agreement=agreement, words="Skylta", due_on=day)
        life.acts[point.pk] = day, max(day + chance.randrange(-10, 60) * DAY, first)
    return agreement


def live(life: Life, agreement: Agreement, day: date) -> None:
    """What people do on ``day``, before the task is run."""
    now = timezone.now()
    for number, closed in life.closes.items():
        if closed == day:
            closed_now = {
                "state": "closed",
                "closed_at": now,
                "period_start": life.due(number - 1),
                "period_end": life.due(number),
                "minutes_number": number,
            }
            # Sending its pack has begun the review already.
            Review.objects.update_or_create(agreement=agreement, number=number, defaults=closed_now)
    for pk, (_over, evaluated) in life.ends.items():
        if evaluated == day:
            Evaluation.objects.create(activity_id=pk, finished_at=now)
    for pk, (_due, done) in life.acts.items():
        if done == day:
            ActionPoint.objects.filter(pk=pk).update(done_at=now)


def thing_and_offset(key: str) -> tuple[str, int]:
    """What a notice is of, and its offset; a pack is sent once for its day, whatever the offset."""
    if key.startswith("pack:"):
        return key.rsplit(":", 2)[0], PACKS[0]
    return key.rsplit(":", 3)[0], int(key.split(":")[-2])


def days_at_work(first: date, last: date, chance: random.Random, *, stops: bool) -> list[date]:
    """Every day, or with stretches of up to a month left out."""
    found, day = [], first
    while day <= last:
        if stops and chance.random() < 0.05:
            day += chance.randrange(1, 32) * DAY
        found.append(day)
        day += DAY
    return [day for day in found if day <= last]


def simulate(
    clock: TimeMachineFixture,
    by: User,
    *,
    count: int,
    first: date,
    last: date,
    seed: int,
    stops: bool,
) -> None:
    chance = random.Random(seed)
    all_lives = lives(count, first, last, chance)
    pairs = [
        (life, found_agreement(life, number, by, first, last, chance))
        for number, life in enumerate(all_lives)
    ]
    runs = days_at_work(first, last, chance, stops=stops)
    working = set(runs)
    day = first
    while day <= last:
        clock.move_to(datetime(day.year, day.month, day.day, 2, 30, tzinfo=STOCKHOLM), tick=False)
        for life, agreement in pairs:
            live(life, agreement, day)
        if day in working:
            queue_reminders()  # at night: nobody is woken
            for hour in (6, chance.randrange(7, 20), 23):
                clock.move_to(
                    datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM), tick=False
                )
                if hour == 23 and chance.random() < 0.05:
                    ReminderRound.objects.all().delete()  # even without the stamps
                queue_reminders()
        day += DAY
    wanted = {one for life, agreement in pairs for one in expected(life, agreement.pk, runs)}
    rows = Notice.objects.filter(user=by).values_list("unique_key", "due_on", "told_on")
    got: Counter[tuple[str, date, int, date]] = Counter()
    for key, due_on, told_on in rows:
        thing, offset = thing_and_offset(key)
        got[thing, due_on, offset, told_on] += 1
    assert set(got) == wanted, sorted(set(got) ^ wanted)[:10]
    assert set(got.values()) == {1}
    assert len(wanted) > count
    assert OutgoingMail.objects.filter(unique_key__isnull=False).count() == len(wanted)
    assert not ReminderRound.objects.exclude(trouble="").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stops", [False, True], ids=["every-day", "with-stops"])
def test_each_due_notice_is_queued_exactly_once(
    time_machine: TimeMachineFixture, long: bool, *, stops: bool
) -> None:
    by = User.objects.create_user("ansvarig@alvhamra.example", None, full_name="Ansvarig")
    count = 50 if long else 4
    first, last = SIX_YEARS if long else A_WINTER
    simulate(time_machine, by, count=count, first=first, last=last, seed=7 + stops, stops=stops)


@pytest.mark.django_db
def test_control_told_on_its_own_day_only_is_lost_when_nobody_works(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_the_day(day: date, today: date, pattern: Pattern) -> int | None:
        offset = (day - today).days
        return offset if offset in pattern.offsets else None

    monkeypatch.setattr(due, "offset_due", on_the_day)
    by = User.objects.create_user("ansvarig@alvhamra.example", None, full_name="Ansvarig")
    first, last = date(2027, 12, 1), date(2028, 3, 1)
    with pytest.raises(AssertionError):
        simulate(time_machine, by, count=2, first=first, last=last, seed=8, stops=True)


def test_each_day_of_six_years_lies_in_exactly_one_review() -> None:
    first, last = SIX_YEARS
    for life in lives(50, first, last, random.Random(1)):
        for days in range((last - first).days):
            day = first + days * DAY
            number = number_covering(life.anchor, life.interval, day)
            near = [
                one
                for one in range(number - 2, number + 3)
                if day in period_of(life.anchor, life.interval, one)
            ]
            assert near == [number]
            assert period_of(life.anchor, life.interval, number).end == life.due(number)
