"""The year as a wheel: one SVG, made of plain data, the same on screen and in print.

January begins at the top and the year goes clockwise. Outermost the months and ISO weeks, within
them a band for each ring. What happens on a day is a numbered disc, a period an arc, what goes on all
the time a full circle; the numbers lead to the list beside the wheel. A filled mark is settled, a
white one is not yet, a dashed one is called off, so that colour says nothing alone.

Only attributes, no styles: the content security policy refuses those that stand inline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import degrees, radians

from django.utils.dates import MONTHS
from django.utils.html import escape

from .calendar.span import Span
from .calendar.weeks import Week
from .wheel_room import DOT, GAP, LABEL, Band, Days, Lane, Room
from .wheel_text import CENTRE, along, at, shortened, upright, width_of

OUTER, MONTHS_WITHIN, WEEKS_WITHIN = 494, 456, 432
LEAST_LETTERS, LETTERS = 11.0, 16.0
MARK = 0.86  # of the height of its lane

INK, SOFT, LINE, PAPER = "#1b272f", "#4d5a64", "#c3ccd1", "#ffffff"
MONTH_TINTS = ("#dbe5eb", "#eaf0f3")
COLOURS = ("#17506f", "#2f6d54", "#6a4a80", "#80560f", "#8a2f4f", "#3c5a1e", "#2b5c94", "#4d5a64")
TINTS = ("#edf4f8", "#edf6f0", "#f5f0f8", "#fbf5e8", "#faf0f3", "#f2f6eb", "#eef3fb", "#f2f4f5")

SETTLED, OPEN, OFF = "settled", "open", "off"


@dataclass(frozen=True)
class Mark:
    """An activity in a ring; ``look`` is ``SETTLED``, ``OPEN`` or ``OFF``.

    ``spans`` are the days of the year on which it happens, in order; one that ``goes_on`` all the
    time has none. ``number`` is that of the list beside the wheel, ``words`` say when, and ``url``
    where it leads on screen; a print has none, since WeasyPrint takes a link for a piece of text and
    loses what is drawn in it.
    """

    number: int
    name: str
    spans: tuple[Span, ...] = ()
    goes_on: bool = False
    look: str = OPEN
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Ring:
    """A band of the wheel."""

    label: str
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Drawing:
    """The wheel as SVG, and the numbers of the marks for which there was no room."""

    svg: str
    left_out: frozenset[int] = frozenset()


def draw(
    year: int, rings: Sequence[Ring], *, title: str, description: str, name: str = "wheel"
) -> Drawing:
    """The wheel of ``year``, the first of ``rings`` outermost.

    ``title`` and ``description`` are for those who do not see it; ``name`` tells it from other
    wheels of the same page.
    """
    days = Days(year)
    plan = Room([ring.marks for ring in rings], days, WEEKS_WITHIN - GAP).plan()
    innermost = plan.bands[-1].inner if plan.bands else WEEKS_WITHIN
    # Nothing in an image may be a link; a group of links is read as nothing but its title.
    role = "group" if any(mark.url for ring in rings for mark in ring.marks) else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wheel" viewBox="0 0 1000 1000" role="{role}" '
        f'aria-labelledby="{name}-title {name}-description" text-anchor="middle" '
        "font-family=\"'Source Sans 3', sans-serif\">",
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-description">{escape(description)}</desc>',
        '<g aria-hidden="true">',
        *(_ground(band) for band in plan.bands),
        *_months(days, innermost),
        *_weeks(days),
        f'<text x="500" y="{CENTRE + 19:g}" font-size="58" font-weight="600" fill="{INK}">{year}</text>',
    ]
    for band in plan.bands:
        parts += _label(rings[band.number].label, band)
        for lane in band.lanes:
            parts += _lane(lane, band, days)
    parts.append("</g></svg>")
    return Drawing("".join(parts), frozenset(mark.number for mark in plan.left_out))


# --- the frame ---------------------------------------------------------------------------------------


def _point(radius: float, turn: float) -> str:
    x, y = at(radius, turn)
    return f"{x:.1f} {y:.1f}"


def _circle(radius: float, attributes: str) -> str:
    return f'<circle cx="500" cy="500" r="{radius:.1f}" {attributes}/>'


def _sector(radius: float, start: float, end: float, height: float, paint: str) -> str:
    """A piece of a ring."""
    end = min(end, start + 359.9)
    outer, inner = radius + height / 2, radius - height / 2
    large = int(end - start > 180)
    return (
        f'<path d="M{_point(outer, start)}A{outer:.1f} {outer:.1f} 0 {large} 1 {_point(outer, end)}'
        f'L{_point(inner, end)}A{inner:.1f} {inner:.1f} 0 {large} 0 {_point(inner, start)}Z" {paint}/>'
    )


def _ground(band: Band[Mark]) -> str:
    middle, height = (band.outer + band.inner) / 2, band.outer - band.inner
    tint = TINTS[band.number % len(TINTS)]
    return _circle(middle, f'fill="none" stroke="{tint}" stroke-width="{height:.1f}"')


def _months(days: Days, innermost: float) -> Iterator[str]:
    middle, height = (OUTER + MONTHS_WITHIN) / 2, OUTER - MONTHS_WITHIN
    lines = []
    for month, name in MONTHS.items():
        start, end = days.within(Span.of_month(days.year, month))
        yield _sector(middle, start, end, height, f'fill="{MONTH_TINTS[month % 2]}"')
        yield from along(str(name).capitalize(), middle, (start + end) / 2, 22, INK, bold=True)
        lines.append(f"M{_point(MONTHS_WITHIN, start)}L{_point(innermost, start)}")
    yield f'<path d="{"".join(lines)}" fill="none" stroke="{LINE}" stroke-width="1"/>'
    for radius in (OUTER, MONTHS_WITHIN):
        yield _circle(radius, f'fill="none" stroke="{SOFT}" stroke-width="1.5"')


def _weeks(days: Days) -> Iterator[str]:
    """A stroke at each Monday, and the number of the week after it."""
    ticks = []
    day = days.span.start + timedelta(-days.span.start.weekday() % 7)
    while days.span.has(day):
        start, end = days.within(Span(day, day + timedelta(7)))
        ticks.append(f"M{_point(MONTHS_WITHIN, start)}L{_point(MONTHS_WITHIN - 8, start)}")
        if days.span.has(day + timedelta(3)):
            place = (start + end) / 2
            yield upright(str(Week.of(day).number), WEEKS_WITHIN + 10, place, 13, SOFT)
        day += timedelta(7)
    yield f'<path d="{"".join(ticks)}" fill="none" stroke="{SOFT}" stroke-width="1.2"/>'


def _label(label: str, band: Band[Mark]) -> Iterator[str]:
    """The name of a band, from the top on."""
    radius = band.outer - LABEL / 2 - 2
    words = shortened(label, 15, radians(90) * radius)
    middle = 1.2 + degrees(width_of(words, 15) / 2 / radius)
    yield from along(words, radius, middle, 15, COLOURS[band.number % len(COLOURS)], bold=True)


# --- marks -------------------------------------------------------------------------------------------


def _lane(lane: Lane[Mark], band: Band[Mark], days: Days) -> Iterator[str]:
    colour, size = COLOURS[band.number % len(COLOURS)], band.height * MARK
    going_on = [mark for mark in lane.marks if mark.goes_on]
    if going_on:
        yield from _full_circle(going_on, lane.radius, size, colour)
    for number, mark in enumerate(going_on):
        turn = 30 * (band.number % 2) + 18 + number * 360 / len(going_on)
        yield _linked(mark, _numbered(mark, lane.radius, turn, size, colour))
    for mark in lane.marks:
        if not mark.goes_on:
            yield _linked(mark, _dated(mark, lane.radius, size, colour, days))


def _linked(mark: Mark, drawn: Iterator[str]) -> str:
    words = f"{mark.number}. {mark.name}" + (f": {mark.words}" if mark.words else "")
    tag = f'a href="{escape(mark.url)}" tabindex="-1"' if mark.url else "g"
    return f"<{tag}><title>{escape(words)}</title>{''.join(drawn)}</{tag[0]}>"


def _full_circle(marks: list[Mark], radius: float, size: float, colour: str) -> Iterator[str]:
    """One circle for all ``marks`` on it: called off where all are, filled where one is settled."""
    looks = {mark.look for mark in marks}
    dashes = ' stroke-dasharray="10 7"' if looks == {OFF} else ""
    width = min(8, size * 0.34)
    yield _circle(radius, f'fill="none" stroke="{colour}" stroke-width="{width:.1f}"{dashes}')
    if SETTLED not in looks:
        yield _circle(radius, f'fill="none" stroke="{PAPER}" stroke-width="{width - 3:.1f}"')


def _dated(mark: Mark, radius: float, size: float, colour: str, days: Days) -> Iterator[str]:
    """The times of a mark: the first with its number, the others as dots."""
    half = degrees(size / 2 / radius)
    for later, span in enumerate(mark.spans):
        start, end = days.within(span)
        is_arc = end - start > 2.3 * half
        if is_arc:
            yield _sector(radius, start, end, size * (0.5 if later else 1), _paint(mark, colour))
        elif later:
            yield _disc(radius, (start + end) / 2, max(7, size * DOT), _paint_dot(mark, colour))
        if not later:
            place = start + half if is_arc else (start + end) / 2
            yield from _numbered(mark, radius, place, size, colour)
        if is_arc and not later:
            yield from _name(mark, radius, start + 2.2 * half, end, size)


def _name(mark: Mark, radius: float, start: float, end: float, size: float) -> Iterator[str]:
    """The name of a period along its arc, where there is room for all of it."""
    letters = min(LETTERS, size * 0.6)
    room = radians(end - start) * radius - letters
    if letters >= LEAST_LETTERS and width_of(mark.name, letters) <= room:
        ink = PAPER if mark.look == SETTLED else INK
        yield from along(mark.name, radius, (start + end) / 2, letters, ink)


def _paint(mark: Mark, colour: str) -> str:
    fill = colour if mark.look == SETTLED else PAPER
    dashes = ' stroke-dasharray="4 3"' if mark.look == OFF else ""
    return f'fill="{fill}" stroke="{colour}" stroke-width="1.8"{dashes}'


def _paint_dot(mark: Mark, colour: str) -> str:
    """Too small for dashes: what is called off is thin and grey."""
    if mark.look == OFF:
        return f'fill="none" stroke="{SOFT}" stroke-width="1"'
    return _paint(mark, colour)


def _disc(radius: float, turn: float, size: float, paint: str) -> str:
    x, y = at(radius, turn)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 2:.1f}" {paint}/>'


def _numbered(mark: Mark, radius: float, turn: float, size: float, colour: str) -> Iterator[str]:
    """The disc with the number of a mark, struck through where it is called off."""
    x, y = at(radius, turn)
    letters = size * (0.66 if mark.number < 100 else 0.54)
    yield _disc(radius, turn, size, _paint(mark, colour))
    if mark.look == OFF:
        yield (
            f'<path d="M{x - size * 0.36:.1f} {y + size * 0.2:.1f}L{x + size * 0.36:.1f} '
            f'{y - size * 0.2:.1f}" fill="none" stroke="{SOFT}" stroke-width="1.5"/>'
        )
    yield (
        f'<text x="{x:.1f}" y="{y + letters * 0.34:.1f}" font-weight="600" font-size="{letters:.1f}" '
        f'fill="{PAPER if mark.look == SETTLED else INK}">{mark.number}</text>'
    )
