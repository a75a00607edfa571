"""Days, times and numbers as Swedish is written: days by ISO in tables, in words in running text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()
OFTEN = (
    gettext_lazy("varje månad"),
    gettext_lazy("varannan månad"),
    gettext_lazy("var tredje månad"),
    gettext_lazy("var fjärde månad"),
    gettext_lazy("var femte månad"),
    gettext_lazy("var sjätte månad"),
    gettext_lazy("var sjunde månad"),
    gettext_lazy("var åttonde månad"),
    gettext_lazy("var nionde månad"),
    gettext_lazy("var tionde månad"),
    gettext_lazy("var elfte månad"),
    gettext_lazy("var tolfte månad"),
)
WHOLE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\bkl\. \d\d?\.\d\d(?:–\d\d?\.\d\d)?")


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """The day and hour in Sweden: just before midnight UTC it is tomorrow here."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def iso_date(value: dt.date | dt.datetime | None) -> str:
    """``2026-03-01``; nothing for no date."""
    return "" if value is None else _local(value).strftime("%Y-%m-%d")


@register.filter
def long_date(value: dt.date | dt.datetime | None) -> str:
    """``1 mars 2026``; nothing for no date."""
    return "" if value is None else date_format(_local(value), "j F Y")


@register.filter
def clock(value: dt.time | dt.datetime | None) -> str:
    """``kl. 13.05``; nothing for no time."""
    if value is None:
        return ""
    here = _local(value) if isinstance(value, dt.datetime) else value
    return here.strftime("kl. %H.%M")


@register.filter
def week(value: dt.date | dt.datetime | None) -> str:
    """``vecka 12`` (ISO 8601: from Monday; the first week has the year's first Thursday)."""
    return "" if value is None else f"vecka {_local(value).isocalendar().week}"


@register.filter
def every_months(count: int) -> str:
    """How often, in words: ``varannan månad``, ``var sjätte månad``, ``var 24:e månad``."""
    if count <= len(OFTEN):
        return str(OFTEN[count - 1])
    ends_in_one_or_two = count % 10 in (1, 2) and count % 100 not in (11, 12)
    words = _("var %d:a månad") if ends_in_one_or_two else _("var %d:e månad")
    return words % count


@register.filter
def figure(value: Decimal | int | str | None) -> str:
    """``11\u00a0800,5``: a comma, no zeros that say nothing, groups that stay on one line.

    A number in words is written with a point, as documents have it; nothing for no number.
    """
    if value in (None, ""):
        return ""
    number = Decimal(str(value)) + 0  # there is no minus nought
    whole, _point, rest = format(number, ",f").partition(".")
    grouped = whole.replace(",", "\u00a0").replace("-", "\u2212")
    return f"{grouped},{rest}".rstrip("0").rstrip(",") if rest else grouped


@register.filter
def whole_dates(words: str) -> SafeString:
    """``words`` with each day and hour kept on one line: ``2026-03-`` says nothing. No attributes in it."""
    marked = WHOLE.sub(r'<span class="text-nowrap">\g<0></span>', conditional_escape(words))
    return mark_safe(marked)  # noqa: S308 - escaped above
