"""Which review comes next, of many agreements at once: as the calendar of each says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.due import standing_of
from evaluations.enums import NoticeKind, ReviewState
from evaluations.matters import SOURCES
from evaluations.models import Review
from evaluations.next_review import NextReview, next_reviews
from plans.models import Agreement
from tests.people import World

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 15)


def agreement(slug: str = "a", **values: Any) -> Agreement:
    wanted = {"review_anchor": date(2026, 7, 1), "review_interval": 6, **values}
    return Agreement.objects.create(title=slug, slug=slug, **wanted)


def close(of: Agreement, number: int, start: date, end: date) -> None:
    Review.objects.create(
        agreement=of,
        number=number,
        state="closed",
        closed_at=timezone.now(),
        period_start=start,
        period_end=end,
        minutes_number=number,
    )


def of(one: Agreement, today: date = TODAY) -> NextReview | None:
    return next_reviews([one], today).get(one.pk)


def test_the_one_that_came_due_last_is_next_until_it_is_closed() -> None:
    one = agreement()
    assert of(one, date(2026, 12, 1)) == NextReview(1, date(2027, 1, 1))
    assert of(one) == NextReview(1, date(2027, 1, 1))
    assert NextReview(1, date(2027, 1, 1)).lateness(TODAY) == "försenad"
    close(one, 1, date(2026, 7, 1), date(2027, 1, 1))
    assert of(one) == NextReview(2, date(2027, 7, 1))
    assert NextReview(2, date(2027, 7, 1)).lateness(TODAY) == ""


def test_one_that_is_called_counts_by_its_meeting() -> None:
    one = agreement()
    meeting = datetime(2027, 6, 20, 22, 30, tzinfo=UTC)  # 00.30 the day after in Sweden
    Review.objects.create(agreement=one, number=1, meets_at=meeting)
    found = of(one)
    assert found == NextReview(1, date(2027, 1, 1), "planned", meeting)
    assert found.day == date(2027, 6, 21)
    assert found.lateness(date(2027, 6, 21)) == ""
    assert found.lateness(date(2027, 6, 22)) == "försenad"


def test_there_is_none_without_an_anchor_and_long_after_the_last_day() -> None:
    assert of(agreement("utan", review_anchor=None)) is None
    ended = agreement("slut", ends_on=date(2027, 5, 11))
    assert of(ended, date(2027, 6, 15)) == NextReview(2, date(2027, 5, 11))
    assert of(ended, date(2027, 6, 16)) is None
    all_gone_through = agreement("snart", ends_on=date(2027, 6, 30))
    close(all_gone_through, 1, date(2026, 7, 1), date(2027, 7, 1))
    assert of(all_gone_through) is None


def test_the_last_one_is_due_on_the_last_day() -> None:
    one = agreement("snart", ends_on=date(2027, 6, 30))
    close(one, 1, date(2026, 7, 1), date(2027, 1, 1))
    assert of(one) == NextReview(2, date(2027, 6, 30))
    Agreement.objects.create(title="b", slug="b", renews=one)
    assert of(one) is None, "the agreement that renews it has the plans"


def test_many_agreements_are_one_question() -> None:
    for number in range(5):
        agreement(f"a{number}")
    many = list(Agreement.objects.select_related("renewed_by").order_by("pk"))
    close(many[2], 1, date(2026, 7, 1), date(2027, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        found = next_reviews(many, TODAY)
    assert len(queries) == 1
    assert [found[one.pk].number for one in many] == [1, 1, 2, 1, 1]


def test_one_more_question_tells_where_those_begin_that_renew_others() -> None:
    for number in range(3):
        old = agreement(f"a{number}")
        close(old, 1, date(2026, 7, 1), date(2027, 1, 1))
        agreement(f"b{number}", renews=old, review_anchor=date(2025, 3, 1))
    rows = Agreement.objects.filter(renews__isnull=False).select_related("renewed_by")
    many = list(rows.order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        found = next_reviews(many, date(2027, 2, 1))
    assert len(queries) == 2
    # Counted from 1 March 2025 the fourth is the first that is due after what is gone through.
    assert [found[one.pk] for one in many] == [NextReview(4, date(2027, 3, 1))] * 3


def test_one_that_is_held_and_not_closed_is_not_called_late() -> None:
    held = NextReview(1, date(2027, 1, 1), ReviewState.HELD)
    assert held.lateness(date(2027, 1, 1)) == ""
    assert held.lateness(TODAY) == "inte avslutad"


def test_a_reminder_of_one_that_is_held_says_that_it_is_not_closed(world: World) -> None:
    world.agreement.review_anchor, world.agreement.ends_on = date(2026, 7, 1), None
    world.agreement.save()
    Review.objects.create(
        agreement=world.agreement, number=1, state=ReviewState.HELD, begun_at=timezone.now()
    )
    [matter, *_later] = SOURCES[NoticeKind.REVIEW](standing_of(world.agreement, TODAY))
    assert "är inte avslutad" in matter.subject
    assert "skulle ha hållits" not in matter.text
