"""How far away a day is, as it is said in a notice."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def away(day: date, today: date) -> str:
    """``i dag``, ``i morgon``, ``om 14 dagar``, ``för 3 dagar sedan``."""
    days = (day - today).days
    if days in (0, 1):
        return _("i dag") if days == 0 else _("i morgon")
    if days > 0:
        return ngettext("om %d dag", "om %d dagar", days) % days
    return ngettext("för %d dag sedan", "för %d dagar sedan", -days) % -days


def expires(day: date, today: date) -> str:
    """``går ut om 30 dagar``, ``gick ut för 2 dagar sedan``; on the last day itself ``går ut i dag``."""
    verb = _("går ut %s") if day >= today else _("gick ut %s")
    return verb % away(day, today)
