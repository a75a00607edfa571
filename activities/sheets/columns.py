"""The columns of a spreadsheet of activities: what each is called, and how a heading is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.enums import Status, TimingKind
from activities.lines import Line
from core.site import absolute
from plans.registry import Words

APART = "; "  # between names in one cell: names have commas
Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """One column. ``width`` is in characters; ``headings`` are other words for ``label``, as people
    write them. What a row says there is ``write``; ``is_read`` where a file may change it.
    """

    name: str
    label: Words
    write: Callable[[Line], Value]
    width: int
    headings: tuple[str, ...] = ()
    is_read: bool = True


def _written(field: str) -> Callable[[Line], Value]:
    def write(line: Line) -> Value:
        value: Value = getattr(line.activity, field)
        return value

    return write


def _cell(name: str) -> Callable[[Line], Value]:
    return lambda line: line.cell(name)


def _names(field: str, words: str = "") -> Callable[[Line], Value]:
    def write(line: Line) -> str:
        own = str(getattr(line.activity, words)) if words else ""
        return APART.join(filter(None, [*line.names(field), own]))

    return write


def _kind(line: Line) -> str:
    kind = line.activity.timing_kind
    return capfirst(str(TimingKind(kind).label)) if kind in TimingKind.values else ""


def _people(line: Line) -> str:
    return APART.join(map(str, line.people))


def _address(line: Line) -> str:
    return absolute(line.activity.get_absolute_url())


COLUMNS = (
    Column(
        "name",
        _("Aktivitet"),
        _cell("name"),
        36,
        (
            "aktiviteter", "insats", "insatser", "kommunikationsinsats", "kommunikationsaktivitet",
            "vad", "vad ska göras", "åtgärd", "namn", "rubrik", "aktivitet/insats", "insats/aktivitet",
        ),
    ),
    Column(
        "goal",
        _("Kommunikationsmål"),
        _cell("goal"),
        32,
        ("mål", "mål med aktiviteten", "mål med insatsen", "målsättning"),
    ),
    Column(
        "effect",
        _("Effekt"),
        _cell("effect"),
        32,
        ("önskad effekt", "avsedd effekt", "förväntad effekt", "effektmål"),
    ),
    Column(
        "timing",
        _("Tidplan"),
        _cell("timing"),
        22,
        ("när", "datum", "tid", "tidpunkt", "tidsplan", "period", "tidsperiod", "datum/period"),
    ),
    Column(
        "responsible",
        _("Ansvarig"),
        _cell("responsible"),
        26,
        ("ansvariga", "ansvar", "vem", "vem ansvarar", "huvudansvarig", "ansvarig funktion"),
    ),
    Column("status", _("Status"), _cell("status"), 13, ("läge", "hur går det")),
    Column("timing_kind", _("Sorts tidpunkt"), _kind, 20, ("sorts tid",)),
    Column(
        "starts_on",
        _("Från och med"),
        _written("starts_on"),
        13,
        ("från", "from", "fr.o.m.", "startdatum", "start", "börjar"),
    ),
    Column(
        "ends_on",
        _("Till och med"),
        _written("ends_on"),
        13,
        ("till", "tom", "t.o.m.", "slutdatum", "slut", "slutar"),
    ),
    Column(
        "times_a_year",
        _("Gånger per år"),
        _written("times_a_year"),
        10,
        ("antal gånger", "antal per år"),
    ),
    Column("goals", _("Planens mål"), _names("goals"), 28),
    Column(
        "audience",
        _("Målgrupp"),
        _names("audience", "audience_words"),
        28,
        ("målgrupper", "för vem", "till vem", "mottagare"),
    ),
    Column(
        "messages",
        _("Budskap"),
        _names("messages", "message_words"),
        28,
        ("huvudbudskap", "budskapet"),
    ),
    Column(
        "channels",
        _("Kanal"),
        _names("channels", "channel_words"),
        28,
        ("kanaler", "kanalval", "kommunikationskanal", "kommunikationsväg", "hur"),
    ),
    Column(
        "speakers",
        _("Talesperson"),
        _names("speakers", "speaker_words"),
        22,
        ("talespersoner", "vem talar"),
    ),
    Column("place", _("Plats"), _written("place"), 18, ("var",)),
    Column("purpose", _("Syfte"), _written("purpose"), 32, ("varför", "syfte med insatsen")),
    Column("occasion", _("Sammanhang"), _written("occasion"), 24, ("bakgrund",)),
    Column(
        "evaluated_by",
        _("Utvärdering"),
        _written("evaluated_by"),
        24,
        ("uppföljning", "hur det utvärderas"),
    ),
    Column("lesson", _("Lärdom"), _written("lesson"), 24, ("lärdomar",)),
    Column("people", _("Ansvariga personer"), _people, 24, is_read=False),
    Column("key", _("Nyckel"), lambda line: line.key, 22, ("id",)),
    Column("address", _("Adress"), _address, 40, ("länk",), is_read=False),
)  # fmt: skip
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

# Other words for what can be chosen.
STATUSES: Mapping[str, str] = {
    "klar": Status.DONE,
    "klart": Status.DONE,
    "utförd": Status.DONE,
    "genomfört": Status.DONE,
    "avslutad": Status.DONE,
    "pågående": Status.ONGOING,
    "påbörjad": Status.ONGOING,
    "påbörjat": Status.ONGOING,
    "planerat": Status.PLANNED,
    "ej påbörjad": Status.PLANNED,
    "inte påbörjad": Status.PLANNED,
    "förslag": Status.IDEA,
    "inställt": Status.CANCELLED,
    "struken": Status.CANCELLED,
    "utgår": Status.CANCELLED,
}


def plain(words: str) -> str:
    """``words`` without what people write in one way or another: case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", words).casefold())


def recognised(heading: str) -> Column | None:
    """The column that a heading means; None where that is not known."""
    return _headings().get(plain(heading))


def mapping_of(headings: Mapping[int, str]) -> dict[int, str]:
    """Number of the column → name of what it means, each once; ``""`` for what is not known.

    Beside a column that says when in words, “Datum” is the day.
    """
    found: dict[int, str] = {}
    for number, heading in headings.items():
        column = recognised(heading)
        name = column.name if column and column.is_read else ""
        if name in found.values():
            name = "starts_on" if plain(heading) == "datum" else ""
        found[number] = "" if name in found.values() else name
    return found


def choice_of(words: str, choices: Iterable[tuple[str, Words]], others: Mapping[str, str]) -> str:
    """The value of a choice that ``words`` name; empty where they name none."""
    known = {plain(str(label)): value for value, label in choices}
    known |= {plain(other): value for other, value in others.items()}
    return known.get(plain(words), "")


def _headings() -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in COLUMNS:
        for heading in (str(column.label), *column.headings):
            found.setdefault(plain(heading), column)
    return found
