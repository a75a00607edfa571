"""What an agreement decides about its years: whether dates are shared, what is too close, school breaks."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from activities.models import SchoolBreak, YearSettings
from core import changes
from plans.models import Agreement
from plans.permissions import agreement_abilities
from plans.services.members import lock

MEMBERS = ("shares_dates", "too_close_days")


def settings_of(agreement: Agreement) -> YearSettings:
    """What has been decided; what holds from the start where nothing has."""
    found = YearSettings.objects.filter(agreement=agreement).first()
    return found or YearSettings(agreement=agreement)


@transaction.atomic
def change_settings(
    *, agreement: Agreement, shares_dates: bool, too_close_days: int, by: User
) -> YearSettings:
    """Decide for the agreement; nothing is logged where nothing changes.

    Raises PermissionDenied for those who do not run it, ValidationError for what cannot be.
    """
    _lock(agreement, by)
    row = settings_of(agreement)
    before = _facts(row)
    row.shares_dates, row.too_close_days = shares_dates, too_close_days
    row.full_clean(exclude=["agreement"])
    row.save()
    if _facts(row) != before:
        _log(agreement, by, "changed", "year_settings", "", before, _facts(row))
    return row


@transaction.atomic
def add_break(
    *, agreement: Agreement, name: str, starts_on: date, ends_on: date, by: User
) -> SchoolBreak:
    """Add days without school, the last one included. Raises as ``change_settings`` does."""
    _lock(agreement, by)
    row = SchoolBreak(agreement=agreement, name=name, starts_on=starts_on, ends_on=ends_on)
    row.full_clean(exclude=["agreement"])
    row.save()
    _log(agreement, by, "added", "school_break", str(row.pk), None, _break_facts(row))
    return row


@transaction.atomic
def remove_break(*, school_break: SchoolBreak, by: User) -> None:
    """Take a break out of the year. Raises PermissionDenied for those who do not run the agreement."""
    agreement = school_break.agreement
    _lock(agreement, by)
    key, before = str(school_break.pk), _break_facts(school_break)
    deleted, _of_what = SchoolBreak.objects.filter(pk=school_break.pk).delete()
    if deleted:
        _log(agreement, by, "removed", "school_break", key, before, None)


def _lock(agreement: Agreement, by: User) -> None:
    if not agreement_abilities(by, agreement).run:
        raise PermissionDenied
    lock(agreement)


def _facts(row: YearSettings) -> dict[str, object]:
    return {name: getattr(row, name) for name in MEMBERS}


def _break_facts(row: SchoolBreak) -> dict[str, object]:
    return {"name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on}


def _log(
    agreement: Agreement,
    by: User,
    action: str,
    kind: str,
    key: str,
    before: object,
    after: object,
) -> None:
    changes.record(
        by=by,
        scope=f"agreement:{agreement.pk}",
        action=action,
        kind=kind,
        key=key,
        before=before,
        after=after,
    )
