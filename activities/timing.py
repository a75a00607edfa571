"""When an activity happens, in words: the author's own, or composed of what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Protocol

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.swedish import clock, iso_date

from .calendar.recurrence import Rule, RuleError
from .calendar.words import in_words
from .enums import Relation, Season, TimingKind


class Timed(Protocol):
    """What is known of when something happens, as ``Activity`` has it."""

    timing: str
    timing_kind: str
    starts_on: date | None
    ends_on: date | None
    starts_time: time | None
    ends_time: time | None
    times_a_year: int | None
    recurrence: str
    season: str
    relation: str
    relates_to: str


def timing_words(timed: Timed) -> str:
    """What stands under "Tidplan": the author's words as they are, else words for what was chosen."""
    return timed.timing or composed(timed)


def composed(timed: Timed) -> str:
    """Words for the typed values alone; empty where there are none."""
    say = SAY.get(timed.timing_kind)
    return capfirst(say(timed)) if say else ""


def _date(timed: Timed) -> str:
    until = f"–{timed.ends_time:%H.%M}" if timed.ends_time else ""
    return f"{iso_date(timed.starts_on)} {clock(timed.starts_time)}{until}".strip()


def _period(timed: Timed) -> str:
    last = timed.ends_on if timed.ends_on != timed.starts_on else None
    return " – ".join(iso_date(day) for day in (timed.starts_on, last) if day)


def _month(timed: Timed) -> str:
    day = timed.starts_on
    return f"{MONTHS[day.month]} {day.year}" if day else _("en månad")


def _week(timed: Timed) -> str:
    if timed.starts_on is None:
        return _("en vecka")
    return _("vecka %s") % timed.starts_on.isocalendar().week


def _recurrence(timed: Timed) -> str:
    try:
        return in_words(Rule.parse(timed.recurrence))
    except RuleError:
        return _("återkommande")


def _times(timed: Timed) -> str:
    if not timed.times_a_year:
        return _("flera gånger per år")
    return ngettext("en gång per år", "%(n)s gånger per år", timed.times_a_year) % {
        "n": timed.times_a_year
    }


def _season(timed: Timed) -> str:
    return str(Season(timed.season).label) if timed.season in Season.values else _("en årstid")


def _relative(timed: Timed) -> str:
    known = timed.relation in Relation.values
    relation = Relation(timed.relation).label if known else _("i samband med")
    return f"{relation} {timed.relates_to or _('något annat')}"


SAY: dict[str, Callable[[Timed], str]] = {
    TimingKind.DATE: _date,
    TimingKind.PERIOD: _period,
    TimingKind.MONTH: _month,
    TimingKind.WEEK: _week,
    TimingKind.RECURRENCE: _recurrence,
    TimingKind.ON_EVENT: lambda timed: _("vid %s") % (timed.relates_to or _("en händelse")),
    TimingKind.CONTINUOUS: lambda timed: _("löpande"),
    TimingKind.SOON: lambda timed: _("så snart som möjligt"),
    TimingKind.AS_NEEDED: lambda timed: _("vid behov"),
    TimingKind.TIMES_A_YEAR: _times,
    TimingKind.EACH_MEETING: lambda timed: (
        _("vid varje möte med %s") % timed.relates_to if timed.relates_to else _("vid varje möte")
    ),
    TimingKind.SEASON: _season,
    TimingKind.TERM_OF_OFFICE: lambda timed: _("en gång per mandatperiod"),
    TimingKind.RELATIVE: _relative,
}
