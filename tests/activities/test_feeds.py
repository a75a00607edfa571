"""Calendar feeds: made, fetched without signing in, taken back; roles are asked at every fetch."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, ActivityPlan, CalendarFeed
from activities.services import feeds
from activities.services.efforts import set_people
from core.models import Change
from plans.models import Agreement, Membership, Node, Plan
from plans.services.rows import save_row
from tests.people import World

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
PAGE = "/konto/kalendrar/"


def put(plan: Plan, key: str, year: int = YEAR, **values: Any) -> Activity:
    """An activity with a day in a year of ``plan``."""
    activity_plan, _new = ActivityPlan.objects.get_or_create(plan=plan, year=year)
    return Activity.objects.create(
        node=Node.objects.create(plan=plan, key=key),
        activity_plan=activity_plan,
        **{
            "name": key.capitalize(),
            "timing_kind": "date",
            "starts_on": date(year, 5, 1),
            "status": Status.PLANNED,
            **values,
        },
    )


def address(by: User, **of: Any) -> str:
    _feed, token = feeds.make_feed(by=by, **of)
    return reverse("activities:calendar", args=[token])


def names(path: str) -> list[str] | int:
    """What a stranger's calendar program is told at an address: names, or the status of a refusal."""
    answer = Client().get(path)
    if answer.status_code != 200:
        return answer.status_code
    return re.findall("SUMMARY:(.*)\r\n", answer.content.decode())


def test_the_address_is_shown_once_and_stored_nowhere(world: World, client: Client) -> None:
    client.force_login(world.communicator)
    posted = {"what": f"plan:{world.in_force.slug}"}
    text = client.post(PAGE, posted).content.decode()
    found = re.search(r'value="http[^"]+(/kalender/([^"]+)\.ics)"', text)
    assert found
    path, token = found.groups()
    assert len(token) >= 43
    assert Client().get(path).status_code == 200
    [feed] = CalendarFeed.objects.all()
    assert (feed.user, feed.plan) == (world.communicator, world.in_force)
    assert feed.token_sha256 == feeds.digest(token)
    [change] = Change.objects.filter(kind="calendar_feed")
    assert change.scope == f"user:{world.communicator.pk}"
    assert token not in f"{vars(feed)}{change.after}{dict(client.session)}"
    assert token not in client.get(PAGE).content.decode()


def test_feeds_of_a_plan_an_agreement_and_ones_own(world: World) -> None:
    mine = put(world.in_force, "mitt")
    mine.people.add(world.communicator)
    put(world.in_force, "annat")
    put(world.draft, "i-utkastet")
    put(world.foreign, "grannens-eget")
    put(world.in_force, "gammalt", year=YEAR - 2)
    put(world.in_force, "forra-aret", year=YEAR - 1)
    put(world.in_force, "utan-dag", timing_kind="continuous", starts_on=None)
    by = world.communicator
    assert names(address(by, plan=world.in_force)) == ["Mitt", "Annat", "Forra-aret"]
    assert names(address(by, agreement=world.agreement)) == [
        *("Mitt", "Annat", "I-utkastet", "Forra-aret"),
    ]
    assert names(address(by)) == ["Mitt"]
    assert "BEGIN:VALARM" in Client().get(address(by)).content.decode()
    assert "BEGIN:VALARM" not in Client().get(address(by, plan=world.in_force)).content.decode()


def test_who_only_reads_sees_no_ideas_and_no_plan_that_was_never_adopted(world: World) -> None:
    put(world.in_force, "ide", status=Status.IDEA)
    put(world.in_force, "planerat")
    put(world.draft, "i-utkastet")
    assert names(address(world.reader, agreement=world.agreement)) == ["Planerat"]
    assert names(address(world.reader, plan=world.draft)) == 404
    assert names(address(world.director, plan=world.in_force)) == ["Ide", "Planerat"]


def test_one_whose_membership_has_ended_is_answered_as_if_the_address_were_none(
    world: World, client: Client
) -> None:
    mine = put(world.in_force, "mitt")
    mine.people.add(world.communicator)
    by = world.communicator
    paths = [address(by, plan=world.in_force), address(by, agreement=world.agreement), address(by)]
    assert [names(path) for path in paths] == [["Mitt"]] * 3
    Membership.objects.filter(user=by).update(ended_at=timezone.now())
    assert [names(path) for path in paths] == [404] * 3
    absent = client.get(reverse("activities:calendar", args=["finns-inte"]))
    assert client.get(paths[0]).content == absent.content


def test_a_person_shut_out_is_answered_as_if_the_address_were_none(world: World) -> None:
    path = address(world.communicator, plan=world.in_force)
    User.objects.filter(pk=world.communicator.pk).update(is_active=False)
    assert names(path) == 404


def test_a_role_that_shrinks_shows_less(world: World) -> None:
    put(world.in_force, "ide", status=Status.IDEA)
    path = address(world.communicator, plan=world.in_force)
    assert names(path) == ["Ide"]
    Membership.objects.filter(user=world.communicator).update(role="reader")
    assert names(path) == []


def test_an_address_taken_back_answers_no_more(world: World, client: Client) -> None:
    client.force_login(world.communicator)
    path = address(world.communicator, plan=world.in_force)
    feed = CalendarFeed.objects.get()
    answer = client.post(reverse("activities:revoke_feed", args=[feed.pk]), follow=True)
    assert "Adressen gäller inte längre." in answer.content.decode()
    assert names(path) == 404
    again = client.post(reverse("activities:revoke_feed", args=[feed.pk]))
    assert again.status_code == 404
    assert Change.objects.filter(kind="calendar_feed", action="removed").count() == 1


def test_nobody_takes_back_the_address_of_another(world: World, client: Client) -> None:
    address(world.communicator, plan=world.in_force)
    feed = CalendarFeed.objects.get()
    client.force_login(world.coordinator)
    assert client.post(reverse("activities:revoke_feed", args=[feed.pk])).status_code == 404
    assert feed.plan is not None
    assert feed.plan.title not in client.get(PAGE).content.decode().split("<form class")[0]
    with pytest.raises(PermissionDenied):
        feeds.revoke_feed(feed=feed, by=world.coordinator)


def test_only_what_one_sees_can_be_chosen(world: World, client: Client) -> None:
    client.force_login(world.communicator)
    for what in (f"plan:{world.foreign.slug}", "plan:finns-inte", "overenskommelse:forbundet", ""):
        assert client.post(PAGE, {"what": what}).status_code == 422
    for of in ({"plan": world.foreign}, {"agreement": world.neighbours_agreement}):
        with pytest.raises(PermissionDenied):
            feeds.make_feed(by=world.communicator, **of)
    assert not CalendarFeed.objects.exists()


def test_addresses_do_not_pile_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_FEEDS", 1)
    feeds.make_feed(by=world.communicator)
    with pytest.raises(ValidationError):
        feeds.make_feed(by=world.communicator)
    feeds.make_feed(by=world.coordinator)


def test_a_calendar_program_asks_again_for_nothing_new_and_gets_nothing(world: World) -> None:
    row = put(world.in_force, "traff")
    path = address(world.communicator, plan=world.in_force)
    first = Client().get(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert "Last-Modified" in first
    assert not first.cookies
    same = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    Activity.objects.filter(pk=row.pk).update(dropped_at=timezone.now())
    after = Client().get(
        path,
        headers={"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]},
    )
    assert after.status_code == 200
    late = Client().get(path, headers={"If-Modified-Since": first["Last-Modified"]})
    assert late.status_code == 200, "what was taken out leaves no later date behind"
    assert Client().post(path).status_code == 405


def test_what_is_saved_is_told_as_newer(world: World) -> None:
    """A calendar program takes over what has a higher number and a later time than it knows."""
    row = put(world.in_force, "traff")
    row.changed_at = timezone.now() - timedelta(days=1)
    Activity.objects.filter(pk=row.pk).update(changed_at=row.changed_at)
    path = address(world.communicator, plan=world.in_force)
    seen = [told(path)]
    row = Activity.objects.select_related("node__plan").get(pk=row.pk)
    save_row(
        row=row, values={"place": "Torget"}, base_version=1, base_values={}, by=world.communicator
    )
    seen.append(told(path))
    row.refresh_from_db()
    set_people(activity=row, people=[world.communicator], by=world.communicator)
    seen.append(told(path))
    assert sorted(seen) == seen
    assert [number for number, _at in seen] == ["0", "1", "2"]
    assert len({at for _number, at in seen[:2]}) == 2


def told(path: str) -> tuple[str, str]:
    """The number and the time of change of the one event at an address."""
    text = Client().get(path).content.decode()
    [number], [at] = re.findall("SEQUENCE:(.*)\r", text), re.findall("LAST-MODIFIED:(.*)\r", text)
    return number, at


def test_a_feed_of_an_agreement_follows_it_when_it_is_renewed(world: World) -> None:
    put(world.in_force, "traff")
    path = address(world.communicator, agreement=world.agreement)
    new = Agreement.objects.create(title="Ny", slug="ny", kind="agreement", renews=world.agreement)
    Plan.objects.filter(pk=world.in_force.pk).update(agreement=new)
    assert names(path) == 404
    Membership.objects.create(agreement=new, user=world.communicator, role="communicator")
    assert names(path) == ["Traff"]


def test_a_fetch_asks_as_often_for_many_as_for_one(
    world: World, django_assert_num_queries: Any
) -> None:
    path = address(world.communicator, plan=world.in_force)
    asked = 4
    for count in (1, 20):
        for number in range(count):
            put(world.in_force, f"mote-{count}-{number}")
        with django_assert_num_queries(asked):
            Client().get(path)
