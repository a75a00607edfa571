"""Typed values of document control: days are ISO days, periods ISO intervals."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

DAYS = ("dated", "adopted", "revised")


def control_problem(kind: str | None, value: str | None) -> str | None:
    """What is wrong with the typed ``value`` of a row of this ``kind``; None when it is well."""
    if not value:
        return None
    days = value.split("/") if kind == "valid" else [value] if kind in DAYS else []
    if kind == "valid" and len(days) != 2:
        return _("%s är ingen period som 2026-01-01/2027-12-31") % f"”{value}”"
    for day in filter(None, days):
        if not is_day(day):
            return _("dagen %s finns inte") % f"”{day}”"
    if len(days) == 2 and all(days) and days[1] < days[0]:
        return _("sista dagen ligger före den första")
    return None


def is_day(text: str) -> bool:
    """Whether ``text`` is a day as 2026-03-01; Python alone also reads 20260301 and 2026-W09-7."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
