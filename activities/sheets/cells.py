"""What a cell says in a column: a text, a day, a choice, some of the plan's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from activities.enums import Status, TimingKind
from activities.timing_reading import read
from activities.vocabulary import Term, Vocabulary
from plans.texts import LONGEST_TEXT

from .columns import STATUSES, choice_of, plain
from .reading import DAY, ERROR, NUMBER, UNKNOWN, Cell

FIRST_SERIAL = date(1899, 12, 30)  # what Excel counts days from
SERIALS = range(32_874, 109_938)  # 1990 to 2200
MOST_TIMES = 366
LIST = re.compile(r"[;\n•]+")
AND = re.compile(r",| och | & ")


class CellError(ValueError):
    """Why a cell cannot be taken, as a sentence."""


def words_of(cell: Cell | None) -> str:
    """The cell as text. Raises CellError for an error value and for a formula without a value."""
    if cell is None:
        return ""
    if cell.kind == ERROR:
        raise CellError(_("Cellen innehåller felet %s.") % cell.text)
    if cell.kind == UNKNOWN:
        raise CellError(
            _("Cellen innehåller en formel utan värde. Öppna filen i Excel och spara den på nytt.")
        )
    if cell.kind == DAY:
        return cell.text.replace("T", " kl. ").replace(":", ".")
    if len(cell.text) > LONGEST_TEXT:
        raise CellError(_("Texten är längre än %s tecken.") % LONGEST_TEXT)
    return cell.text


def timing_words(cell: Cell | None) -> str:
    """As ``words_of``; a number that can only be a day is one."""
    day = _serial(cell) if cell and cell.kind == NUMBER else None
    return day.isoformat() if day else words_of(cell)


def day_of(cell: Cell | None, year: int) -> str | None:
    """A day as documents write it, or None where there is none. Raises CellError."""
    words = timing_words(cell)
    if not words:
        return None
    if cell and cell.kind == DAY:
        words = cell.text[:10]
    found = read(words, year)
    if found is None or found.kind != TimingKind.DATE or found.starts_on is None:
        raise CellError(_("”%s” är ingen dag. Skriv den som 2027-03-01.") % _short(words))
    if not 1900 <= found.starts_on.year < 2200:
        raise CellError(_("Året i ”%s” går inte att använda.") % _short(words))
    return found.starts_on.isoformat()


def _serial(cell: Cell) -> date | None:
    number = int(cell.text) if cell.text.isascii() and cell.text.isdecimal() else 0
    return FIRST_SERIAL + timedelta(number) if number in SERIALS else None


def times_of(cell: Cell | None) -> int | None:
    """How many times a year. Raises CellError."""
    words = words_of(cell)
    if not words:
        return None
    if words.isascii() and words.isdecimal() and 1 <= int(words[:9]) <= MOST_TIMES:
        return int(words[:9])
    raise CellError(_("”%s” är inget antal gånger per år. Skriv ett heltal.") % _short(words))


def status_of(cell: Cell | None) -> str:
    """A status; empty where nothing is said. Raises CellError."""
    words = words_of(cell)
    found = choice_of(words, Status.choices, STATUSES)
    if words and not found:
        known = ", ".join(str(label) for label in Status.labels)
        said = {"words": _short(words), "known": known}
        raise CellError(_("”%(words)s” är ingen status. Välj bland %(known)s.") % said)
    return found


def kind_of(cell: Cell | None) -> str:
    """A kind of timing; empty where nothing is said. Raises CellError."""
    words = words_of(cell)
    found = choice_of(words, TimingKind.choices, {})
    if words and not found:
        known = ", ".join(str(label) for label in TimingKind.labels)
        said = {"words": _short(words), "known": known}
        raise CellError(_("”%(words)s” är ingen sorts tidpunkt. Välj bland %(known)s.") % said)
    return found


def named(cell: Cell | None, vocabulary: Vocabulary, what: str) -> tuple[list[str], str]:
    """(keys, words): which of the plan's own a cell names, and what else it says. Raises CellError."""
    words = words_of(cell)
    known: dict[str, Term] = {}
    for term in vocabulary.of(what):
        known.setdefault(plain(term.name), term)
    known.pop("", None)
    if term_of_all := known.get(plain(words)):
        return [term_of_all.key], ""
    keys: dict[str, None] = {}
    rest = []
    for part in filter(None, map(str.strip, LIST.split(words))):
        found, left = _named_in(part, known)
        keys |= dict.fromkeys(found)
        rest += left
    if not keys:
        return [], words
    return list(keys), ", ".join(rest)


def _named_in(part: str, known: dict[str, Term]) -> tuple[list[str], list[str]]:
    """Of one piece of a list: the keys it names, and what it says besides."""
    if term := known.get(plain(part)):
        return [term.key], []
    pieces = [*_pieces(part)]
    found = [known[plain(piece)].key for piece in pieces if plain(piece) in known]
    left = [piece for piece in pieces if plain(piece) not in known]
    return (found, left) if found else ([], [part])


def _pieces(part: str) -> Iterator[str]:
    yield from filter(None, (piece.strip() for piece in AND.split(part)))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:39] + "…"
