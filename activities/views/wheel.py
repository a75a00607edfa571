"""The year as a wheel, drawn anew only where a row of the database says something new."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from activities.lines import NEEDED, Line, lines_of, load_lines, ties_of
from activities.models import Activity
from activities.templatetags.pieces import pieces
from activities.vocabulary import Vocabulary
from activities.wheel_year import RINGS, TIED, Entry, year_wheel
from core.kept import Kept
from plans.models import Node

from .page import YearPage, around_key, year_page

MOST_LISTED = 500
PARTIES = "part"  # the rings that show who does what, which other rows say
# In the order of the model; the cells of a table name only what has no other name.
FETCHED = tuple(
    field.attname
    for field in Activity._meta.concrete_fields
    if field.name in {"id", "node", *NEEDED} - {"cells"}
)
NODE, NAME, TEXT = (FETCHED.index(name) for name in ("node_id", "name", "text"))


class DrawnEntry(NamedTuple):
    """A line of the list as it is drawn."""

    number: int | None
    name: str
    url: str
    status: str
    status_label: str
    timing: str
    rings: str


class Undated(NamedTuple):
    """What has no day, of one kind of timing: (name, address, words) of each."""

    label: str
    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class DrawnWheel:
    """All of a wheel that a page shows; ``rows`` are those of the list beside it."""

    svg: SafeString
    rows: SafeString
    left_out: int
    undated: tuple[Undated, ...]


_kept: Kept[DrawnWheel] = Kept(most=50)


@require_safe
def wheel(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The activities of a year in a circle; ``?ring=`` says what the rings are."""
    page = year_page(request, slug, year, keep=("ring",))
    by = request.GET.get("ring", "")
    by = by if by in RINGS else next(iter(RINGS))
    rings = [
        (label, page.filters.address(ring=value), value == by) for value, label in RINGS.items()
    ]
    context = page.context("wheel", wheel=_wheel(page, by), rings=rings)
    return render(request, "activities/wheel.html", context)


def _wheel(page: YearPage, by: str) -> DrawnWheel:
    """The wheel of the rows as they stand in the database now."""
    rows = page.rows.order_by("starts_on", "pk")
    values = () if by == PARTIES else tuple(rows.values_list(*FETCHED, "node__key"))
    if by == PARTIES or not all(one[NAME] or one[TEXT] for one in values):
        return _drawn(page, by, load_lines(list(rows.only(*NEEDED)), page.vocabulary, [TIED[by]]))
    ties = ties_of([one[NODE] for one in values], [TIED[by]])
    key = page.plan.slug, page.year.year, by, get_language(), values, ties, _known(page.vocabulary)

    def make() -> DrawnWheel:
        activities = [_activity(rows.db, one) for one in values]
        return _drawn(page, by, lines_of(activities, page.vocabulary, ties))

    return _kept.get(key, make)


def _known(vocabulary: Vocabulary) -> Hashable:
    inherited = (
        (pk, tuple(sorted(ties.items()))) for pk, ties in sorted(vocabulary.inherited.items())
    )
    return vocabulary.terms, tuple(inherited)


def _activity(database: str, values: Sequence[Any]) -> Activity:
    """The activity of a row that was fetched; the last value is the key of its node."""
    *own, key = values
    activity: Activity = Activity.from_db(database, FETCHED, own)
    activity.node = Node.from_db(database, ("id", "key"), (activity.node_id, key))
    return activity


def _drawn(page: YearPage, by: str, lines: Sequence[Line]) -> DrawnWheel:
    before, after = around_key("activity", page.plan)

    def url(line: Line) -> str:
        return f"{before}{line.key}{after}"

    found = year_wheel(page.year, lines, page.choices, by, url)
    listed = [_entry(entry, url(entry.line)) for entry in found.entries[:MOST_LISTED]]
    return DrawnWheel(
        mark_safe(found.drawing.svg),  # noqa: S308 - drawn here, all words escaped
        pieces("activities/wheel_row.html", listed),
        len(found.left_out),
        tuple(
            Undated(
                group.label,
                tuple((e.line.name, url(e.line), e.line.timing) for e in group.entries),
            )
            for group in found.undated
        ),
    )


def _entry(entry: Entry, url: str) -> DrawnEntry:
    line = entry.line
    return DrawnEntry(
        entry.number,
        line.name,
        url,
        line.status,
        line.status_label,
        line.timing,
        ", ".join(entry.rings),
    )
