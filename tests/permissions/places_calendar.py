"""What the addresses of calendars, and of what an agreement decides about its years, stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from activities.models import Activity, ActivityPlan, CalendarFeed, SchoolBreak
from activities.services.feeds import digest
from plans.models import Agreement, Node, Plan
from tests.people import World

ABSENT = "finns-inte"
NOBODYS_ID = 987_654
Put = Callable[..., None]


def put_calendar(world: World, put: Put) -> None:
    """Settings of one's own agreement and a foreign one, feeds, what else happens."""
    _put_settings(world, put)
    _put_feeds(world, put)
    places = {"in-force": world.in_force, "draft": world.draft, "foreign": world.foreign}
    for word, plan in places.items():
        put("activities:nearby", word, plan.slug, activity_of(plan).node.key)
    put("activities:nearby", "absent", ABSENT, ABSENT)
    put("activities:nearby", "absent-key", world.in_force.slug, ABSENT)


def _put_settings(world: World, put: Put) -> None:
    for word, agreement in {"own": world.agreement, "foreign": world.neighbours_agreement}.items():
        for page in ("year_settings", "add_break"):
            put(f"activities:{page}", word, agreement.slug)
        put("activities:remove_break", word, agreement.slug, break_of(agreement).pk)
    for page in ("year_settings", "add_break"):
        put(f"activities:{page}", "absent", ABSENT)
    put("activities:remove_break", "absent", ABSENT, NOBODYS_ID)
    stray = break_of(world.neighbours_agreement)
    put("activities:remove_break", "stray", world.agreement.slug, stray.pk)


def _put_feeds(world: World, put: Put) -> None:
    put("activities:own_feeds", "-")
    people = {"director": world.director, "revoked": world.director, "former": world.former}
    for word, user in people.items():
        feed = CalendarFeed.objects.create(
            user=user,
            plan=world.in_force,
            token_sha256=digest(f"hemlig-{word}"),
            revoked_at=timezone.now() if word == "revoked" else None,
        )
        put("activities:calendar", word, f"hemlig-{word}")
        put("activities:revoke_feed", word, feed.pk)
    put("activities:calendar", "absent", ABSENT)
    put("activities:revoke_feed", "absent", NOBODYS_ID)


def break_of(agreement: Agreement) -> SchoolBreak:
    """A school break of ``agreement``."""
    day = date(2027, 2, 22)
    return SchoolBreak.objects.create(agreement=agreement, name="Lov", starts_on=day, ends_on=day)


def activity_of(plan: Plan) -> Activity:
    """A dated activity in a year of ``plan``, no longer a mere idea."""
    activity_plan, _new = ActivityPlan.objects.get_or_create(plan=plan, year=2027)
    return Activity.objects.create(
        node=Node.objects.create(plan=plan, key="i-kalendern"),
        activity_plan=activity_plan,
        name="I kalendern",
        timing_kind="date",
        starts_on=date(2027, 2, 22),
        status="planned",
    )
