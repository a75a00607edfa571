"""A review's meeting as an iCalendar file (RFC 5545), for the notice that tells of it."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone

from activities.ical import PRODUCT, SUMMER_TIME, ZONE
from core.site import absolute

if TYPE_CHECKING:
    from .due import Meeting

# A review says when it begins; calendars want to know how long it takes too.
USUAL_LENGTH = timedelta(hours=2)


def meeting_file(meeting: Meeting) -> bytes:
    """The meeting as one event: a later file with the same UID moves it. The same meeting, the same bytes."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(Timezone.from_ical(SUMMER_TIME))
    begins = meeting.at.astimezone(ZONE)
    event = Event()
    event.add("uid", f"review-{meeting.review}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", meeting.at.astimezone(UTC))
    event.add("sequence", meeting.version - 1)
    event.add("summary", meeting.title)
    event.add("dtstart", begins)
    event.add("dtend", (meeting.at.astimezone(UTC) + USUAL_LENGTH).astimezone(ZONE))
    event.add("url", absolute(meeting.link))
    if meeting.place:
        event.add("location", meeting.place)
    file.add_component(event)
    return bytes(file.to_ical())
