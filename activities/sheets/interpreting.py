"""What a table would do to a year: each row new, changed or as it was, and every problem by its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from activities.enums import Status
from activities.lines import Line
from activities.models.activity import DATED
from activities.vocabulary import Vocabulary
from plans.services.subjects import Values

from .cells import CellError, day_of, kind_of, named, status_of, times_of, timing_words, words_of
from .columns import BY_NAME, plain
from .reading import Cell
from .tables import Head, Table
from .timed import TIMED, TYPED, as_written, timing_after, timing_of

TEXTS = (
    "name",
    "goal",
    "effect",
    "responsible",
    "place",
    "purpose",
    "occasion",
    "evaluated_by",
    "lesson",
)
# Column → the kind of the plan's own words, and the field for other words beside them.
NAMED = {
    "goals": ("goals", ""),
    "audience": ("target_groups", "audience_words"),
    "messages": ("messages", "message_words"),
    "channels": ("channels", "channel_words"),
    "speakers": ("spokespersons", "speaker_words"),
}
Reader = Callable[[Cell | None], Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row, and in which cell of it; ``column`` is empty for the whole row."""

    row: int
    sentence: str
    column: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Difference:
    """What a cell changes, in the words of the table; ``known`` are the plan's own that it names."""

    label: str
    before: str
    after: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row: ``line`` is the activity that it changes, None for a new one.

    ``values`` are those to store, as documents write them.
    """

    row: int
    name: str
    line: Line | None
    values: Values
    differences: Sequence[Difference] = ()

    @property
    def is_new(self) -> bool:
        """Whether it becomes a new activity."""
        return self.line is None

    @property
    def is_same(self) -> bool:
        """Whether nothing comes of it."""
        return self.line is not None and not self.values


@dataclass
class Plan:
    """All that a table would do; nothing is done while there are ``problems``."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Outcome]:
        """Rows that become new activities."""
        return [one for one in self.outcomes if one.is_new]

    @property
    def changed(self) -> list[Outcome]:
        """Rows that change an activity."""
        return [one for one in self.outcomes if not one.is_new and one.values]

    @property
    def same(self) -> list[Outcome]:
        """Rows that say what is there already."""
        return [one for one in self.outcomes if one.is_same]


def interpret(table: Table, lines: Sequence[Line], vocabulary: Vocabulary, year: int) -> Plan:
    """What ``table`` would do to the activities ``lines`` of ``year``."""
    plan = Plan()
    if "name" not in table.columns:
        plan.problems.append(Problem(table.head_row, _("Välj vilken kolumn som är aktiviteten.")))
        return plan
    if table.sheet.is_cut:
        plan.problems.append(Problem(0, too_long()))
        return plan
    matching = _Matching(lines)
    for number in table.row_numbers:
        reading = _Row(table, number, vocabulary, year, matching)
        if reading.is_empty:
            continue
        outcome = reading.outcome()
        plan.problems += reading.problems
        if outcome is not None:
            plan.outcomes.append(outcome)
    if not plan.outcomes and not plan.problems:
        plan.problems.append(Problem(table.head_row, _("Under rubrikerna finns inga rader.")))
    return plan


def too_long() -> str:
    """What is said of a table with too many rows."""
    return _("Tabellen har för många rader. Dela upp den i flera filer.")


class _Matching:
    """Which activity a row means: by its key, else by its name; several of one name in their order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._by_key = {line.key: line for line in lines}
        self._by_name: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            self._by_name[plain(line.name)].append(line)
        self._taken: dict[str, int] = {}

    def by_key(self, key: str, row: int) -> Line:
        """Raises CellError when there is none, or another row has it."""
        line = self._by_key.get(key)
        if line is None:
            sentence = _(
                "Nyckeln ”%s” finns inte bland årets insatser. Töm cellen för en ny insats, "
                "eller låt bli att läsa kolumnen."
            )
            raise CellError(sentence % key[:80])
        if line.key in self._taken:
            said = {"key": key, "row": self._taken[line.key]}
            raise CellError(_("Rad %(row)s har redan nyckeln ”%(key)s”.") % said)
        self._taken[line.key] = row
        return line

    def by_name(self, name: str, row: int) -> Line | None:
        """The first of that name that no row means yet."""
        for line in self._by_name[plain(name)]:
            if line.key not in self._taken:
                self._taken[line.key] = row
                return line
        return None


class _Row:
    """Reads one row of the table."""

    def __init__(
        self, table: Table, number: int, vocabulary: Vocabulary, year: int, matching: _Matching
    ) -> None:
        self.number = number
        self.problems: list[Problem] = []
        self._heads = table.columns
        self._cells = table.sheet.rows[number]
        self._vocabulary, self._year, self._matching = vocabulary, year, matching
        self._line: Line | None = None
        self._by_key = False
        day = partial(day_of, year=year)
        self._readers: dict[str, Reader] = {
            "timing": timing_words,
            "status": status_of,
            "timing_kind": kind_of,
            "times_a_year": times_of,
            "starts_on": day,
            "ends_on": day,
        }

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing in any column that is read."""
        return not any(head.number in self._cells for head in self._heads.values())

    def outcome(self) -> Outcome | None:
        """What becomes of it; None where something is wrong."""
        name = self._read("name", words_of, "")
        if not name:
            if not self.problems:
                self._complain("name", _("Raden saknar aktivitet."))
            return None
        self._find(name)
        said = self._said()
        values = self._values(said)
        if self.problems:
            return None
        if self._line is None:
            values = {name: value for name, value in values.items() if value not in (None, "", [])}
            values.setdefault("status", str(Status.PLANNED))
        differences = [
            self._difference(name, said[name]) for name in said if self._line or name != "name"
        ]
        return Outcome(self.number, name, self._line, values, differences)

    def _find(self, name: str) -> None:
        key = self._read("key", words_of, "")
        self._by_key = bool(key)
        try:
            self._line = (
                self._matching.by_key(key, self.number)
                if key
                else self._matching.by_name(name, self.number)
            )
        except CellError as error:
            self._complain("key", str(error))

    # --- what it says ------------------------------------------------------------------------------

    def _said(self) -> dict[str, Values]:
        """Column → the values that its cell would change; those that change nothing are left out."""
        found = {}
        for name in self._heads:
            if name != "key" and self._differs(name):
                values = self._taken(name)
                if self._line is None or values != self._before(values):
                    found[name] = values
        return found

    def _differs(self, name: str) -> bool:
        """Whether the cell has other words than an export of the activity would have there.

        An empty cell says that there is nothing only of an activity that is named by its key.
        """
        cell = self._cells.get(self._heads[name].number)
        if cell is None and (self._line is None or not self._by_key):
            return False
        return self._line is None or self._words(name) != self._exported(name)

    def _taken(self, name: str) -> Values:
        """What the cell says, as documents write it."""
        if name in NAMED:
            return self._named(name)
        if name in TEXTS:
            return {name: self._read(name, words_of, "")}
        value = self._read(name, self._readers[name], None)
        if name == "status":
            value = value or str(Status.IDEA)
        return {name: value or ("" if name == "timing" else None)}

    def _named(self, name: str) -> Values:
        what, words = NAMED[name]
        reader = partial(named, vocabulary=self._vocabulary, what=what)
        keys, rest = self._read(name, reader, ([], ""))
        if words:
            return {name: sorted(keys), words: rest}
        if rest:
            self._complain(name, _("”%s” finns inte bland planens mål.") % rest[:60])
        return {name: sorted(keys)}

    def _before(self, values: Values) -> Values:
        """The same of the activity that the row means."""
        if self._line is None:
            return {}
        activity, ties = self._line.activity, self._line.ties
        return {
            name: sorted(ties.get(name, ()))
            if name in NAMED
            else as_written(getattr(activity, name))
            if name in TYPED
            else str(getattr(activity, name))
            for name in values
        }

    def _values(self, said: dict[str, Values]) -> Values:
        """All that is to be stored; what is typed of the timing goes together."""
        values = {name: value for one in said.values() for name, value in one.items()}
        timed = {name: values.pop(name) for name in ("timing", *TYPED) if name in values}
        if not timed:
            return values
        before = timing_of(self._line.activity if self._line else None)
        now = timing_after(before, timed, self._year)
        self._check(now)
        if "timing" in timed:
            values["timing"] = timed["timing"]
        return values | {name: now[name] for name in TIMED if now[name] != before[name]}

    def _check(self, now: Values) -> None:
        first, last = now["starts_on"], now["ends_on"]
        if now["timing_kind"] in DATED and not first:
            column = "starts_on" if "starts_on" in self._heads else "timing_kind"
            self._complain(column, _("Ange vilken dag det gäller."))
        if first and last and last < first:
            column = "ends_on" if "ends_on" in self._heads else "timing"
            self._complain(column, _("Sista dagen kan inte ligga före den första."))

    # --- cells -------------------------------------------------------------------------------------

    def _difference(self, name: str, values: Values) -> Difference:
        label = str(BY_NAME[name].label)
        known = tuple(self._vocabulary.names(values[name])) if name in NAMED else ()
        return Difference(label, self._exported(name), self._words(name), known)

    def _words(self, name: str) -> str:
        """The cell as people read it, also where something is wrong with it."""
        cell = self._cells.get(self._heads[name].number)
        reader = timing_words if name == "timing" else words_of
        try:
            words = reader(cell)
        except CellError:
            words = cell.text if cell else ""
        return " ".join(words.split())

    def _exported(self, name: str) -> str:
        value = None if self._line is None else BY_NAME[name].write(self._line)
        return "" if value is None else " ".join(str(value).split())

    def _read(self, name: str, reader: Reader, otherwise: Any) -> Any:
        head = self._heads.get(name)
        if head is None:
            return otherwise
        try:
            return reader(self._cells.get(head.number))
        except CellError as error:
            self._complain(name, str(error))
            return otherwise

    def _complain(self, name: str, sentence: str) -> None:
        head: Head | None = self._heads.get(name)
        letters, heading = (head.letters, head.heading) if head else ("", "")
        problem = Problem(self.number, sentence, letters, heading)
        if problem not in self.problems:
            self.problems.append(problem)
