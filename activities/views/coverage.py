"""What a year covers: target groups against goals, channels and months, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from activities.coverage import Grid, gaps
from activities.coverage_year import NEEDED, TIED, year_coverage
from activities.enums import Status
from activities.filters import LACKS, Filters
from activities.lines import load_lines
from activities.templatetags.pieces import kept_sheet
from plans.registry import Words

from .page import YearPage, year_page

COUNTED = tuple(status for status in Status.values if status != Status.CANCELLED)
SEEN = tuple(status for status in COUNTED if status != Status.IDEA)  # by who only reads
TITLES: Mapping[str, Words] = {
    "goals": _("Målgrupper och mål"),
    "channels": _("Målgrupper och kanaler"),
    "months": _("Målgrupper och månader"),
}
STEPS = (1, 2, 4)  # where a darker ground begins


@dataclass(frozen=True)
class Cell:
    """A count, and the way to the activities that make it."""

    count: int
    url: str
    step: int


@dataclass(frozen=True)
class Row:
    """A target group with its counts."""

    label: str
    cells: list[Cell]
    total: Cell


@require_safe
def coverage(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The counts of a year; what is called off is left out, unless it is asked for."""
    page = year_page(request, slug, year)
    rows = _counted(page).rows.select_related(None).only(*NEEDED)
    lines = load_lines(list(rows), page.vocabulary, TIED)
    found = year_coverage(page.year, lines, page.vocabulary)
    filters = _counted(page).filters
    table = reverse("activities:table", args=[slug, year])
    lacks = [(key, str(word)) for key, word in LACKS.items()]
    context = page.context(
        "coverage",
        count=found.count,
        grids=[
            (TITLES[grid.name], _drawn(grid, filters, table))
            for grid in found.grids
            if grid.rows and grid.columns
        ],
        gaps=[
            (gap.sentence, table + replace(filters, missing=gap.lacks).query if gap.lacks else "")
            for gap in gaps(found, year, lacks)
        ],
        counts_all=bool(page.filters.statuses),
    )
    return render(request, "activities/coverage.html", context)


def _counted(page: YearPage) -> YearPage:
    """The page without what is called off; its links say so too."""
    if page.filters.statuses:
        return page
    counted = COUNTED if page.abilities.read_draft else SEEN
    return replace(page, filters=replace(page.filters, statuses=counted))


def _drawn(grid: Grid, filters: Filters, table: str) -> SafeString:
    """The table of ``grid``: its cells and their addresses are made only where a count is new."""
    columns = tuple(grid.columns)
    counts = frozenset(grid.counts.items()), frozenset(grid.row_totals.items())
    key = grid.name, tuple(grid.rows), columns, counts, filters, table

    def make() -> str:
        context = {"columns": columns, "rows": list(_rows(grid, filters, table))}
        return render_to_string("activities/coverage_grid.html", context)

    return mark_safe(kept_sheet(key, make))  # noqa: S308 - a template escapes


def _rows(grid: Grid, filters: Filters, table: str) -> Iterator[Row]:
    for row in grid.rows:
        of_row = replace(filters, audience=row.key)
        cells = [
            _cell(grid.counts[row.key, column.key], _narrowed(of_row, grid.name, column.key), table)
            for column in grid.columns
        ]
        yield Row(row.label, cells, _cell(grid.row_totals[row.key], of_row, table))


def _narrowed(filters: Filters, name: str, key: str) -> Filters:
    match name:
        case "goals":
            return replace(filters, goal=key)
        case "channels":
            return replace(filters, channel=key)
        case _:
            return replace(filters, first=key, last=key)


def _cell(count: int, filters: Filters, table: str) -> Cell:
    step = sum(count >= least for least in STEPS)
    return Cell(count, f"{table}{filters.query}" if count else "", step)
