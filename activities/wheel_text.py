"""Words on a circle, as SVG: in pieces so short that each may stand straight, each turned by itself.

WeasyPrint lays no text along a path. The letters' widths are those of Source Sans 3, the type of the
pages and of the prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, degrees, radians, sin, sqrt

from django.utils.html import escape

CENTRE = 500.0
# Width of each letter, in hundredths of the height of the type.
WIDTHS = {
    letter: width
    for width, letters in {
        20: " ",
        26: "ijlI.,:;'",
        30: "f!()|",
        34: "tr-/",
        43: "sz",
        47: "xcvyJY–",
        50: "kFLaegåäé0123456789",
        54: "houöbndpqATZÅÄXVES",
        58: "CPRKB",
        62: "DG&",
        66: "HNUOQÖ",
        73: "wM",
        81: "Wm",
        95: "…—",
    }.items()
    for letter in letters
}
OTHER = 55
BOLD = 1.03
STRAY = 0.5  # units that a straight piece may leave its circle


def width_of(words: str, size: float) -> float:
    """How wide ``words`` are at ``size``."""
    return sum(WIDTHS.get(letter, OTHER) for letter in words) * size / 100


def shortened(words: str, size: float, room: float) -> str:
    """``words``, cut where they need more than ``room``."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + " …", size) > room:
        words = words[:-1]
    return words.rstrip() + " …"


def at(radius: float, turn: float) -> tuple[float, float]:
    """The point ``turn`` degrees clockwise from the top."""
    angle = radians(turn)
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def is_low(turn: float) -> bool:
    """Whether words there would stand on their heads."""
    return 95 < turn % 360 < 265


def upright(words: str, radius: float, turn: float, size: float, ink: str, more: str = "") -> str:
    """A few letters with their middle on the circle, turned with it so that they can be read."""
    return _piece(words, radius, turn, turn - 180 if is_low(turn) else turn, size, ink, more)


def along(
    words: str, radius: float, turn: float, size: float, ink: str, *, bold: bool = False
) -> Iterator[str]:
    """``words`` along the circle with their middle at ``turn``; on the lower half from the left too."""
    stretch = BOLD if bold else 1
    more = ' font-weight="600"' if bold else ""
    backwards = is_low(turn)
    unit = (-1 if backwards else 1) * degrees(stretch / radius)
    place = turn - width_of(words, size) / 2 * unit
    longest = 2 * sqrt(2 * radius * STRAY)
    for piece in _pieces(words, size, longest):
        half = width_of(piece, size) / 2 * unit
        if piece.strip():
            middle = place + half
            turned = middle - 180 if backwards else middle
            yield _piece(piece, radius, middle, turned, size, ink, more)
        place += 2 * half


def _pieces(words: str, size: float, longest: float) -> Iterator[str]:
    """``words`` in pieces of at most ``longest``, at least a letter each, spaces by themselves."""
    piece = ""
    for letter in words:
        if piece and (letter == " " or piece == " " or width_of(piece + letter, size) > longest):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _piece(
    words: str, radius: float, turn: float, turned: float, size: float, ink: str, more: str
) -> str:
    x, y = at(radius, turn)
    return (
        f'<text transform="translate({x:.1f} {y:.1f}) rotate({turned:.1f})" y="{size * 0.34:.1f}" '
        f'font-size="{size:.3g}" fill="{ink}"{more}>{escape(words)}</text>'
    )
