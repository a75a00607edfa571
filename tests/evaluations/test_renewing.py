"""A renewed agreement goes on with its reviews, its picture and what was to be done; nothing is left behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from evaluations.due import find_due, standing_of
from evaluations.enums import NoticeKind
from evaluations.last_day import last_day
from evaluations.matters import SOURCES
from evaluations.models import ActionPoint, AgendaItem, ProblemArea, ReminderSettings, Review
from evaluations.next_review import next_reviews
from evaluations.pack import pack_of
from evaluations.periods import Calendar, calendar_of
from evaluations.services import action_points, closing, reminder_settings, review_rows, reviews
from evaluations.services.picture import point_to
from plans.models import Agreement, Plan
from plans.services.agreements import Period, renew, save_agreement
from plans.services.versions import withdraw_version
from tests.activities.year import make_activity, make_year
from tests.people import World
from tests.undefined import undefined as undefined

from .meetings import anchor, begun, called, effort_of_period, filled, tomorrow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ending(world: World) -> World:
    """Nothing waits for a decision; the agreement ends in 150 days, and its first review is due."""
    withdraw_version(version=world.proposed.versions.get(), by=world.coordinator)
    agreement = anchor(world.agreement)
    agreement.starts_on = agreement.review_anchor
    agreement.ends_on = localdate() + 150 * DAY
    agreement.save()
    return world


def renewed(world: World, *, counted_from: date | None = None, interval: int = 6) -> Agreement:
    old = Agreement.objects.get(pk=world.agreement.pk)
    assert old.ends_on is not None
    first = old.ends_on + DAY
    period = Period("Överenskommelse 2", first, first + 1400 * DAY, counted_from, interval)
    new = renew(agreement=old, period=period, by=world.coordinator)
    return Agreement.objects.select_related("renewed_by").get(pk=new.pk)


def require(agreement: Agreement) -> Calendar:
    calendar = calendar_of(Agreement.objects.get(pk=agreement.pk))
    assert calendar is not None
    return calendar


def closed_one(world: World) -> Review:
    return closing.close(review=filled(world), by=world.director).review


def item(review: Review, title: str) -> AgendaItem:
    row: AgendaItem = AgendaItem.objects.get(review=review, title=title)
    return row


# --- the days -------------------------------------------------------------------------------------


def test_the_first_review_begins_where_the_last_one_ended(ending: World) -> None:
    last = closed_one(ending)
    old = require(ending.agreement)
    new = renewed(ending)
    calendar = require(new)
    assert calendar.period(calendar.first_open).start == last.period_end
    assert not require(ending.agreement).exists(old.first_open), "its plans are not there any more"
    assert next_reviews([Agreement.objects.get(pk=ending.agreement.pk)], localdate()) == {}


def test_whoever_counts_from_the_new_first_day_leaves_nothing_out(ending: World) -> None:
    last = closed_one(ending)
    assert ending.agreement.ends_on is not None
    first_day = ending.agreement.ends_on + DAY
    calendar = require(renewed(ending, counted_from=first_day))
    assert calendar.anchor == first_day
    assert calendar.period(1).start == last.period_end


def test_without_any_closed_review_the_old_anchor_counts_on(ending: World) -> None:
    new = renewed(ending)
    assert new.review_anchor == ending.agreement.review_anchor
    third = Agreement.objects.create(
        title="3", slug="tre", renews=new, review_anchor=localdate() + 900 * DAY
    )
    assert require(third).period(1).start == ending.agreement.review_anchor


def test_the_form_proposes_the_end_of_what_has_been_gone_through(
    client: Client, ending: World
) -> None:
    client.force_login(ending.coordinator)
    address = reverse("renew", args=[ending.agreement.slug])
    anchor_now = ending.agreement.review_anchor
    field = 'name="review_anchor" value="{}"'
    assert field.format(anchor_now) in client.get(address).text
    last = closed_one(ending)
    assert field.format(last.period_end) in client.get(address).text


def test_every_activity_is_in_exactly_one_review_over_a_renewal(ending: World) -> None:
    agreement = ending.agreement
    start = agreement.review_anchor
    assert start is not None
    rows = []
    for step in range(0, 900, 13):
        day = start + step * DAY
        year = make_year(ending.in_force, ending.coordinator, year=day.year)
        rows.append(make_activity(year, ending.coordinator, f"{step}", starts_on=day.isoformat()))
    closed_one(ending)
    new = renewed(ending)
    for _review in range(5):
        _close_next(Agreement.objects.get(pk=new.pk))
    closed = Review.objects.closed().filter(agreement__in=[agreement, new])
    for row in rows:
        day = last_day(row)
        assert day is not None
        within = Q(period_start__lte=day, period_end__gt=day)
        assert closed.filter(within).count() == 1, day


def _close_next(agreement: Agreement) -> None:
    calendar = require(agreement)
    number = calendar.first_open
    period = calendar.period(number)
    values = {
        "state": "closed",
        "closed_at": timezone.now(),
        "period_start": period.start,
        "period_end": period.end,
        "minutes_number": number,
    }
    Review.objects.update_or_create(agreement=agreement, number=number, defaults=values)


# --- what goes along ------------------------------------------------------------------------------


def test_the_picture_goes_along_with_what_points_to_it(ending: World) -> None:
    activity = effort_of_period(ending)
    last = closed_one(ending)
    area = ProblemArea.objects.get(agreement=ending.agreement)
    point_to(activity=activity, wanted=[area.pk], base=[], by=ending.coordinator)
    new = renewed(ending)
    area.refresh_from_db()
    assert area.agreement == new
    assert list(area.activities.all()) == [activity]
    assert list(last.picture.values_list("area", flat=True)) == [area.pk], "then as it was"
    ProblemArea.objects.filter(pk=area.pk).update(trend="better")
    calendar = require(new)
    pack = pack_of(new, calendar.first_open, today=localdate())
    [change] = pack["picture"]["changes"]
    assert (change["name"], change["fields"][0]["now"]) == ("Inbrott i källare", "better")
    assert pack["last_review"]["number"] == 1
    assert [one["words"] for one in pack["actions"]["decisions"]] == [
        "Vi riktar insatserna mot söder."
    ]


def test_open_action_points_go_along_and_are_told_of_once(client: Client, ending: World) -> None:
    closed_one(ending)
    point = ActionPoint.objects.get(agreement=ending.agreement)
    done = ActionPoint.objects.create(
        agreement=ending.agreement, words="Gjort", done_at=timezone.now()
    )
    new = renewed(ending)
    point.refresh_from_db()
    done.refresh_from_db()
    assert (point.agreement, done.agreement) == (new, ending.agreement)
    pack = pack_of(new, require(new).first_open, today=localdate())
    assert [one["words"] for one in pack["actions"]["open"]] == ["Skriv till fastighetsägarna"]
    assert point.due_on is not None
    told = []
    for agreement in (ending.agreement, new):
        standing = standing_of(Agreement.objects.get(pk=agreement.pk), point.due_on)
        due = find_due(standing, {NoticeKind.ACTION: SOURCES[NoticeKind.ACTION]}).due
        told += [(agreement.pk, one.person) for one in due]
    assert told == [(new.pk, ending.director)]
    client.force_login(ending.coordinator)
    page = client.get(reverse("evaluations:actions", args=[new.slug])).text
    assert reverse("evaluations:minutes", args=[ending.agreement.slug, 1]) in page
    address = reverse("evaluations:action_done", args=[new.slug, point.pk])
    client.post(address, {"klart": "1", "words": "Skickat"})
    point.refresh_from_db()
    assert point.done_at is not None


def test_one_that_is_not_done_after_all_goes_over_too(ending: World) -> None:
    point = ActionPoint.objects.create(
        agreement=ending.agreement, words="Gjort", done_at=timezone.now(), done_words="Ja"
    )
    new = renewed(ending)
    action_points.mark_done(point=point, is_done=False, words="", by=ending.coordinator)
    point.refresh_from_db()
    assert (point.agreement, point.done_at) == (new, None)


def test_the_days_of_the_reminders_go_along(ending: World) -> None:
    reminder_settings.set_offsets(
        agreement=ending.agreement, offsets={"review": [20, 5]}, by=ending.coordinator
    )
    new = renewed(ending)
    assert reminder_settings.offsets_of(new)["review"] == (20, 5)
    assert ReminderSettings.objects.count() == 2, "those of the old one stay"


def test_a_review_that_is_called_goes_along_with_its_agenda(ending: World) -> None:
    closed_one(ending)
    review = reviews.call(
        agreement=ending.agreement,
        number=2,
        at=tomorrow(),
        place="Stadshuset",
        base_version=0,
        by=ending.coordinator,
    ).review
    left = item(review, "Kvar från översyn 1: Beslut och åtgärder sedan tidigare")
    new = renewed(ending)
    review.refresh_from_db()
    assert (review.agreement, review.number) == (new, require(new).first_open)
    assert review.meets_at == tomorrow()
    assert left.review_id == review.pk
    due = find_due(
        standing_of(Agreement.objects.get(pk=new.pk), localdate()),
        {NoticeKind.REVIEW: SOURCES[NoticeKind.REVIEW]},
    ).due
    assert {one.matter.key for one in due} == {f"review:{new.pk}:{review.number}"}


def test_what_the_last_review_left_is_on_the_agenda_of_the_next(ending: World) -> None:
    Agreement.objects.filter(pk=ending.agreement.pk).update(ends_on=localdate() - 20 * DAY)
    assert require(ending.agreement).final == 2
    review = called(ending, number=2)
    reviews.begin(review=review, by=ending.coordinator)
    review_rows.all_present(review=review, by=ending.coordinator)
    AgendaItem.objects.filter(review=review, kind="actions").update(is_left=True)
    assert closing.close(review=review, by=ending.director).next is None
    new = renewed(ending)
    [row] = Review.objects.filter(agreement=new)
    assert (
        item(row, "Kvar från översyn 2: Beslut och åtgärder sedan tidigare").left_from is not None
    )


def test_a_meeting_that_goes_on_stands_in_the_way(ending: World) -> None:
    begun(ending)
    with pytest.raises(ValidationError, match="Översyn 1 pågår"):
        renewed(ending)
    assert Plan.objects.filter(agreement=ending.agreement).exists(), "nothing is renewed"


# --- another interval -----------------------------------------------------------------------------


@pytest.mark.parametrize("interval", [3, 12, 48])
def test_the_next_review_lasts_the_new_interval_from_where_the_last_one_ended(
    client: Client, world: World, interval: int
) -> None:
    agreement = anchor(world.agreement, months_ago=19)
    for _review in range(3):
        _close_next(agreement)
    end = require(agreement).start
    client.force_login(world.administrator)
    address = reverse("administration:agreement", args=[agreement.pk])
    posted = {
        "title": agreement.title,
        "kind": agreement.kind,
        "starts_on": "",
        "ends_on": "",
        "review_anchor": str(agreement.review_anchor),
        "review_interval": str(interval),
    }
    page = client.post(address, posted, follow=True).text
    calendar = require(agreement)
    assert calendar.period(4).start == end
    months = (calendar.due(4).year - end.year) * 12 + calendar.due(4).month - end.month
    assert months == interval
    assert f"Nästa översyn är nummer {calendar.current(localdate())}, den " in page


def test_who_moves_the_anchor_too_has_it_so(world: World) -> None:
    agreement = anchor(world.agreement, months_ago=19)
    _close_next(agreement)
    agreement.review_interval = 12
    agreement.review_anchor = localdate() + 10 * DAY
    save_agreement(agreement=agreement, by=world.administrator)
    agreement.refresh_from_db()
    assert agreement.review_anchor == localdate() + 10 * DAY


def test_an_interval_before_anything_is_closed_is_counted_from_the_anchor(world: World) -> None:
    agreement = anchor(world.agreement)
    before = agreement.review_anchor
    agreement.review_interval = 12
    save_agreement(agreement=agreement, by=world.administrator)
    agreement.refresh_from_db()
    assert agreement.review_anchor == before


# --- the ways there -------------------------------------------------------------------------------


def test_a_link_in_a_mail_to_a_review_that_has_moved_leads_on(
    client: Client, ending: World
) -> None:
    begun_with = called(ending)
    old = [
        reverse(f"evaluations:{name}", args=[ending.agreement.slug, begun_with.number])
        for name in ("review", "review_pack")
    ]
    client.force_login(ending.director)
    assert [client.get(address).status_code for address in old] == [200, 200]
    new = renewed(ending)
    reviews_of_new = reverse("evaluations:reviews", args=[new.slug])
    for address in old:
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(reviews_of_new, 302)]
        assert "är förnyad" in answer.text
    listed_before = client.get(reverse("evaluations:reviews", args=[ending.agreement.slug]))
    assert reviews_of_new in listed_before.text


def test_an_ended_agreement_has_no_more_reviews_and_leads_nowhere(
    client: Client, ending: World, undefined: set[str]
) -> None:
    covered_until = closed_one(ending).period_end
    assert covered_until is not None
    Agreement.objects.filter(pk=ending.agreement.pk).update(ends_on=covered_until - DAY)
    client.force_login(ending.director)
    said = client.get(reverse("evaluations:reviews", args=[ending.agreement.slug])).text
    assert "Överenskommelsen har inga fler översyner" in said
    assert "är förnyad" not in said
    assert undefined == set()
    gone = reverse("evaluations:review", args=[ending.agreement.slug, 2])
    assert client.get(gone).status_code == 404


def test_it_leads_nobody_where_they_may_not_read(client: Client, ending: World) -> None:
    address = reverse("evaluations:review", args=[ending.agreement.slug, 1])
    new = renewed(ending)
    client.force_login(ending.director)
    assert client.get(address).status_code == 302
    new.memberships.filter(user=ending.director).update(ended_at=timezone.now())
    assert client.get(address).status_code == 404
    overview = client.get(reverse("evaluations:reviews", args=[ending.agreement.slug]))
    assert new.slug not in overview.text


def test_the_picture_of_the_old_agreements_reviews_can_be_compared(
    client: Client, ending: World
) -> None:
    last = closed_one(ending)
    new = renewed(ending)
    client.force_login(ending.director)
    address = reverse("evaluations:compare_picture", args=[new.slug])
    assert address in client.get(reverse("evaluations:picture", args=[new.slug])).text
    key = f"{ending.agreement.slug}-{last.number}"
    said = client.get(address, {"fran": key}).text
    assert f"Från Översyn {last.number}, {ending.agreement.title} till Nu" in " ".join(said.split())
    ending.agreement.memberships.filter(user=ending.director).update(ended_at=timezone.now())
    assert client.get(address, {"fran": key}).status_code == 404
