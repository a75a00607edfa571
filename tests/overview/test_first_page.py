"""One's first page: what one must do, what happens now, what is next for the steering group."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from time_machine import TimeMachineFixture

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, ActivityPlan
from activities.services.years import open_year
from evaluations.models import ActionPoint, Evaluation, Review
from overview.day.errands import errands_of
from overview.day.happening import happening_in
from plans.models import Agreement, Membership, Plan
from plans.services.versions import approve_version
from tests.activities.year import make_activity
from tests.people import World

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _a_summers_day(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(f"{TODAY}T10:00:00+02:00", tick=False)


@pytest.fixture
def year(world: World) -> ActivityPlan:
    return open_year(plan=world.in_force, year=2027, by=world.coordinator)


def words(user: User) -> list[tuple[str, str]]:
    """What somebody must do, as (what sort, what)."""
    return [(one.kind, one.words) for one in errands_of(user, TODAY)]


def effort(year: ActivityPlan, by: User, name: str, ended: date, **values: Any) -> Activity:
    """An activity that ended on a day, ``by`` being responsible."""
    row = make_activity(year, by, name, starts_on=ended.isoformat(), **values)
    row.people.add(by)
    return row


def page_of(user: User) -> str:
    """The first page as text."""
    client = Client()
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def test_a_version_waits_for_those_who_decide_for_a_party_that_is_silent(world: World) -> None:
    version = world.proposed.versions.get()
    wanted = ("Godkänn eller avslå", f"{world.proposed.title}, version 1")
    assert wanted in words(world.director)
    assert wanted in words(world.police_chief)
    approve_version(version=version, by=world.director, sha256=version.sha256)
    assert wanted not in words(world.director)
    assert wanted in words(world.police_chief)
    for other in (world.coordinator, world.reader, world.neighbour_director, world.former):
        assert wanted not in words(other)
    Membership.objects.filter(user=world.police_chief).update(ended_at=timezone.now())
    assert words(world.police_chief) == []


def test_an_evaluation_is_missed_by_those_responsible_once_it_is_over(
    world: World, year: ActivityPlan
) -> None:
    by = world.communicator
    effort(year, by, "I går", TODAY - DAY)
    effort(year, by, "I dag", TODAY)
    effort(year, by, "Inställd", TODAY - DAY, status=Status.CANCELLED)
    done = effort(year, by, "Klar", TODAY - DAY)
    Evaluation.objects.create(activity=done, finished_at=timezone.now())
    half = effort(year, by, "Halvklar", TODAY - 9 * DAY)
    Evaluation.objects.create(activity=half)
    rule = {"timing_kind": "recurrence", "recurrence": "FREQ=MONTHLY"}
    effort(year, by, "Varje månad", date(2027, 1, 12), **rule)
    effort(
        year, by, "Tre gånger", date(2027, 1, 12), **rule | {"recurrence": "FREQ=MONTHLY;COUNT=3"}
    )
    effort(year, world.coordinator, "En annans", TODAY - DAY)
    missing = [what for kind, what in words(by) if kind == "Utvärdera"]
    assert missing == ["I går", "Halvklar", "Tre gånger"]
    Membership.objects.filter(user=by).update(role="reader")
    assert words(by) == []


def test_ones_own_open_action_points_are_there_and_late_ones_say_so(world: World) -> None:
    mine = {"agreement": world.agreement, "person": world.director}
    ActionPoint.objects.create(words="Sen", due_on=TODAY - DAY, **mine)
    ActionPoint.objects.create(words="Snart", due_on=TODAY, **mine)
    ActionPoint.objects.create(words="Gjord", due_on=TODAY, done_at=timezone.now(), **mine)
    planned = Review.objects.create(agreement=world.agreement, number=1)
    ActionPoint.objects.create(words="Ännu inte beslutad", review=planned, **mine)
    ActionPoint.objects.create(words="En annans", agreement=world.agreement, person=world.reader)
    found = [one for one in errands_of(world.director, TODAY) if one.kind == "Åtgärd"]
    assert [(one.words, one.is_late) for one in found] == [("Sen", True), ("Snart", False)]
    assert words(world.reader) == [], "they cannot open the action points"
    Membership.objects.filter(user=world.director).delete()
    assert words(world.director) == []


def test_what_is_late_comes_before_what_is_over_and_that_before_what_has_time(
    world: World, year: ActivityPlan
) -> None:
    for text, due in (("Om en vecka", TODAY + 7 * DAY), ("I går", TODAY - DAY)):
        ActionPoint.objects.create(
            agreement=world.agreement, words=text, due_on=due, person=world.communicator
        )
    effort(year, world.communicator, "Över", TODAY - 3 * DAY)
    assert [text for _, text in words(world.communicator)] == ["I går", "Över", "Om en vecka"]


def test_what_happens_now_begins_within_two_weeks_or_goes_on(
    world: World, year: ActivityPlan
) -> None:
    by = world.coordinator
    for name, first, last in [
        ("Börjar i dag", TODAY, TODAY),
        ("Börjar om två veckor", TODAY + 14 * DAY, None),
        ("Börjar senare", TODAY + 15 * DAY, None),
        ("Pågår länge", TODAY - 30 * DAY, TODAY + 90 * DAY),
        ("Slutar i dag", TODAY - 3 * DAY, TODAY),
        ("Slutade i går", TODAY - 3 * DAY, TODAY - DAY),
    ]:
        ends = {"ends_on": last.isoformat()} if last else {}
        make_activity(year, by, name, starts_on=first.isoformat(), **ends)
    rule = {"timing_kind": "recurrence", "recurrence": "FREQ=WEEKLY;BYDAY=FR"}
    make_activity(year, by, "Varje fredag", starts_on="2027-01-01", **rule)
    make_activity(year, by, "Idé", starts_on=TODAY.isoformat(), status=Status.IDEA)
    found = [
        (one.name, one.starts_on) for one in happening_in(world.reader, [world.agreement], TODAY)
    ]
    assert [name for name, _day in found] == [
        "Börjar i dag",
        "Varje fredag",
        "Börjar om två veckor",
        "Slutar i dag",
        "Pågår länge",
    ]
    assert ("Varje fredag", date(2027, 6, 18)) in found
    assert happening_in(world.reader, [world.neighbours_agreement], TODAY) == []


def test_what_goes_on_over_new_year_is_there_in_the_new_one(
    world: World, year: ActivityPlan
) -> None:
    """It stands in the plan of the year in which it began; a rule ends with its year."""
    by = world.coordinator
    make_activity(year, by, "Julfrid", starts_on="2027-12-20", ends_on="2028-01-10")
    make_activity(year, by, "Adventsljus", starts_on="2027-12-01", ends_on="2028-01-01")
    winter = {"timing_kind": "season", "season": "winter"}
    make_activity(year, by, "Mörka kvällar", starts_on="2027-12-01", **winter)
    rule = {"timing_kind": "recurrence", "recurrence": "FREQ=WEEKLY;BYDAY=FR"}
    make_activity(year, by, "Varje fredag", starts_on="2027-01-01", **rule)
    today = date(2028, 1, 2)
    found = happening_in(world.reader, [world.agreement], today)
    assert [one.name for one in found] == ["Julfrid", "Mörka kvällar"]


def test_the_page_says_it_in_words(world: World, year: ActivityPlan) -> None:
    agreements = Agreement.objects.filter(pk=world.agreement.pk)
    agreements.update(review_anchor=date(2026, 7, 1), review_interval=6)
    make_activity(year, world.coordinator, "Trygghetsvandring", starts_on=TODAY.isoformat())
    ActionPoint.objects.create(
        agreement=world.agreement, words="Skylta om", person=world.director, due_on=TODAY - DAY
    )
    text = page_of(world.director)
    for said in (
        "tisdag 15 juni 2027",
        "Att göra",
        "Godkänn eller avslå Foreslagen, version 1",
        "Åtgärd Skylta om försenad",
        "Härnäst för styrgruppen Översyn 1, 1 januari 2027 försenad",
        "Trygghetsvandring i dag",
        "Läget i alla överenskommelser",
    ):
        assert said in text
    reader = page_of(world.reader)
    assert "Inget väntar på dig." in reader
    assert "Trygghetsvandring i dag" in reader  # their plan is in force
    assert "Härnäst för styrgruppen" not in reader
    assert "Läget i alla" not in reader
    assert localdate() == TODAY


def test_a_reader_sees_nothing_of_a_plan_that_is_only_a_draft(world: World) -> None:
    year = open_year(plan=world.draft, year=2027, by=world.coordinator)
    make_activity(year, world.coordinator, "Hemligt", starts_on=TODAY.isoformat())
    assert "Hemligt" in page_of(world.communicator)
    assert "Hemligt" not in page_of(world.reader)
    assert "Hemligt" not in page_of(world.outsider)


def test_a_line_of_the_list_says_what_has_changed(world: World) -> None:
    """Lines are kept once they are drawn: each sees what it may see, as it stands now."""
    assert world.in_force.title in page_of(world.communicator)
    Plan.objects.filter(pk=world.in_force.pk).update(title="Planen under nytt namn")
    assert "Planen under nytt namn" in page_of(world.communicator)
    assert "Utkast" in page_of(world.communicator)
    assert "Utkast" not in page_of(world.reader)
