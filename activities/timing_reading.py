"""Words about when something happens, read as a kind of timing with its days: only where they are sure.

“Tisdag 2 mars”, “v. 12–14”, “löpande”, “2 ggr/år”, “vid impuls om nyhet”. The words themselves are
kept and printed (rule 4 of the glossary); what is read here is for the calendar and the queries. A
day without a year is one of the plan's. Words that can be meant in two ways are not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time

from .calendar.recurrence import Frequency, Rule, Weekday, occurrences
from .calendar.span import Span
from .calendar.weeks import weeks_in
from .enums import Relation, Season, TimingKind

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NUMBERS = (
    "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip
NTHS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sista": -1}
SEASONS = {
    "vår": Season.SPRING,
    "sommar": Season.SUMMER,
    "höst": Season.AUTUMN,
    "vinter": Season.WINTER,
}
PLAIN = {
    TimingKind.CONTINUOUS: r"(fort)?löpande( under (hela )?året)?|kontinuerligt|året (runt|om)"
    r"|(under )?hela året|ständigt",
    TimingKind.AS_NEEDED: r"(vid|efter) behov|när (det|behov) (behövs|finns|uppstår)|behovsstyrt",
    TimingKind.SOON: r"(så )?(snarast|fort som möjligt|snart som möjligt)( möjligt)?|omgående|genast",
    TimingKind.TERM_OF_OFFICE: r"((en|1) gång (per|varje|under en) |varje )mandatperiod(en)?",
    TimingKind.RECURRENCE: r"varje vecka|veckovis|varannan vecka|varje månad|månadsvis"
    r"|(en|1) gång (i|per) (veckan|vecka|månaden|månad)|återkommande|regelbundet"
    rf"|varannan ({'|'.join(DAYS)}|månad)",
}
EACH_QUARTER = r"kvartalsvis|(en gång (per|i|om) |varje )kvartal(et)?"
TIMES = {1: r"årligen|varje år", 2: r"halvårsvis|varje halvår", 4: EACH_QUARTER}

MONTH = "|".join(f"{name}|{name[:3]}\\.?|{name[:4]}\\.?" for name in MONTHS)
WEEKDAY = f"(?:({'|'.join(DAYS)})(?:en)?(?: den)?,? |den )?"
LONGEST = 200  # nobody says when in more
YEAR = r"(?:,? (\d{4}))?"
DASH = r" ?(?:–|-|—|/| till(?: och med)? | t\.?\s?o\.?\s?m\.? ) ?"
CLOCK = (
    r"(?:,? (?:kl\.?|klockan) ?(\d{1,2})(?:[.:](\d{2}))?(?: ?[–-] ?(\d{1,2})(?:[.:](\d{2}))?)?)?"
)
WEEK = r"(?:i |under )?(?:vecka|v\.?) ?"
PREFIX = r"(?:i |under |hela |från (?:och med )?|fr\.o\.m\. )?"


@dataclass(frozen=True)
class Timing:
    """What was read. ``recurrence`` is a rule as ``calendar.recurrence`` writes it."""

    kind: str
    starts_on: date | None = None
    ends_on: date | None = None
    starts_time: time | None = None
    ends_time: time | None = None
    times_a_year: int | None = None
    recurrence: str = ""
    season: str = ""
    relation: str = ""
    relates_to: str = ""


Reader = Callable[[str, int], Timing | None]


def read(words: str, year: int) -> Timing | None:
    """What ``words`` of the plan of ``year`` say for sure; None where they do not."""
    kept = re.sub(r"\s+", " ", words[: LONGEST + 1]).strip(" .")
    if len(kept) > LONGEST:
        return None
    for reader in READERS:
        try:
            found = reader(kept, year)
        except ValueError:  # 31 April, week 60, kl. 25
            return None
        if found:
            return found
    return None


def _matched(pattern: str, words: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, words, re.IGNORECASE)


# --- days ------------------------------------------------------------------------------------------


def _one_day(words: str, year: int) -> Timing | None:
    found = _matched(rf"(.+?){CLOCK}", words)
    if found and (day := _day(found[1], year)):
        starts, ends = _clock(found[2], found[3]), _clock(found[4], found[5])
        return Timing(TimingKind.DATE, day, starts_time=starts, ends_time=ends)
    return None


def _day(words: str, year: int) -> date | None:
    """A day, however it is written; none where its weekday is another one's."""
    if found := _matched(rf"{WEEKDAY}(\d{{4}})-(\d\d?)-(\d\d?)", words):
        day = date(int(found[2]), int(found[3]), int(found[4]))
    elif found := _matched(rf"{WEEKDAY}(\d\d?)(?::?e)? ({MONTH}){YEAR}", words):
        day = date(int(found[4] or year), _month_number(found[3]), int(found[2]))
    elif found := _matched(rf"{WEEKDAY}(\d\d?)/(\d\d?){YEAR}", words):
        day = date(int(found[4] or year), int(found[3]), int(found[2]))
    else:
        return None
    return day if found[1] is None or _weekday(found[1]) == day.weekday() else None


def _clock(hour: str | None, minute: str | None) -> time | None:
    return None if hour is None else time(int(hour), int(minute or 0))


def _month_number(name: str) -> int:
    short = name.lower().rstrip(".")[:3]
    return [month[:3] for month in MONTHS].index(short) + 1


def _period(words: str, year: int) -> Timing | None:
    """From a day to a day; the year is said once, at the end, or not at all."""
    for cut in re.finditer(DASH, words):
        first, last = words[: cut.start()], words[cut.end() :]
        if found := re.search(r"\b(\d{4})\b", last):
            year = int(found[1])
        first = re.sub(rf"^{PREFIX}", "", first, flags=re.IGNORECASE)
        if re.fullmatch(r"(den )?\d\d?", first) and (tail := re.search(rf" (?:{MONTH}).*", last)):
            first += tail[0]  # “1–15 mars”
        starts, ends = _day(first, year), _day(last, year)
        if starts and ends:
            return _from_to(starts, ends)
    return None


def _from_to(starts: date, ends: date) -> Timing | None:
    return Timing(TimingKind.PERIOD, starts, ends) if starts <= ends else None


# --- weeks, months, seasons ------------------------------------------------------------------------


def _week(words: str, year: int) -> Timing | None:
    found = _matched(rf"{WEEK}(\d\d?)(?:{DASH}(?:{WEEK})?(\d\d?))?{YEAR}", words)
    if not found:
        return None
    year = int(found[3] or year)
    first, last = int(found[1]), int(found[2] or found[1])
    if last > weeks_in(year):
        return None
    span = date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7)
    return Timing(TimingKind.WEEK, span[0]) if first == last else _from_to(*span)


def _month(words: str, year: int) -> Timing | None:
    if found := _matched(r"(\d{4})-(\d\d)", words):
        return _of_month(int(found[1]), int(found[2]))
    found = _matched(rf"{PREFIX}({MONTH})(?: månad)?{YEAR}", words)
    return _of_month(int(found[2] or year), _month_number(found[1])) if found else None


def _of_month(year: int, number: int) -> Timing:
    if not 1 <= number <= 12:
        raise ValueError(f"{number} is no month")
    return Timing(TimingKind.MONTH, date(year, number, 1))


def _months(words: str, year: int) -> Timing | None:
    found = _matched(rf"{PREFIX}({MONTH}){YEAR}{DASH}({MONTH}){YEAR}", words)
    if not found:
        return None
    last_year = int(found[4] or year)
    first_year = int(found[2] or last_year)
    starts = Span.of_month(first_year, _month_number(found[1])).start
    return _from_to(starts, Span.of_month(last_year, _month_number(found[3])).last)


def _season(words: str, year: int) -> Timing | None:
    names = "|".join(SEASONS)
    found = _matched(rf"(?:under |på |varje |i |till )?({names})(?:en|n)?{YEAR}", words)
    if found and int(found[2] or year) == year:
        return Timing(TimingKind.SEASON, season=SEASONS[found[1].lower()])
    return None


# --- without days ----------------------------------------------------------------------------------


def _plain(words: str, year: int) -> Timing | None:
    for kind, pattern in PLAIN.items():
        if _matched(pattern, words):
            return Timing(kind)
    return None


def _times(words: str, year: int) -> Timing | None:
    for number, pattern in TIMES.items():
        if _matched(pattern, words):
            return Timing(TimingKind.TIMES_A_YEAR, times_a_year=number)
    counted = r"(?:ggr?|gång|gånger) ?(?:/ ?|per |om |varje )?(?:år|året)"
    found = _matched(rf"(\d{{1,3}}|ett|{'|'.join(NUMBERS[1:])}) {counted}", words)
    found = found or _matched(r"(\d{1,3}) ?(?:x|×) ?(?:/ ?|per )år", words)
    if not found:
        return None
    said = found[1].lower()
    number = int(said) if said.isdecimal() else NUMBERS.index("en" if said == "ett" else said)
    return Timing(TimingKind.TIMES_A_YEAR, times_a_year=number) if number else None


def _meeting(words: str, year: int) -> Timing | None:
    found = _matched(
        r"(?:vid |på |inför )?varje ((?:\w*möte|\w*sammanträde)(?: (?:med|i) (.+))?)", words
    )
    if not found:
        return None
    body = found[2] or ("" if found[1].lower() in {"möte", "sammanträde"} else found[1])
    return Timing(TimingKind.EACH_MEETING, relates_to=body)


def _event(words: str, year: int) -> Timing | None:
    found = _matched(r"vid (.+)", words)
    return Timing(TimingKind.ON_EVENT, relates_to=found[1]) if found else None


def _relative(words: str, year: int) -> Timing | None:
    said = {
        Relation.BEFORE: r"(?:före|innan|inför) (.+)",
        Relation.DURING: r"i samband med (.+)",
        Relation.AFTER: r"(?:efter) (.+)",
    }
    for relation, pattern in said.items():
        if found := _matched(pattern, words):
            return Timing(TimingKind.RELATIVE, relation=relation, relates_to=found[1])
    return None


# --- what comes back -------------------------------------------------------------------------------


def _recurrence(words: str, year: int) -> Timing | None:
    """One whose rhythm and first day in the year both are certain."""
    for rule in _rules(words):
        first = next(occurrences(rule, date(year, 1, 1), Span.of_year(year)), None)
        if first is not None:
            return Timing(TimingKind.RECURRENCE, first, recurrence=str(rule))
    return None


def _rules(words: str) -> Iterator[Rule]:
    day = "|".join(DAYS)
    if _matched(r"varje dag|dagligen", words):
        yield Rule(Frequency.DAILY)
    if _matched(r"varje vardag|(alla )?vardagar", words):
        yield Rule(Frequency.WEEKLY, weekdays=tuple(Weekday(0, n) for n in range(5)))
    each = _matched(rf"varje ({day})((?:, | och )(?:{day}))*", words)
    if each or _matched(rf"(?:på )?(?:{day})ar(?:(?:, | och )(?:{day})ar)*", words):
        names = re.findall(day, words, re.IGNORECASE)
        yield Rule(Frequency.WEEKLY, weekdays=tuple(Weekday(0, _weekday(one)) for one in names))
    nth = _matched(rf"(?:den )?({'|'.join(NTHS)}) ({day})en (?:i )?(?:varje månad|månaden)", words)
    if nth:
        weekday = Weekday(NTHS[nth[1].lower()], _weekday(nth[2]))
        yield Rule(Frequency.MONTHLY, weekdays=(weekday,))
    if found := _matched(r"den (\d\d?)(?::?e)? (?:i )?(?:varje månad|månaden)", words):
        yield Rule(Frequency.MONTHLY, month_days=(int(found[1]),))
    if found := _matched(
        r"(?:varje år )?(?:i )?vecka (\d\d?) varje år|varje år (?:i )?vecka (\d\d?)", words
    ):
        week = int(found[1] or found[2])
        yield Rule(Frequency.YEARLY, week=week, weekdays=(Weekday(0, 0),))


def _weekday(name: str) -> int:
    return DAYS.index(name.lower())


READERS: tuple[Reader, ...] = (
    _one_day,
    _period,
    _week,
    _months,
    _month,
    _season,
    _plain,
    _times,
    _recurrence,
    _meeting,
    _event,
    _relative,
)
