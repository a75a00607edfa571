"""Rolling over: next year's activities from this year's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.calendar.shift import day_of_next_year
from activities.enums import Consultation, Status, TimingKind
from activities.lines import Line, load_lines
from activities.models import (
    Activity,
    ActivityPlan,
    ChecklistAnswer,
    ExpectedQuestion,
    Material,
    PartyTask,
)
from activities.models.year import LAST_YEAR
from activities.questions import questions_of
from activities.rolling import When
from activities.vocabulary import vocabulary_of
from plans.models import Membership
from plans.services.structure import lock

from .storing import New, store
from .years import open_year

COPIED = (
    "text",
    "language",
    "goal",
    "effect",
    "responsible",
    "timing_kind",
    "times_a_year",
    "season",
    "relation",
    "relates_to",
    "starts_time",
    "ends_time",
    "purpose",
    "occasion",
    "audience_words",
    "message_words",
    "channel_words",
    "place",
    "cooperation",
    "speaker_words",
    "follower_words",
    "photography",
    "documentation",
    "evaluated_by",
)
# Given anew, as said below.
GIVEN = (
    "name",
    "starts_on",
    "ends_on",
    "recurrence",
    "timing",
    "status",
    "consultation",
    "consultation_words",
    "predecessor",
)
# What happened in the old year, or where the old one stands.
LEFT = ("lesson", "section", "parent", "cells", "removed_at", "dropped_at")
STATUSES = (Status.PLANNED, Status.IDEA)


@dataclass(frozen=True)
class Chosen:
    """An activity of the old year, and when its copy happens."""

    line: Line
    when: When


def successors(source: ActivityPlan) -> dict[int, Activity]:
    """What the year after has already, by the primary key of the predecessor; also what was dropped."""
    rows = Activity.objects.filter(
        activity_plan__plan=source.plan,
        activity_plan__year=source.year + 1,
        predecessor__activity_plan=source,
    )
    return {row.predecessor_id: row for row in rows.select_related("node") if row.predecessor_id}


def lines_of(source: ActivityPlan, keys: Iterable[str] | None = None) -> list[Line]:
    """The activities of the old year in order, all of them or those called ``keys``."""
    rows = Activity.objects.in_year().filter(activity_plan=source).select_related("node")
    if keys is not None:
        rows = rows.filter(node__key__in=keys)
    return load_lines([*rows.order_by("position", "pk")], vocabulary_of(source.plan))


@transaction.atomic
def roll_over(
    *, source: ActivityPlan, whens: Mapping[str, When], status: str, by: User
) -> list[Activity]:
    """Copy the activities of ``source`` whose keys are in ``whens`` into the year after.

    That year is opened if need be. What stands there already is left alone, so that doing it twice
    changes nothing; two who do it at once are answered one after the other. Raises ValidationError
    for a status that a copy cannot have, days that cannot be, or a year that cannot.
    """
    if status not in STATUSES:
        raise ValidationError(_("Välj om insatserna ska bli planerade eller idéer."))
    lock(source.plan)
    target = open_year(plan=source.plan, year=source.year + 1, by=by)
    target.plan = source.plan
    there = successors(source)
    chosen = [
        Chosen(line, _possible(line, whens[line.key]))
        for line in lines_of(source, whens)
        if line.activity.pk not in there
    ]
    new = [New(_attributes(one, status), one.line.ties) for one in chosen]
    copies = store(activity_plan=target, new=new, by=by)
    _copy_parts(source, chosen, copies)
    return copies


def _possible(line: Line, when: When) -> When:
    """``when``, if the activity can have it."""
    kind = line.activity.timing_kind
    if when.starts_on is None and (kind in DATED or when.recurrence):
        raise ValidationError(_("”%s” behöver en dag.") % line.name)
    if when.starts_on and when.ends_on and when.ends_on < when.starts_on:
        raise ValidationError(_("Sista dagen för ”%s” ligger före den första.") % line.name)
    if max(filter(None, (when.starts_on, when.ends_on)), default=date.min).year > LAST_YEAR:
        raise ValidationError(_("Dagen för ”%s” ligger för långt fram.") % line.name)
    return when


DATED = frozenset({TimingKind.DATE, TimingKind.PERIOD, TimingKind.MONTH, TimingKind.WEEK})


def _attributes(chosen: Chosen, status: str) -> dict[str, Any]:
    old, when = chosen.line.activity, chosen.when
    attributes = {name: getattr(old, name) for name in COPIED}
    if when.starts_on is None:
        attributes |= {"starts_time": None, "ends_time": None}
    consulted = old.consultation == Consultation.DONE
    return attributes | {
        "name": old.name or chosen.line.name,
        "starts_on": when.starts_on,
        "ends_on": when.ends_on,
        "recurrence": when.recurrence,
        "timing": when.words,
        "status": status,
        # It was needed then, so it is needed again; what was said of it was said of the old one.
        "consultation": Consultation.WANTED if consulted else old.consultation,
        "consultation_words": "" if consulted else old.consultation_words,
        "predecessor": old,
    }


# --- what belongs to an activity -----------------------------------------------------------------------


def _copy_parts(source: ActivityPlan, chosen: Sequence[Chosen], copies: Sequence[Activity]) -> None:
    new = {one.line.activity.pk: copy for one, copy in zip(chosen, copies, strict=True)}
    days = {one.line.activity.pk: _days_on(one) for one in chosen}
    _copy_people(source, chosen, new)
    old = list(new)
    PartyTask.objects.bulk_create(
        PartyTask(
            activity=new[row.activity_id],
            position=row.position,
            organisation_id=row.organisation_id,
            words=row.words,
        )
        for row in PartyTask.objects.live().filter(activity__in=old)
    )
    Material.objects.bulk_create(
        Material(
            activity=new[row.activity_id],
            position=row.position,
            words=row.words,
            made_by=row.made_by,
            due_on=row.due_on and days[row.activity_id](row.due_on),
        )
        for row in Material.objects.live().filter(activity__in=old)
    )
    ExpectedQuestion.objects.bulk_create(
        ExpectedQuestion(
            activity=new[row.activity_id],
            position=row.position,
            question=row.question,
            answer=row.answer,
            answered_by=row.answered_by,
        )
        for row in ExpectedQuestion.objects.live().filter(activity__in=old)
    )
    _copy_answers(source, new)


def _days_on(chosen: Chosen) -> Callable[[date], date]:
    """How a day that hangs on the activity's moves: as many days as the activity itself."""
    before, after = chosen.line.activity.starts_on, chosen.when.starts_on
    if before is None or after is None:
        return day_of_next_year
    moved: timedelta = after - before
    return lambda day: day + moved


def _copy_people(
    source: ActivityPlan, chosen: Sequence[Chosen], new: Mapping[int, Activity]
) -> None:
    """Those who still have a role in the agreement."""
    members = set(
        Membership.objects.active()
        .filter(agreement=source.plan.agreement_id)
        .values_list("user", flat=True)
    )
    through = Activity.people.through
    through._default_manager.bulk_create(
        through(activity_id=new[one.line.activity.pk].pk, user_id=user.pk)
        for one in chosen
        for user in one.line.people
        if user.pk in members
    )


def _copy_answers(source: ActivityPlan, new: Mapping[int, Activity]) -> None:
    """Answers to what is asked before an activity; others tell what happened in the old year."""
    asked = {question.node for question in questions_of(source.plan)}
    answers = ChecklistAnswer.objects.filter(activity__in=list(new), question__in=asked - {None})
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(activity=new[row.activity_id], question_id=row.question_id, text=row.text)
        for row in answers
    )
