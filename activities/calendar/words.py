"""Rules of recurrence in words, as people say them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.swedish import long_date

from .recurrence import Frequency, Rule, Weekday

Words = str | Promise

ORDINALS: dict[int, Words] = {
    3: gettext_lazy("tredje"),
    4: gettext_lazy("fjärde"),
    5: gettext_lazy("femte"),
    6: gettext_lazy("sjätte"),
    7: gettext_lazy("sjunde"),
    8: gettext_lazy("åttonde"),
    9: gettext_lazy("nionde"),
    10: gettext_lazy("tionde"),
    11: gettext_lazy("elfte"),
    12: gettext_lazy("tolfte"),
}
NTHS: dict[int, Words] = {
    1: gettext_lazy("första"),
    2: gettext_lazy("andra"),
    3: gettext_lazy("tredje"),
    4: gettext_lazy("fjärde"),
    5: gettext_lazy("femte"),
    -1: gettext_lazy("sista"),
}
THE_WEEKDAYS: list[Words] = [
    gettext_lazy("måndagen"),
    gettext_lazy("tisdagen"),
    gettext_lazy("onsdagen"),
    gettext_lazy("torsdagen"),
    gettext_lazy("fredagen"),
    gettext_lazy("lördagen"),
    gettext_lazy("söndagen"),
]


def in_words(rule: Rule) -> str:
    """What ``rule`` says: “varannan tisdag”, “första måndagen i varje månad”, “varje år vecka 12”."""
    say = {
        Frequency.DAILY: _daily,
        Frequency.WEEKLY: _weekly,
        Frequency.MONTHLY: _monthly,
        Frequency.YEARLY: _yearly,
    }
    return say[rule.frequency](rule) + _ending(rule)


def _daily(rule: Rule) -> str:
    return _every(rule.interval, _("dag"))


def _weekly(rule: Rule) -> str:
    names = [WEEKDAYS[one.day] for one in rule.weekdays]
    if len(names) == 1:
        return _every(rule.interval, str(names[0]))
    return f"{_list(names)} {_every(rule.interval, _('vecka'))}".strip()


def _monthly(rule: Rule) -> str:
    month = _every(rule.interval, _("månad"))
    days = _days_of_month(rule)
    return _("%(days)s i %(month)s") % {"days": days, "month": month} if days else month


def _yearly(rule: Rule) -> str:
    year = _every_year(rule.interval)
    if rule.week is not None and rule.weekdays:
        days = _list(THE_WEEKDAYS[one.day] for one in rule.weekdays)
        said = {"year": year, "days": days, "week": rule.week}
        return _("%(year)s %(days)s i vecka %(week)s") % said
    if rule.week is not None:
        return _("%(year)s vecka %(week)s") % {"year": year, "week": rule.week}
    if rule.month is None:
        return year
    said = {"year": year, "days": _days_of_month(rule), "month": MONTHS[rule.month]}
    if rule.month_days and rule.month_days[0] > 0:
        return _("%(year)s %(days)s %(month)s") % said
    return _("%(year)s %(days)s i %(month)s") % said


def _every(interval: int, what: str) -> str:
    """For words of common gender: “varje dag”, “varannan dag”, “var tredje dag”."""
    if interval == 1:
        return _("varje %s") % what
    if interval == 2:
        return _("varannan %s") % what
    return _("var %(ordinal)s %(what)s") % {"ordinal": _ordinal(interval), "what": what}


def _every_year(interval: int) -> str:
    if interval == 1:
        return _("varje år")
    if interval == 2:
        return _("vartannat år")
    return _("vart %s år") % _ordinal(interval)


def _ordinal(number: int) -> str:
    """“tredje”, and in figures from 13 on: “21:a”, “14:e”."""
    if number in ORDINALS:
        return str(ORDINALS[number])
    ends_in_a = number % 10 in {1, 2} and number % 100 not in {11, 12}
    return f"{number}:a" if ends_in_a else f"{number}:e"


def _days_of_month(rule: Rule) -> str:
    """“den 1 och 15”, “sista dagen”, “första måndagen och tredje måndagen”; may be empty."""
    numbers = [str(number) for number in rule.month_days if number > 0]
    days = [_("den %s") % _list(numbers)] if numbers else []
    if -1 in rule.month_days:
        days.append(_("sista dagen"))
    return _list([*days, *map(_nth_weekday, sorted(rule.weekdays, key=_order))])


def _order(weekday: Weekday) -> tuple[bool, Weekday]:
    """The last one of a month comes last."""
    return weekday.nth < 0, weekday


def _nth_weekday(weekday: Weekday) -> str:
    return f"{NTHS[weekday.nth]} {THE_WEEKDAYS[weekday.day]}"


def _ending(rule: Rule) -> str:
    if rule.until is not None:
        return _(" till och med %s") % long_date(rule.until)
    if rule.count is not None:
        return ngettext(", en gång", ", %(times)s gånger", rule.count) % {"times": rule.count}
    return ""


def _list(words: Iterable[Words]) -> str:
    return get_text_list([str(word) for word in words], _("och"))
