"""Putting a year into its plan: a section on a page of its own whose activities stand in both."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activities.document import in_order
from activities.enums import Status
from activities.kind import KIND
from activities.lines import Line, load_lines
from activities.models import Activity, ActivityPlan
from activities.vocabulary import vocabulary_of
from core import changes
from plans.enums import Layout
from plans.lookup import section_in_bin
from plans.models import Section
from plans.services.sections import add_section, save_section
from plans.services.structure import lock
from plans.services.subjects import subject_of

NOT_PRINTED = (Status.IDEA, Status.CANCELLED)
WORDS = ("goal", "responsible")


@transaction.atomic
def put_in_plan(*, activity_plan: ActivityPlan, by: User) -> tuple[Section, int]:
    """The year as a section of the plan, and how many activities came into it.

    Those that stand in a section already stay there; ideas and what is called off are left out. A
    second time the section takes in what has come since. Taking the section out again, or
    back, is done as with every section. Raises ValidationError when there is nothing to put in.
    """
    plan = activity_plan.plan
    lock(plan)
    section = annex_of(activity_plan)
    lines = _outside(activity_plan)
    if not lines:
        raise ValidationError(_("Alla årets planerade insatser står redan i planen."))
    if section is None:
        heading = _heading(activity_plan)
        section = add_section(plan=plan, heading=heading, kind=KIND.name, by=by)
        save_section(
            section=section,
            values={"layout": Layout.WHEEL.value, "new_page": True, "numbering": ""},
            base_version=section.version,
            base_values={"layout": "", "new_page": False, "numbering": section.numbering},
            by=by,
        )
    position = Activity.objects.filter(section=section, removed_at__isnull=True).count()
    entries = [_put(line, section, position + number) for number, line in enumerate(lines)]
    changes.record_many(by=by, scope=subject_of(section).scope, entries=entries)
    return section, len(lines)


def annex_of(activity_plan: ActivityPlan) -> Section | None:
    """The section that the year was put into, unless it lies in the bin."""
    sections = activity_plan.plan.sections.live().filter(kind=KIND.name, layout=Layout.WHEEL)
    found = sections.filter(activity_items__activity_plan=activity_plan).distinct()
    return found.order_by("position", "pk").first()


def _outside(activity_plan: ActivityPlan) -> list[Line]:
    """The year's activities that the plan does not print, in the order of the wheel."""
    rows = (
        Activity.objects.in_year()
        .filter(activity_plan=activity_plan)
        .exclude(status__in=NOT_PRINTED)
        .annotate(section_in_bin=section_in_bin())
        .select_related("node__plan")
    )
    outside = [row for row in rows if row.section_id is None or row.section_in_bin]
    for row in outside:
        row.activity_plan = activity_plan
    lines = load_lines(outside, vocabulary_of(activity_plan.plan))
    return in_order(lines, activity_plan.year)


def _heading(activity_plan: ActivityPlan) -> str:
    return _("Bilaga: Aktivitetsplan %s") % activity_plan.year


def _put(line: Line, section: Section, position: int) -> changes.Entry:
    """Let the activity stand in ``section``; what is chosen and not written becomes the words.

    A document holds no goals and no people of an activity, only the author's words for them.
    """
    activity = line.activity
    words = {name: getattr(activity, name) or line.cell(name) for name in WORDS}
    Activity.objects.filter(pk=activity.pk).update(
        section=section, position=position, version=F("version") + 1, **words
    )
    subject = subject_of(activity)
    return changes.Entry(
        action="put_in_plan",
        kind=subject.kind,
        key=subject.key,
        before={name: getattr(activity, name) for name in words},
        after={"name": line.name, "section": section.node.key, **words},
    )
