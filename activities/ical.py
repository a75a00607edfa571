"""Activities as an iCalendar file (RFC 5545, with the names of RFC 7986), as calendar programs read it.

Outlook, Google and Apple are the narrow doors: none of them needs more than is written here, and
what one of them reads otherwise than RFC 5545 (weeks of the year, the 31st, a fifth Monday, several
days a month) is written as one event for each time, without a rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vRecur

from core.markdown import to_plain
from core.site import absolute
from core.version import VERSION
from plans.services.subjects import name_of

from .calendar.recurrence import Frequency, Rule
from .calendar.span import DAY
from .enums import Status
from .models import Activity
from .occurrences import EVER, Occurrence, happenings, series_of
from .ties import Reach
from .timing import timing_words

ZONE = ZoneInfo("Europe/Stockholm")
PRODUCT = "-//Samrad//Samrad//SV"
REFRESH = timedelta(hours=6)
DAY_BEFORE = timedelta(days=-1)
NINE_THE_DAY_BEFORE = timedelta(hours=-15)
SAFE_DAY = 28  # the last that every month has

# The rule since 1996, without an end: the library's own list of changes stops in 2037.
SUMMER_TIME = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def calendar(
    name: str,
    activities: Sequence[Activity],
    reach: Mapping[int, Reach],
    *,
    reminds: bool = False,
) -> bytes:
    """The file called ``name``, of those ``activities`` that have a day.

    They come with their ``node__plan`` and ``activity_plan``. With ``reminds`` the person is told
    the day before. The same activities always give the same bytes.
    """
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", ZONE.key)
    file.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT6H")
    file.add_component(Timezone.from_ical(SUMMER_TIME))
    for activity in activities:
        for event in _events(activity, reach.get(activity.pk, Reach()), reminds=reminds):
            file.add_component(event)
    return bytes(file.to_ical())


def fingerprint(
    name: str,
    activities: Sequence[Activity],
    reach: Mapping[int, Reach],
    *,
    reminds: bool = False,
) -> str:
    """The SHA-256 of all that such a file is made of: as long as it is the same, so is the file.

    Each save of an activity counts up its ``version``. Much quicker than the file: calendar programs
    ask several times a day whether there is anything new.
    """
    rows = [
        (
            one.pk,
            one.version,
            one.changed_at,
            one.activity_plan_id,
            one.node.key,
            plan.slug,
            plan.title,
            reach.get(one.pk),
        )
        for one in activities
        for plan in (one.node.plan,)
    ]
    known = repr((VERSION, settings.SITE_URL, name, reminds, rows))
    return hashlib.sha256(known.encode()).hexdigest()


def _events(activity: Activity, reach: Reach, *, reminds: bool) -> Iterator[Event]:
    """One event; one for each time where these cannot be written as a rule that all programs read."""
    found = list(happenings(activity, EVER))
    series = series_of(activity)
    if series is not None and len(found) > 1 and reads_alike(series.rule):
        event = _event(found[0], reach, reminds=reminds)
        event.add("rrule", _rule(series.rule, is_whole=found[0].is_whole))
        yield event
        return
    for one in found:
        mark = f"-{one.starts_on:%Y%m%d}" if len(found) > 1 else ""
        yield _event(one, reach, mark=mark, reminds=reminds)


def reads_alike(rule: Rule) -> bool:
    """Whether Outlook, Google and Apple take ``rule``, written out, for the same days.

    Outlook knows no weeks of the year, moves the 31st to the last day of a shorter month and a fifth
    weekday to the last, and takes one day a month.
    """
    if rule.week is not None:
        return False
    if rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}:
        return True
    is_one = len(rule.month_days) + len(rule.weekdays) == 1
    is_everywhere = all(day <= SAFE_DAY for day in rule.month_days)
    return is_one and is_everywhere and all(weekday.nth < 5 for weekday in rule.weekdays)


def _event(one: Occurrence, reach: Reach, *, reminds: bool, mark: str = "") -> Event:
    activity = one.activity
    event = Event()
    event.add("uid", f"activity-{activity.pk}{mark}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", activity.changed_at.astimezone(UTC))
    event.add("last-modified", activity.changed_at.astimezone(UTC))
    event.add("sequence", activity.version - 1)
    event.add("summary", _summary(activity))
    event.add("description", _description(activity, reach))
    event.add("url", absolute(activity.get_absolute_url()))
    event.add("status", STATUSES[activity.status])
    event.add("categories", [capfirst(activity.get_status_display()), *reach.audience])
    event.add("transp", "TRANSPARENT" if one.is_whole else "OPAQUE")
    if activity.place:
        event.add("location", _line(activity.place))
    for name, moment in _moments(one):
        event.add(name, moment)
    if reminds and activity.status not in OVER:
        event.add_component(_alarm(one))
    return event


STATUSES: dict[str, str] = {
    Status.IDEA: "TENTATIVE",
    Status.PLANNED: "CONFIRMED",
    Status.ANCHORED: "CONFIRMED",
    Status.ONGOING: "CONFIRMED",
    Status.DONE: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}
OVER = {Status.DONE, Status.CANCELLED}


def _moments(one: Occurrence) -> Iterator[tuple[str, date | datetime]]:
    """Whole days end on the day after the last; what has no end time ends as it begins, or its day."""
    if one.starts_time is None:
        yield "dtstart", one.starts_on
        yield "dtend", one.ends_on + DAY
        return
    yield "dtstart", one.begins(ZONE)
    if one.ends_time is not None:
        yield "dtend", datetime.combine(one.ends_on, one.ends_time, ZONE)
    elif one.ends_on > one.starts_on:
        yield "dtend", datetime.combine(one.ends_on + DAY, time.min, ZONE)


def _rule(rule: Rule, *, is_whole: bool) -> vRecur:
    """The rule; where it is about times of day its end is a moment in UTC, as RFC 5545 has it."""
    written: vRecur = vRecur.from_ical(str(rule))
    if rule.until is not None and not is_whole:
        last = datetime.combine(rule.until, time(23, 59, 59), ZONE)
        written["UNTIL"] = [last.astimezone(UTC)]
    return written


def _alarm(one: Occurrence) -> Alarm:
    """A reminder at nine the day before, or a day before the time."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", name_of(one.activity))
    alarm.add("trigger", NINE_THE_DAY_BEFORE if one.is_whole else DAY_BEFORE)
    return alarm


def _summary(activity: Activity) -> str:
    """All of the name: lists may cut it, a calendar has nothing to click on."""
    name = _line(activity.name) or name_of(activity)
    return _("Inställd: %s") % name if activity.status == Status.CANCELLED else name


def _description(activity: Activity, reach: Reach) -> str:
    lines = (
        (_("Tid"), timing_words(activity)),
        (_("Syfte"), activity.purpose),
        (_("Målgrupp"), ", ".join(reach.audience) or activity.audience_words),
        (_("Kanal"), ", ".join(reach.channels) or activity.channel_words),
        (_("Ansvarig"), activity.responsible),
        (_("Plan"), activity.node.plan.title),
    )
    return "\n".join(f"{label}: {to_plain(words)}" for label, words in lines if words)


def _line(text: str) -> str:
    return " ".join(text.split())
