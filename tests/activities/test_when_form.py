"""When: each kind of timing asks for its own fields, and the controls of a recurrence lose no rule."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from activities.calendar.recurrence import Frequency, Rule, RuleError, Weekday, occurrences
from activities.calendar.span import Span
from activities.enums import TimingKind
from activities.forms.recurrence import RepeatForm
from activities.models import Activity
from activities.timing_fields import FIELDS, settled
from plans.services.rows import Saved, save_row
from tests.people import World

from .year import make_activity, make_year

TUESDAY = date(2027, 3, 2)
JSON = {"accept": "application/json"}


@pytest.fixture
def effort(world: World) -> Activity:
    return make_activity(make_year(world.in_force, world.communicator), world.communicator)


def save(world: World, effort: Activity, **said: Any) -> tuple[int, dict[str, Any]]:
    """Post the step as a form that was drawn from nothing; the status and the JSON of the answer."""
    client = Client()
    client.force_login(world.communicator)
    words = [effort.node.plan.slug, effort.node.key, "when"]
    names = ["timing_kind", "starts_on", "ends_on", "starts_time", "ends_time", "recurrence"]
    names += ["season", "times_a_year", "relation", "relates_to", "timing", "place"]
    effort.refresh_from_db()
    posted: dict[str, Any] = {f"base-{name}": "" for name in names} | dict.fromkeys(names, "")
    posted |= {"version": effort.version, **said}
    answer = client.post(reverse("activities:checklist_step", args=words), posted, headers=JSON)
    effort.refresh_from_db()
    return answer.status_code, answer.json()


ALL_AT_ONCE = {
    "starts_on": "2027-03-03",
    "ends_on": "2027-03-05",
    "starts_time": "17:00",
    "ends_time": "19:00",
    "season": "spring",
    "times_a_year": "3",
    "relation": "before",
    "relates_to": "valet",
    "repeat-unit": "WEEKLY",
    "repeat-every": "2",
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", TimingKind.values)
def test_only_the_fields_of_the_kind_are_kept(world: World, effort: Activity, kind: str) -> None:
    status, body = save(world, effort, timing_kind=kind, timing="När det passar", **ALL_AT_ONCE)
    assert status == 200, body
    assert (effort.timing_kind, effort.timing) == (kind, "När det passar")
    kept = {name for names in FIELDS.values() for name in names if getattr(effort, name)}
    derived = {"ends_on"} if kind in {TimingKind.MONTH, TimingKind.WEEK} else set()
    assert kept == set(FIELDS[kind]) | derived


@pytest.mark.django_db
def test_days_of_a_week_and_a_month_are_all_of_them(world: World, effort: Activity) -> None:
    save(world, effort, timing_kind="week", starts_on="2027-01-01")
    assert (effort.starts_on, effort.ends_on) == (date(2026, 12, 28), date(2027, 1, 3))
    words = {
        "base-timing_kind": "week",
        "base-starts_on": "2026-12-28",
        "base-ends_on": "2027-01-03",
    }
    save(world, effort, timing_kind="month", starts_on="2027-02-17", **words)
    assert (effort.starts_on, effort.ends_on) == (date(2027, 2, 1), date(2027, 2, 28))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"timing_kind": "week"}, "starts_on"),
        ({"timing_kind": "recurrence", "repeat-unit": "DAILY"}, "starts_on"),
        ({"timing_kind": "date", "starts_on": "2027-02-30"}, "starts_on"),
        ({"timing_kind": "date", "starts_on": "2027-03-01", "starts_time": "25:00"}, "starts_time"),
        (
            {"timing_kind": "period", "starts_on": "2027-03-02", "ends_on": "2027-03-01"},
            "ends_on",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, effort: Activity, said: dict[str, str], wrong: str
) -> None:
    status, body = save(world, effort, **said)
    assert status == 422
    assert wrong in body["errors"]
    assert effort.timing_kind == ""


@pytest.mark.django_db
def test_a_rule_is_saved_as_its_text_and_compared_as_such(world: World, effort: Activity) -> None:
    first = {"timing_kind": "recurrence", "starts_on": "2027-03-02"}
    status, body = save(
        world,
        effort,
        **first,
        **{"repeat-unit": "MONTHLY", "repeat-way": "weekday", "repeat-nth": "-1"},
    )
    assert (status, effort.recurrence) == (200, "FREQ=MONTHLY;BYDAY=-1TU")
    assert body["values"]["recurrence"] == effort.recurrence
    answer, body = save(world, effort, **first, recurrence="FREQ=DAILY", version=1)
    assert answer == 409
    assert "sista tisdagen" in body["html"]
    assert "BYDAY" not in body["html"].replace('value="FREQ=MONTHLY;BYDAY=-1TU"', "")


@pytest.mark.django_db
def test_the_plans_editor_can_leave_a_recurrence(world: World, effort: Activity) -> None:
    """It knows nothing of rules, hours and seasons, and need not."""
    save(
        world,
        effort,
        timing_kind="recurrence",
        starts_on="2027-03-02",
        starts_time="10:00",
        **{"repeat-unit": "DAILY"},
    )
    assert effort.starts_time == time(10)
    outcome = save_row(
        row=effort,
        values={"timing_kind": "as_needed", "starts_on": None},
        base_version=effort.version,
        base_values={"timing_kind": "recurrence", "starts_on": "2027-03-02"},
        by=world.communicator,
    )
    assert isinstance(outcome, Saved)
    effort.refresh_from_db()
    assert effort.recurrence == ""
    assert Activity.objects.filter(pk=effort.pk, starts_time=None).exists()


def test_what_does_not_touch_the_time_settles_nothing() -> None:
    assert settled({"name": "Ny"}, {"season": "spring"}) == {"name": "Ny"}
    assert settled({"timing_kind": "week"}, {"season": "spring", "starts_on": "2027-01-01"}) == {
        "timing_kind": "week",
        "season": "",
    }


# --- the controls ---------------------------------------------------------------------------------


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules of every sort that there is."""
    frequency = draw(st.sampled_from(Frequency))
    numbers: dict[str, Any] = {"interval": draw(st.integers(1, 30))}
    if draw(st.booleans()):
        numbers["until"] = draw(st.dates(date(2027, 6, 1), date(2032, 1, 1)))
    elif draw(st.booleans()):
        numbers["count"] = draw(st.integers(1, 50))
    if frequency == Frequency.YEARLY:
        numbers[draw(st.sampled_from(["month", "week"]))] = draw(st.integers(1, 12))
    nth = (
        st.just(0)
        if frequency == Frequency.WEEKLY or "week" in numbers
        else st.sampled_from([-1, 1, 2, 3, 4, 5])
    )
    if draw(st.booleans()):
        days = st.builds(Weekday, nth, st.integers(0, 6))
        numbers["weekdays"] = tuple(draw(st.lists(days, min_size=1, max_size=3)))
    else:
        numbers["month_days"] = tuple(draw(st.lists(st.integers(1, 28) | st.just(-1), max_size=2)))
    try:
        return Rule(frequency, **numbers)
    except RuleError:
        return Rule(frequency)


@given(rules())
def test_a_rule_survives_the_controls(rule: Rule) -> None:
    """Drawn and posted again without a change, it happens on the same days."""
    drawn = RepeatForm(text=str(rule))
    data = {f"repeat-{name}": drawn[name].value() or "" for name in drawn.fields}
    posted = RepeatForm(data, text=str(rule))
    assert posted.is_valid(), posted.errors
    again = Rule.parse(posted.rule(TUESDAY))
    span = Span(TUESDAY, date(2036, 1, 1))
    assert [*occurrences(again, TUESDAY, span)] == [*occurrences(rule, TUESDAY, span)]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"unit": "DAILY", "every": "10"}, "FREQ=DAILY;INTERVAL=10"),
        ({"unit": "WEEKLY", "weekdays": ["1", "3"]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ({"unit": "MONTHLY"}, "FREQ=MONTHLY"),
        ({"unit": "MONTHLY", "way": "date", "month_day": "-1"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"unit": "MONTHLY", "way": "weekday"}, "FREQ=MONTHLY;BYDAY=1TU"),
        ({"unit": "YEARLY", "way": "week", "week": "12"}, "FREQ=YEARLY;BYWEEKNO=12"),
        (
            {"unit": "YEARLY", "way": "weekday", "month": "5", "nth": "1", "weekday": "0"},
            "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
        ),
        ({"unit": "YEARLY", "month": "5"}, "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2"),
        ({"unit": "YEARLY"}, "FREQ=YEARLY"),
        ({"unit": ""}, ""),
    ],
)
def test_what_is_left_open_is_taken_from_the_first_day(said: dict[str, Any], text: str) -> None:
    form = RepeatForm({f"repeat-{name}": value for name, value in said.items()})
    assert form.is_valid(), form.errors
    assert form.rule(TUESDAY) == text
