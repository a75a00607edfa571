"""Which reviews are told of, on which days, to whom: until they are held, and not for ever."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from evaluations import emails
from evaluations.enums import NoticeKind
from evaluations.models import Review
from tests.people import World

from .telling import SEATS, anchored, closed, due, names

pytestmark = pytest.mark.django_db


def test_a_review_is_told_to_the_seats_and_the_coordinators(world: World) -> None:
    anchored(world, date(2027, 8, 31))
    found = due(world, date(2028, 2, 15), NoticeKind.REVIEW)
    assert names(found) == SEATS
    assert {(one.matter.day, one.offset) for one in found} == {(date(2028, 2, 29), 14)}
    assert "om 14 dagar, 29 februari 2028" in found[0].matter.text
    assert found[0].reason == "översyn, 14 dagar före 29 februari 2028"


def test_a_review_is_asked_for_weekly_until_it_is_closed(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    [first, *_] = due(world, date(2027, 8, 10), NoticeKind.REVIEW)
    assert (first.offset, "försenad" in first.matter.subject) == (-7, True)
    closed(agreement, 1)
    assert due(world, date(2027, 8, 10), NoticeKind.REVIEW) == []


def test_only_the_review_that_came_due_last_is_asked_for(world: World) -> None:
    anchored(world, date(2017, 1, 31))
    assert len({one.matter.key for one in due(world, date(2027, 8, 10), NoticeKind.REVIEW)}) == 1


def test_one_that_a_later_one_covers_is_not_asked_for(world: World) -> None:
    """The first is late, and the second was held early: closing refuses the first from then on."""
    agreement = anchored(world, date(2027, 1, 31))
    Review.objects.create(agreement=agreement, number=1)
    closed(agreement, 2)
    assert due(world, date(2027, 8, 10), NoticeKind.REVIEW) == []
    asked = due(world, date(2028, 7, 1), NoticeKind.REVIEW)
    assert {one.matter.key for one in asked} == {f"review:{agreement.pk}:3"}


def test_one_that_a_shorter_interval_skips_is_not_asked_for(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 1), review_interval=12)
    closed(agreement, 1, end=date(2028, 1, 1))
    anchored(world, date(2027, 1, 1), review_interval=6)
    assert due(world, date(2028, 2, 5), NoticeKind.REVIEW) == [], "2 was due as the first ended"
    assert {one.matter.day for one in due(world, date(2028, 6, 20), NoticeKind.REVIEW)} == {
        date(2028, 7, 1)
    }


def test_a_meeting_that_is_put_off_past_the_next_due_day_is_told_of_until_it_was(
    world: World,
) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    meets = datetime(2028, 2, 10, 11, 0, tzinfo=UTC)
    Review.objects.create(agreement=agreement, number=1, meets_at=meets)
    numbers = {
        day: {one.matter.key[-1] for one in due(world, day, NoticeKind.REVIEW)}
        for day in (date(2028, 2, 9), date(2028, 2, 14))
    }
    assert numbers == {date(2028, 2, 9): {"1", "2"}, date(2028, 2, 14): {"2"}}


def test_the_last_review_is_due_on_the_agreements_last_day_and_told_of_for_some_weeks_more(
    world: World,
) -> None:
    anchored(world, date(2027, 1, 31), ends_on=date(2027, 7, 30))
    offsets = {
        day: {(one.matter.day, one.offset) for one in due(world, day, NoticeKind.REVIEW)}
        for day in (date(2027, 7, 17), date(2027, 8, 17), date(2027, 9, 3), date(2027, 9, 4))
    }
    last_day = date(2027, 7, 30)
    assert list(offsets.values()) == [{(last_day, 14)}, {(last_day, -14)}, {(last_day, -35)}, set()]


def test_a_last_meeting_after_the_agreements_last_day_is_told_of_and_prepared(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31), ends_on=date(2027, 7, 30))
    meets = datetime(2027, 8, 20, 11, 0, tzinfo=UTC)
    review = Review.objects.create(agreement=agreement, number=1, meets_at=meets)
    kinds = (NoticeKind.REVIEW, NoticeKind.PACK)
    told = {
        day: {(kind, one.offset) for kind in kinds for one in due(world, day, kind)}
        for day in (date(2027, 8, 13), date(2027, 8, 20), date(2027, 9, 24), date(2027, 9, 25))
    }
    assert list(told.values()) == [
        {(NoticeKind.REVIEW, 14), (NoticeKind.PACK, 7)},
        {(NoticeKind.REVIEW, 0), (NoticeKind.PACK, 7)},
        {(NoticeKind.REVIEW, -35)},
        set(),
    ]
    Review.objects.filter(pk=review.pk).update(
        state="closed",
        closed_at=timezone.now(),
        period_start=date(2027, 1, 31),
        period_end=date(2027, 7, 31),
        minutes_number=1,
    )
    assert due(world, date(2027, 8, 27), NoticeKind.REVIEW) == []


def test_a_meeting_is_told_of_by_its_own_day_and_comes_as_a_file(world: World) -> None:
    agreement = anchored(world, date(2027, 1, 31))
    meets = datetime(2027, 7, 1, 11, 0, tzinfo=UTC)
    Review.objects.create(agreement=agreement, number=1, meets_at=meets, place="Stadshuset")
    found = due(world, date(2027, 6, 1), NoticeKind.REVIEW)
    assert {(one.matter.day, one.offset) for one in found} == {(date(2027, 7, 1), 30)}
    mail = emails.reminder(found[0])
    assert "Styrgruppen möts kl. 13.00, Stadshuset." in mail.text
    [file] = mail.attachments
    assert file["content_type"].startswith("text/calendar")
    [event] = Calendar.from_ical(b64decode(file["content"])).walk("VEVENT")
    assert event.decoded("dtstart") == meets
    assert event["location"] == "Stadshuset"
