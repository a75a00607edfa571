"""The author's words about when, a year on: the days and years in them moved, all else left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from .timing_reading import DAYS, MONTHS, SEASONS

Days = Mapping[date | None, date]
"""Old day → the day that takes its place."""

_MONTH = "|".join(MONTHS)
_WEEKDAY = rf"(?P<weekday>{'|'.join(DAYS)})(?P<between>(?:en)?(?: den)?,? )"
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_RANGE = re.compile(
    rf"\b(?P<first>\d\d?)(?P<dash> ?[–-] ?)(?P<last>\d\d?) (?P<month>{_MONTH})(?P<year> \d{{4}})?\b",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?:{_WEEKDAY})?\b(?P<day>\d\d?) (?P<month>{_MONTH})(?P<year> \d{{4}})?\b", re.IGNORECASE
)
_SLASH = re.compile(r"(?<![\d/])(?P<day>\d\d?)/(?P<month>\d\d?)(?P<year> \d{4})?(?![\d/])")
_DATED = rf"(?:{_MONTH}|(?:{'|'.join(SEASONS)})(?:en|n)?|(?:vecka|v\.?) ?\d\d?),? "


def moved_words(words: str, days: Days, year: int) -> str:
    """``words`` of the plan of ``year`` for the year after.

    A day that is a key of ``days`` becomes what stands there, written in the same way; a month, a
    season or a week that is said with ``year`` gets the next one.
    """
    moved = _ISO.sub(lambda found: _iso(found, days), words)
    moved = _RANGE.sub(lambda found: _range(found, days, year), moved)
    moved = _WORDS.sub(lambda found: _in_words(found, days, year), moved)
    moved = _SLASH.sub(lambda found: _slash(found, days, year), moved)
    return re.sub(
        rf"(?i)(\b(?<!\d ){_DATED}){year}\b", lambda found: f"{found[1]}{year + 1}", moved
    )


def names_year(words: str, year: int) -> bool:
    """Whether ``words`` still speak of ``year``, so that somebody has to look at them."""
    return re.search(rf"\b{year}\b", words) is not None


def _iso(found: re.Match[str], days: Days) -> str:
    day = _known(*(int(part) for part in found[0].split("-")))
    return days[day].isoformat() if day in days else found[0]


def _range(found: re.Match[str], days: Days, year: int) -> str:
    month, said = _number(found["month"]), int(found["year"] or year)
    old = _known(said, month, int(found["first"])), _known(said, month, int(found["last"]))
    if old[0] not in days or old[1] not in days:
        return found[0]
    first, last = days[old[0]], days[old[1]]
    begins = str(first.day) if first.month == last.month else f"{first.day} {_name(first, found)}"
    return f"{begins}{found['dash']}{last.day} {_name(last, found)}{_year(last, found)}"


def _in_words(found: re.Match[str], days: Days, year: int) -> str:
    old = _known(int(found["year"] or year), _number(found["month"]), int(found["day"]))
    if old not in days:
        return found[0]
    new, weekday = days[old], ""
    if found["weekday"]:
        name = DAYS[new.weekday()]
        weekday = (name.capitalize() if found["weekday"][0].isupper() else name) + found["between"]
    return f"{weekday}{new.day} {_name(new, found)}{_year(new, found)}"


def _slash(found: re.Match[str], days: Days, year: int) -> str:
    old = _known(int(found["year"] or year), int(found["month"]), int(found["day"]))
    if old not in days:
        return found[0]
    return f"{days[old].day}/{days[old].month}{_year(days[old], found)}"


def _known(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _name(day: date, found: re.Match[str]) -> str:
    name = MONTHS[day.month - 1]
    return name.capitalize() if found["month"][0].isupper() else name


def _year(day: date, found: re.Match[str]) -> str:
    return f" {day.year}" if found["year"] else ""
