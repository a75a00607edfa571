"""The kinds of print of this app: a year's activity plan, and an activity on one page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.prints.kinds import Crumb, Place, PrintKind, register
from core.prints.models import Rendering
from plans.models import Plan
from plans.permissions import plan_abilities
from plans.services.subjects import name_of

from .asked import sees_years
from .models import Activity, ActivityPlan
from .printing import brief_renderer, year_renderer
from .services.prints import BRIEF_KIND, WITH_IDEAS, YEAR_KIND


def year_place(user: User, rendering: Rendering) -> Place | None:
    """For those who may see the year; with ideas, for those who may read the working text."""
    rows = ActivityPlan.objects.filter(plan__in=Plan.objects.visible_to(user))
    found = rows.select_related("plan__agreement").filter(pk=rendering.subject_id).first()
    if found is None:
        return None
    abilities = plan_abilities(user, found.plan)
    if not sees_years(found.plan, abilities):
        return None
    if rendering.record == WITH_IDEAS and not abilities.read_draft:
        return None
    slug, year = found.plan.slug, found.year
    title = _("Aktivitetsplan %s") % year
    return Place(
        title=title,
        file_name=f"{slug}-{year}.pdf",
        ask=reverse("activities:print_year", args=[slug, year]),
        way=_way(found.plan, Crumb(title, found.get_absolute_url())),
    )


def brief_place(user: User, rendering: Rendering) -> Place | None:
    """For those who plan it: the brief says what is missing, too."""
    rows = Activity.objects.visible_to(user).select_related("node__plan__agreement")
    found = rows.filter(pk=rendering.subject_id).first()
    if found is None or not plan_abilities(user, found.node.plan).read_draft:
        return None
    plan, key = found.node.plan, found.node.key
    return Place(
        title=name_of(found),
        file_name=f"{key}.pdf",
        ask=reverse("activities:print_brief", args=[plan.slug, key]),
        way=_way(plan, Crumb(name_of(found), found.get_absolute_url())),
    )


def _way(plan: Plan, last: Crumb) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Start"), reverse("start")),
        Crumb(plan.agreement.title, plan.agreement.get_absolute_url()),
        Crumb(plan.title, plan.get_absolute_url()),
        last,
        Crumb(_("Utskrift"), ""),
    )


register(
    PrintKind(
        name=YEAR_KIND,
        typeset="activities.typesetting.typeset_year",
        renderer_version=year_renderer,
        place=year_place,
    )
)
register(
    PrintKind(
        name=BRIEF_KIND,
        typeset="activities.typesetting.typeset_brief",
        renderer_version=brief_renderer,
        place=brief_place,
    )
)
