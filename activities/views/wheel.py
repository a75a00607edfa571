"""The year as a wheel."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from activities.lines import NEEDED, load_lines
from activities.wheel_year import RINGS, TIED, Entry, year_wheel

from .page import around_key, year_page

MOST_LISTED = 500


class DrawnEntry(NamedTuple):
    """A line of the list as it is drawn."""

    number: int | None
    name: str
    url: str
    status: str
    status_label: str
    timing: str
    rings: str


@require_safe
def wheel(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The activities of a year in a circle; ``?ring=`` says what the rings are."""
    page = year_page(request, slug, year, keep=("ring",))
    by = request.GET.get("ring", "")
    by = by if by in RINGS else next(iter(RINGS))
    rows = page.rows.only(*NEEDED).order_by("starts_on", "pk")
    lines = load_lines(list(rows), page.vocabulary, [TIED[by]])
    urls = around_key("activity", page.plan)
    before, after = urls
    drawn = year_wheel(
        page.year, lines, page.choices, by, lambda line: f"{before}{line.key}{after}"
    )
    context = page.context(
        "wheel",
        svg=mark_safe(drawn.drawing.svg),  # noqa: S308 - drawn here, all words escaped
        wheel=drawn,
        entries=[_drawn(entry, urls) for entry in drawn.entries[:MOST_LISTED]],
        left_out=drawn.left_out,
        rings=[
            (label, page.filters.address(ring=value), value == by) for value, label in RINGS.items()
        ],
    )
    return render(request, "activities/wheel.html", context)


def _drawn(entry: Entry, urls: tuple[str, str]) -> DrawnEntry:
    line, (before, after) = entry.line, urls
    return DrawnEntry(
        entry.number,
        line.name,
        f"{before}{line.key}{after}",
        line.status,
        line.status_label,
        line.timing,
        ", ".join(entry.rings),
    )
