"""Calendar files: what calendar programs read is what the activities say.

Read back by vobject, which shares no code with the library that writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import vobject
from dateutil import rrule
from django.conf import settings as django_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from activities import ical
from activities.calendar.recurrence import Rule
from activities.calendar.span import Span
from activities.enums import Status, TimingKind
from activities.models import Activity, ActivityPlan
from activities.occurrences import EVER, happenings
from activities.ties import Reach
from plans.models import Node, Plan

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLAN = Plan(pk=1, slug="planen", title="Plan för trygghet")


def activity(
    kind: str = "date", first: str = "2027-03-15", last: str = "", **values: Any
) -> Activity:
    """An activity of the year 2027 that lies in no database."""
    node = Node(plan=PLAN, key="mote")
    return Activity(
        pk=values.pop("pk", 7),
        node=node,
        timing_kind=kind,
        starts_on=date.fromisoformat(first) if first else None,
        ends_on=date.fromisoformat(last) if last else None,
        activity_plan=ActivityPlan(pk=1, year=2027),
        changed_at=values.pop("changed_at", NOW),
        **{"name": "Möte", "status": Status.PLANNED, **values},
    )


def written(*rows: Activity, reach: dict[int, Reach] | None = None, **options: Any) -> str:
    return ical.calendar("Året", rows, reach or {}, **options).decode()


def read(text: str) -> Any:
    return vobject.readOne(text)


def only(row: Activity, **options: Any) -> Any:
    """The one event of an activity, as another library reads it."""
    [event] = read(written(row, **options)).vevent_list
    return event


def test_the_file_says_what_calendar_programs_ask_for() -> None:
    text = written(activity())
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "PRODID:-//Samrad//Samrad//SV",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Året",
        "X-WR-CALNAME:Året",
        "X-WR-TIMEZONE:Europe/Stockholm",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ):
        assert line in lines
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    assert written(activity()) == text, "the same activities, the same bytes"


def test_whole_days_end_on_the_day_after_the_last() -> None:
    event = only(activity("period", "2027-03-15", "2027-03-17"))
    assert event.dtstart.value == date(2027, 3, 15)
    assert event.dtend.value == date(2027, 3, 18)
    assert event.transp.value == "TRANSPARENT"
    assert "DTSTART;VALUE=DATE:20270315\r\n" in written(activity("period", "2027-03-15"))


def test_times_are_those_of_stockholm_on_both_sides_of_the_change_of_clock() -> None:
    for day, hour in (("2027-03-15", 9), ("2027-07-15", 8)):
        event = only(activity(first=day, starts_time=time(10), ends_time=time(11, 30)))
        assert event.dtstart.value.astimezone(UTC).hour == hour
        assert event.dtend.value - event.dtstart.value == timedelta(hours=1, minutes=30)
    text = written(activity(starts_time=time(10)))
    assert "DTSTART;TZID=Europe/Stockholm:20270315T100000\r\n" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_what_has_no_end_time_ends_as_it_begins_or_with_its_last_day() -> None:
    assert not hasattr(only(activity(starts_time=time(10))), "dtend")
    event = only(activity("period", "2027-03-15", "2027-03-16", starts_time=time(10)))
    assert event.dtend.value.replace(tzinfo=None) == datetime(2027, 3, 17)


def test_words_come_back_as_they_were_written() -> None:
    """Swedish letters, commas, semicolons, backslashes, line breaks and lines that must be folded."""
    name = 'Åka över ön; "Älvhamra", C:\\å ' + "mycket långa ord på svenska " * 4
    place = "Torget, Älvhamra; vid fontänen"
    event = only(
        activity(name=name.strip(), place=place, purpose="Rad ett,\nrad två; \\n är inget")
    )
    assert event.summary.value == " ".join(name.split())
    assert event.location.value == place
    assert "Syfte: Rad ett,\nrad två; \\n är inget" in event.description.value


def test_an_event_knows_its_row() -> None:
    reach = {7: Reach(("Boende", "Unga, 13–19"), ("Webb",))}
    row = activity(version=4, changed_at=NOW)
    event = only(row, reach=reach)
    assert event.uid.value == f"activity-7@{urlsplit(django_settings.SITE_URL).hostname}"
    assert event.sequence.value == "3"
    assert event.last_modified.value.astimezone(UTC) == NOW
    assert event.status.value == "CONFIRMED"
    assert event.categories.value == ["Planerad", "Boende", "Unga, 13–19"]
    assert "Målgrupp: Boende, Unga, 13–19\nKanal: Webb" in event.description.value
    assert event.url.value.endswith("/planer/planen/insatser/mote/")


@pytest.mark.parametrize(
    ("status", "said", "summary"),
    [
        (Status.IDEA, "TENTATIVE", "Möte"),
        (Status.ANCHORED, "CONFIRMED", "Möte"),
        (Status.DONE, "CONFIRMED", "Möte"),
        (Status.CANCELLED, "CANCELLED", "Inställd: Möte"),
    ],
)
def test_how_far_it_has_come(status: str, said: str, summary: str) -> None:
    event = only(activity(status=status))
    assert (event.status.value, event.summary.value) == (said, summary)


def test_a_reminder_comes_the_day_before_unless_it_is_over() -> None:
    whole = only(activity(), reminds=True).valarm
    assert (whole.action.value, whole.trigger.value) == ("DISPLAY", timedelta(hours=-15))
    timed = only(activity(starts_time=time(10)), reminds=True).valarm
    assert timed.trigger.value == timedelta(days=-1)
    for status in (Status.DONE, Status.CANCELLED):
        assert "VALARM" not in written(activity(status=status), reminds=True)
    assert "VALARM" not in written(activity())


def test_what_has_no_day_is_left_out() -> None:
    undated = [activity(kind, "", pk=n) for n, kind in enumerate(["continuous", "as_needed", ""])]
    assert not hasattr(read(written(*undated)), "vevent")


def test_a_recurrence_is_a_rule_that_ends_with_the_year() -> None:
    row = activity("recurrence", "2027-01-05", recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    text = written(row)
    assert "RRULE:FREQ=WEEKLY;UNTIL=20271231;INTERVAL=2;BYDAY=TU\r\n" in text
    row.starts_time = time(10)
    assert "UNTIL=20271231T225959Z" in written(row), "a moment in UTC, as the standard has it"


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=YEARLY;BYWEEKNO=12;BYDAY=TU",
    ],
)
def test_what_programs_read_otherwise_is_written_as_single_events(text: str) -> None:
    row = activity("recurrence", "2027-01-04", recurrence=text)
    assert not ical.reads_alike(Rule.parse(text))
    events = read(written(row)).vevent_list
    days = [event.dtstart.value for event in events]
    assert days == [one.starts_on for one in happenings(row, Span.of_year(2027))]
    assert len({event.uid.value for event in events}) == len(events)
    assert "RRULE" not in written(row).split("END:VTIMEZONE")[1]


RULES = st.sampled_from(
    [
        "FREQ=DAILY;INTERVAL=5",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;COUNT=4",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU;UNTIL=20270901",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYWEEKNO=1",
        "FREQ=YEARLY",
    ]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=120)


@settings(max_examples=150)
@given(
    kind=st.sampled_from(list(TimingKind)),
    first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    length=st.integers(0, 20),
    rule=RULES,
    at=st.one_of(st.none(), st.times().map(lambda t: t.replace(microsecond=0, fold=0))),
    words=WORDS,
)
def test_another_library_reads_the_same_days_and_words(
    kind: str, first: date, length: int, rule: str, at: time | None, words: str
) -> None:
    row = activity(
        kind,
        first.isoformat(),
        (first + timedelta(length)).isoformat(),
        name=words,
        starts_time=at,
        recurrence=rule if kind == "recurrence" else "",
    )
    file = read(written(row))
    expected = list(happenings(row, EVER))
    found = sorted(span for event in getattr(file, "vevent_list", []) for span in spans(event))
    assert found == [(one.starts_on, one.ends_on) for one in expected]
    for event in getattr(file, "vevent_list", []):
        assert event.summary.value == (" ".join(words.split()) or "(utan text)")
        if at is not None:
            assert event.dtstart.value.time() == at


def spans(event: Any) -> Iterator[tuple[date, date]]:
    """The days of every time that an event happens, by dateutil's reading of its rule."""
    begins = event.dtstart.value
    is_whole = not isinstance(begins, datetime)
    first = begins if is_whole else begins.date()
    last = first
    if hasattr(event, "dtend"):
        end = event.dtend.value
        last = end - timedelta(1) if is_whole else (end - timedelta(seconds=1)).date()
    days = [first]
    if hasattr(event, "rrule"):
        start = datetime.combine(first, time()) if is_whole else begins
        days = [at.date() for at in rrule.rrulestr(event.rrule.value, dtstart=start)]
    for day in days:
        yield day, day + (last - first)


def test_the_rule_of_summer_time_is_that_of_the_clocks() -> None:
    """The one written here has no end; the library's stops in 2037."""
    zone = read(written(activity())).vtimezone.tzinfo
    for year in range(2020, 2061):
        for month in range(1, 13):
            for day in (1, 26, 28):
                here = datetime(year, month, day, 12, tzinfo=ical.ZONE)
                theirs = datetime(year, month, day, 12, tzinfo=zone)
                assert here.utcoffset() == theirs.utcoffset(), here
    assert timezone.get_default_timezone_name() == ical.ZONE.key


def test_the_fingerprint_changes_with_all_that_the_file_is_made_of() -> None:
    """What stands in other rows too: the plan's title, the names of target groups."""
    other = Plan(pk=1, slug="planen", title="Nytt namn")
    renamed = activity()
    renamed.node = Node(plan=other, key="mote")
    files = [
        ("Året", [activity()], {7: Reach()}),
        ("Nästa", [activity()], {7: Reach()}),
        ("Året", [], {}),
        ("Året", [activity(version=2, place="Torget")], {7: Reach()}),
        ("Året", [renamed], {7: Reach()}),
        ("Året", [activity()], {7: Reach(("Boende",))}),
    ]
    prints = [ical.fingerprint(*file) for file in files]
    assert len(set(prints)) == len(files) == len({ical.calendar(*file) for file in files})
    assert ical.fingerprint(*files[0]) == prints[0] != ical.fingerprint(*files[0], reminds=True)
