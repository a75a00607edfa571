"""Of what calendars show as many as is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate

from accounts.models import User
from activities.models import Activity, ActivityPlan, SchoolBreak, YearSettings
from activities.services.feeds import make_feed
from plans.models import Agreement, Node, Party, Plan, Reference, TargetGroup
from tests.people import make_plan

YEAR = localdate().year  # a feed goes back to the year before


def calendar_paths(
    agreement: Agreement, user: User, foreign: Agreement, how_many: int
) -> dict[str, Sequence[object]]:
    """Pages and a feed with so many activities, breaks and addresses, here and at the neighbour's."""
    plan = make_plan(agreement, f"aret-{how_many}")
    YearSettings.objects.update_or_create(agreement=foreign, defaults={"shares_dates": True})
    shared = make_plan(foreign, f"delad-{how_many}")
    if not Party.objects.filter(agreement=foreign, organisation__parties__agreement=agreement):
        raise ValueError("the two agreements share no party")
    for number in range(how_many):
        day = date(YEAR, 2, 1 + number)
        SchoolBreak.objects.create(agreement=agreement, name="Lov", starts_on=day, ends_on=day)
        for of in (plan, shared):
            _activity(of, f"i-kalendern-{number}")
        make_feed(by=user, plan=plan)
    _feed, token = make_feed(by=user, agreement=agreement)
    return {
        "activities:year_settings": [agreement.slug],
        "activities:own_feeds": [],
        "activities:calendar": [token],
        "activities:nearby": [plan.slug, "i-kalendern-0"],
    }


def _activity(plan: Plan, key: str) -> None:
    activity_plan, _new = ActivityPlan.objects.get_or_create(plan=plan, year=YEAR)
    row = Activity.objects.create(
        node=Node.objects.create(plan=plan, key=key),
        activity_plan=activity_plan,
        name=key,
        timing_kind="date",
        starts_on=date(YEAR, 2, 1),
        status="planned",
        section=plan.sections.filter(kind="activities").first(),
    )
    for group in TargetGroup.objects.filter(node__plan=plan):
        Reference.objects.create(source=row.node, field="audience", target=group.node)
