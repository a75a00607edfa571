"""The year's activities as a section of the plan: its wheel, drawn of what the document holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plans.registry import Sketch

from .marks import Numbered, rings_of, row_of, when
from .models import Activity
from .models.year import FIRST_YEAR, LAST_YEAR
from .timing import composed
from .wheel import draw

Item = Mapping[str, Any]


def wheel_of(section: Item) -> Sketch:
    """The wheel of a section, its activities numbered as they stand; none where none has a day.

    In the table below it a timing without words of the author is said in ours.
    """
    items: Sequence[Item] = section.get("items", [])
    year = year_of(items)
    if year is None:
        return Sketch(SafeString(), items)
    rows = [(item, row_of(item, year)) for item in items]
    said = [{**item, "timing": item.get("timing") or composed(row)} for item, row in rows]
    numbered = [
        _numbered(number, item, row, section, year)
        for number, (item, row) in enumerate(rows, start=1)
    ]
    drawing = draw(
        year,
        rings_of(numbered),
        title=_("Årshjul %s. Samma uppgifter står i tabellen, under samma nummer.") % year,
        description=_("Aktiviteterna runt året, med januari överst och sedan medurs."),
        name=f"{section['key']}-wheel",
    )
    svg = mark_safe(drawing.svg)  # noqa: S308 - our own drawing, which escapes what it is told
    return Sketch(svg, said)


def year_of(items: Sequence[Item]) -> int | None:
    """The year in which most of ``items`` begin, of two the earlier; None where none has a day."""
    begun = (int(item["starts_on"][:4]) for item in items if item.get("starts_on"))
    years = Counter(year for year in begun if FIRST_YEAR <= year <= LAST_YEAR)
    return min(years, key=lambda year: (-years[year], year), default=None)


def _numbered(number: int, item: Item, row: Activity, section: Item, year: int) -> Numbered:
    spans, goes_on = when(row, year)
    return Numbered(
        number=number,
        name=item.get("name", ""),
        spans=spans,
        goes_on=goes_on,
        kind=row.timing_kind,
        status="",
        scopes=[section["scope"]] if section.get("scope") else [],
        words=item.get("timing", ""),
    )
