"""Taking a table into a year: all of it or nothing, and only what somebody has looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.lines import load_lines
from activities.models import Activity, ActivityPlan
from activities.sheets.interpreting import NAMED, Outcome, Plan, interpret
from activities.sheets.tables import Table
from activities.vocabulary import vocabulary_of
from core import changes
from plans.services.rows import Conflict, save_row
from plans.services.structure import lock
from plans.shape import read_value

from .storing import New, store


def plan_import(*, activity_plan: ActivityPlan, table: Table) -> Plan:
    """What ``table`` would do to the year; writes nothing."""
    rows = Activity.objects.in_year().filter(activity_plan=activity_plan).select_related("node")
    vocabulary = vocabulary_of(activity_plan.plan)
    lines = load_lines([*rows.order_by("position", "pk")], vocabulary)
    return interpret(table, lines, vocabulary, activity_plan.year)


def digest(plan: Plan) -> str:
    """The SHA-256 of all that a plan would do: who has seen it has seen this."""
    told = [
        [one.row, one.line.key if one.line else "", one.values, [vars(d) for d in one.differences]]
        for one in plan.outcomes
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def import_table(*, activity_plan: ActivityPlan, table: Table, seen: str, by: User) -> Plan:
    """Do what ``plan_import`` says, if it still says what ``seen`` (its ``digest``) does.

    Raises ValidationError, and stores nothing, where something is wrong, where the year has changed
    since, or where somebody saves one of the activities right now.
    """
    lock(activity_plan.plan)
    plan = plan_import(activity_plan=activity_plan, table=table)
    if plan.problems:
        raise ValidationError(_("Det finns fel i tabellen. Ingenting är inläst."))
    if digest(plan) != seen:
        raise ValidationError(_("Årets insatser har ändrats sedan du granskade. Granska igen."))
    store(activity_plan=activity_plan, new=[_new(one) for one in plan.new], by=by)
    _save(activity_plan, plan.changed, by)
    if plan.new or plan.changed:
        changes.record(
            by=by,
            scope=f"plan:{activity_plan.plan_id}",
            action="imported",
            kind="activity_plan",
            key=str(activity_plan.year),
            after={
                "name": str(activity_plan.year),
                "new": len(plan.new),
                "changed": len(plan.changed),
            },
        )
    return plan


def _new(outcome: Outcome) -> New:
    values = outcome.values
    attributes = {name: stored(name, value) for name, value in values.items() if name not in NAMED}
    return New(attributes, {name: values[name] for name in NAMED if name in values})


def stored(name: str, value: Any) -> Any:
    """The row's value of the field ``name`` for what documents write."""
    field = Activity._meta.get_field(name)
    return read_value(field, value) if isinstance(field, models.Field) else value


def _save(activity_plan: ActivityPlan, outcomes: Sequence[Outcome], by: User) -> None:
    for outcome in outcomes:
        if outcome.line is None:
            continue
        activity = outcome.line.activity
        activity.node.plan = activity_plan.plan
        saved = save_row(
            row=activity,
            values=outcome.values,
            base_version=activity.version,
            base_values=None,
            by=by,
        )
        if isinstance(saved, Conflict):
            said = {"row": outcome.row, "name": outcome.name}
            raise ValidationError(
                _("Någon annan ändrade ”%(name)s” (rad %(row)s) just nu. Granska igen.") % said
            )
