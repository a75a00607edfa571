"""Six years of reminders by a frozen clock, against an account kept in another way.

Agreements end, are renewed and change their interval; reviews are called, held late, early or out
of order. What is expected is counted per thing and offset from the days on which the task was run
and the thing could be told of (``lives``). At last every day and every activity is looked for among
the periods of the closed reviews, one by one. Short in the plain run, fifty agreements with --long.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from accounts.models import User
from activities.services.years import open_year
from core.models import OutgoingMail
from evaluations import due
from evaluations.models import ActionPoint, Evaluation, Notice, ReminderRound, Review
from evaluations.offsets import Pattern
from evaluations.periods import calendar_of
from evaluations.schedule import number_covering, period_of
from evaluations.tasks import queue_reminders
from plans.models import Agreement, Membership
from plans.services.agreements import Period as Renewal
from plans.services.agreements import renew, save_agreement
from tests.activities.year import make_activity
from tests.people import make_plan

from .lives import DAY, INTERVALS, Account, Life, Sitting, lives

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SIX_YEARS = date(2027, 1, 15), date(2033, 1, 15)
A_WINTER = date(2027, 10, 20), date(2028, 4, 5)  # a leap day, and both days of the clocks
LATE = timedelta(days=35)
REVIEWS, EVALUATIONS, ACTIONS, ENDING = (30, 14, 3, 0), (-7, -28), (7, 0, -7, -28), (180, 90, 30)
PACKS = (7,)
WEEKLY = range(-7, -1600, -7)


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


def expected(life: Life, runs: list[date]) -> set[tuple[str, date, int, date]]:
    """Key of the thing, its day, offset and the day told."""
    found: set[tuple[str, date, int, date]] = set()

    def add(key: str, day: date, offsets: Iterable[int], on: list[date], until: date) -> None:
        found.update((key, day, *one) for one in told(day, offsets, on, until))

    working = set(runs)
    for (key, day), days in life.alive.items():
        offsets = [*REVIEWS, *WEEKLY] if key.startswith("review") else PACKS
        add(key, day, offsets, [one for one in days if one in working], date.max)
    for activity, (day, evaluated) in life.ends.items():
        add(f"evaluation:{activity}", day, EVALUATIONS, runs, evaluated)
    for action, (day, done) in life.acts.items():
        add(f"action:{action}", day, ACTIONS, runs, done)
    for pk, day, renewed in life.last_days:
        add(f"agreement:{pk}", day, ENDING, runs, renewed or date.max)
    return found


# --- the years, lived ---------------------------------------------------------------------------


def found_agreement(
    life: Life, number: int, by: User, first: date, last: date, chance: random.Random
) -> None:
    account = life.account
    agreement = Agreement.objects.create(
        title=f"Överenskommelse {number}",
        slug=f"nummer-{number}",
        review_anchor=account.anchor,
        review_interval=account.months,
        ends_on=account.ends_on,
    )
    account.pk = agreement.pk
    life.pks.append(agreement.pk)
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


def live(life: Life, day: date, by: User, administrator: User) -> None:
    """What people do on ``day``, before the task is run."""
    account = life.account
    if life.changes_on == day:
        change_interval(life, administrator)
    if account.ends_on is not None and life.renews_before is not None:
        is_time = day == max(account.ends_on - life.renews_before * DAY, life.first + DAY)
        account = go_on(life, day, by) if is_time else account
    for number in account.open(day + 45 * DAY):
        if number not in account.sittings and account.due(number) <= day + 45 * DAY:
            account.sittings[number] = planned(life, account.due(number), day)
    for number, sitting in sorted(account.sittings.items()):
        if day in (sitting.call_on, sitting.closes_on) and number in account.open(day + 60 * DAY):
            meet(account, number, sitting, day)
    now = timezone.now()
    for pk, (_over, evaluated) in life.ends.items():
        if evaluated == day:
            Evaluation.objects.create(activity_id=pk, finished_at=now)
    for pk, (_due, done) in life.acts.items():
        if done == day:
            ActionPoint.objects.filter(pk=pk).update(done_at=now)


def planned(life: Life, due: date, day: date) -> Sitting:
    chance = life.chance
    if chance.random() < 0.5:
        return Sitting(None, None, max(due + chance.randrange(-10, 90) * DAY, day))
    call_on = day + chance.randrange(20) * DAY
    meets_on = max(due + chance.randrange(-9, 31) * DAY, call_on + DAY)
    return Sitting(call_on, meets_on, meets_on + chance.randrange(25) * DAY)


def meet(account: Account, number: int, sitting: Sitting, day: date) -> None:
    """Call the review, or close it, if it is the day: its period is that of the calendar."""
    rows = Review.objects.filter(agreement=account.pk)
    if sitting.call_on == day and sitting.meets_on is not None:
        # Any hour of the Swedish day, whichever day that is in Greenwich.
        hour = time(number * 7 % 24, 30)
        at = datetime.combine(sitting.meets_on, hour, tzinfo=STOCKHOLM)
        Review.objects.get_or_create(agreement_id=account.pk, number=number)
        rows.filter(number=number).update(meets_at=at, place="Stadshuset")
        account.called[number] = sitting.meets_on
    if sitting.closes_on == day:
        calendar = calendar_of(Agreement.objects.get(pk=account.pk))
        assert calendar is not None
        assert calendar.exists(number)
        period = calendar.period(number)
        assert (period.start, period.end) == account.close(number)
        closed = {
            "state": "closed",
            "closed_at": timezone.now(),
            "period_start": period.start,
            "period_end": period.end,
            "minutes_number": number,
        }
        Review.objects.get_or_create(agreement_id=account.pk, number=number)
        rows.filter(number=number).update(**closed)


def change_interval(life: Life, administrator: User) -> None:
    account = life.account
    agreement = Agreement.objects.get(pk=account.pk)
    months = life.chance.choice([one for one in INTERVALS if one != account.months])
    agreement.review_interval = months
    save_agreement(agreement=agreement, by=administrator)
    account.change(months)


def go_on(life: Life, day: date, by: User) -> Account:
    """Renew the agreement, with reviews counted from any of the days that people may think of."""
    old, chance = life.account, life.chance
    assert old.ends_on is not None
    first_day = old.ends_on + DAY
    anchor = chance.choice((old.anchor, old.start, first_day))
    months = chance.choice((old.months, *INTERVALS))
    ends_on = first_day + chance.randrange(200, 1100) * DAY
    period = Renewal("Nästa överenskommelse", first_day, ends_on, anchor, months)
    agreement = renew(agreement=Agreement.objects.get(pk=old.pk), period=period, by=by)
    new = Account(agreement.pk, anchor, months, ends_on, old.start)
    if waiting := old.open(day):
        shift = new.open(day)[0] - waiting[0]
        for number in range(waiting[0], max(old.sittings, default=0) + 1):
            if number in old.sittings:
                new.sittings[number + shift] = old.sittings[number]
            if number in old.called:
                new.called[number + shift] = old.called[number]
    life.last_days.append((old.pk, old.ends_on, day))
    life.pks.append(new.pk)
    life.account = new
    return new


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
    for number, life in enumerate(all_lives):
        found_agreement(life, number, by, first, last, chance)
    administrator = User.objects.create_user(
        "admin@alvhamra.example", None, full_name="Administratör", is_administrator=True
    )
    runs = days_at_work(first, last, chance, stops=stops)
    working = set(runs)
    day = first
    while day <= last:
        clock.move_to(datetime(day.year, day.month, day.day, 2, 30, tzinfo=STOCKHOLM), tick=False)
        for life in all_lives:
            live(life, day, by, administrator)
            life.remember(day)
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
    for life in all_lives:
        if life.account.ends_on is not None:
            life.last_days.append((life.account.pk, life.account.ends_on, None))
    wanted = {one for life in all_lives for one in expected(life, runs)}
    rows = Notice.objects.filter(user=by).values_list("unique_key", "due_on", "told_on")
    got: Counter[tuple[str, date, int, date]] = Counter()
    for key, due_on, told_on in rows:
        thing, offset = thing_and_offset(key)
        got[thing, due_on, offset, told_on] += 1
    assert set(got) == wanted, f"told otherwise: {sorted(set(got) ^ wanted)[:10]}"
    assert set(got.values()) == {1}
    assert len(wanted) > count
    assert OutgoingMail.objects.filter(unique_key__isnull=False).count() == len(wanted)
    assert not ReminderRound.objects.exclude(trouble="").exists()
    for life in all_lives:
        is_gone_through_once(life, last)
        assert life.renews_before is None or len(life.pks) > 1, "it was renewed"


def is_gone_through_once(life: Life, last: date) -> None:
    """Hold what is left, and look at each activity and each day: which closed reviews have it?"""
    account = life.account
    while account.start <= last and (left := account.open(last)):
        meet(account, left[0], Sitting(None, None, last), last)
    closed = Review.objects.filter(agreement__in=life.pks, state="closed")
    periods = list(closed.values_list("period_start", "period_end"))
    over = min(account.ends_on or last, last)

    def times(day: date) -> int:
        return sum(bool(start and end and start <= day < end) for start, end in periods)

    for day, _evaluated in life.ends.values():
        assert times(day) == (life.began <= day <= over), day
    for days in range((over - life.began).days + 1):
        assert times(life.began + days * DAY) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stops",
    [
        # In full each takes long: beside each other.
        pytest.param(False, id="every-day", marks=pytest.mark.xdist_group("every-day")),
        pytest.param(True, id="with-stops", marks=pytest.mark.xdist_group("with-stops")),
    ],
)
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
    with pytest.raises(AssertionError, match="told otherwise"):
        simulate(time_machine, by, count=2, first=first, last=last, seed=8, stops=True)


def test_each_day_of_six_years_lies_in_exactly_one_review() -> None:
    first, last = SIX_YEARS
    for life in lives(50, first, last, random.Random(1)):
        anchor, months = life.account.anchor, life.account.months
        for days in range((last - first).days):
            day = first + days * DAY
            number = number_covering(anchor, months, day)
            near = [
                one
                for one in range(number - 2, number + 3)
                if day in period_of(anchor, months, one)
            ]
            assert near == [number]
            assert period_of(anchor, months, number).end == life.account.border(number)
