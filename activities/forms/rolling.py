"""The form of a year that is rolled over: which activities, and when each of them happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from activities.enums import TimingKind
from activities.models.activity import DATED
from activities.rolling import Offer, When, reworded
from plans.forms.fields import DayField, TextField

TICK, FIRST, LAST, WORDS = "insats", "fran", "till", "ord"


@dataclass(frozen=True)
class Row:
    """One activity as the page shows it: as offered, or as somebody has filled it in."""

    offer: Offer
    is_ticked: bool
    first: str
    last: str
    words: str
    errors: Mapping[str, str]

    @property
    def key(self) -> str:
        """Its name in the names of fields."""
        return self.offer.line.key

    @property
    def has_first(self) -> bool:
        """Whether there is a day to choose."""
        kind = self.offer.activity.timing_kind
        return bool(self.offer.when.starts_on) or kind in DATED

    @property
    def has_last(self) -> bool:
        """Whether there is a last day to choose."""
        return bool(self.offer.when.ends_on) or (
            self.has_first and self.offer.activity.timing_kind == TimingKind.PERIOD
        )

    @property
    def has_words(self) -> bool:
        """Whether the author said when in words; else the words follow from the days."""
        return bool(self.offer.activity.timing or self.words)


class RollingForm:
    """Rows of ``offers``, filled in from ``data`` where there is any. Valid without ``problems``."""

    def __init__(self, offers: Sequence[Offer], year: int, data: QueryDict | None = None) -> None:
        self.year = year
        self.rows = [_offered(offer) if data is None else _posted(offer, data) for offer in offers]

    @property
    def open_rows(self) -> list[Row]:
        """Those that the next year has not yet."""
        return [row for row in self.rows if row.offer.copy is None]

    @property
    def done_rows(self) -> list[Row]:
        """Those that it has."""
        return [row for row in self.rows if row.offer.copy is not None]

    @property
    def problems(self) -> Iterator[tuple[Row, str, str]]:
        """(row, field, sentence) of all that is wrong with what is ticked."""
        for row in self.open_rows:
            for field, sentence in row.errors.items():
                yield row, field, sentence

    @property
    def errors(self) -> bool:
        """Whether the page's title begins with “Fel:”."""
        return any(True for _ in self.problems)

    @property
    def whens(self) -> dict[str, When]:
        """When each of the ticked ones happens; only for a valid form."""
        return {row.key: self._when(row) for row in self.open_rows if row.is_ticked}

    def _when(self, row: Row) -> When:
        """What was chosen; words that nobody touched follow a day that somebody changed."""
        offered = row.offer.when
        when = replace(offered, starts_on=_day(row.first), ends_on=_day(row.last))
        if row.words == offered.words:
            return reworded(row.offer.activity, when, self.year)
        return replace(when, words=row.words)


def _offered(offer: Offer) -> Row:
    when = offer.when
    return Row(offer, offer.is_ticked, _iso(when.starts_on), _iso(when.ends_on), when.words, {})


def _posted(offer: Offer, data: QueryDict) -> Row:
    """As somebody has filled it in; of what is not ticked nothing is asked."""
    key = offer.line.key
    ticked = key in data.getlist(TICK)
    first, last = (data.get(f"{name}-{key}", "").strip() for name in (FIRST, LAST))
    row = Row(offer, ticked, first, last, data.get(f"{WORDS}-{key}", ""), {})
    return replace(row, errors=dict(_errors(row))) if ticked else row


def _errors(row: Row) -> Iterator[tuple[str, str]]:
    days: dict[str, date | None] = {}
    for name, text in ((FIRST, row.first), (LAST, row.last)):
        try:
            days[name] = _day(str(DayField().clean(text) or ""))
        except ValidationError as error:
            yield name, error.messages[0]
    try:
        TextField().clean(row.words)
    except ValidationError as error:
        yield WORDS, error.messages[0]
    if len(days) < 2:
        return
    if row.has_first and days[FIRST] is None:
        yield FIRST, _("Ange vilken dag det gäller.")
    first, last = days[FIRST], days[LAST]
    if first and last and last < first:
        yield LAST, _("Sista dagen kan inte ligga före den första.")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
