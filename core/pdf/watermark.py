"""A word across the page, behind the text, as outlines.

Outlines and not text: the letters of a word that stands slantwise on every page would otherwise
turn up between the lines when somebody searches, copies or listens. As a page background it is
an artifact by nature, and in a flat pale colour it needs no transparency.
"""

from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from core.pdf.static_files import FONTS

COLOUR = "#e9ebee"
WIDTH, HEIGHT = 210, 297  # A4, millimetres
LENGTH = 190
SLOPE = -50


@cache
def watermark_css(word: str) -> str:
    """The page rule that puts ``word`` behind every page."""
    address = f"watermark:{word.encode().hex()}"
    return f'@page {{ background: url("{address}") center / 210mm 297mm no-repeat }}'


@cache
def watermark_svg(word: str) -> bytes:
    """An A4 page with the outlines of ``word``, which any length of word fits."""
    with TTFont(FONTS / "SourceSans3-Bold.ttf") as font:
        cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
        height = font["OS/2"].sCapHeight
        paths, advance = [], 0.0
        for char in word:
            name = cmap.get(ord(char), ".notdef")
            pen = SVGPathPen(glyphs)
            glyphs[name].draw(pen)
            paths.append(f'<path transform="translate({advance:g} 0)" d="{pen.getCommands()}"/>')
            advance += glyphs[name].width
    scale = LENGTH / max(advance, 4 * height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}mm" height="{HEIGHT}mm"><g fill="{COLOUR}" '
        f'transform="translate({WIDTH / 2} {HEIGHT / 2}) rotate({SLOPE}) '
        f'scale({scale:.6f} {-scale:.6f}) translate({-advance / 2:g} {-height / 2:g})">'
        f"{''.join(paths)}</g></svg>"
    ).encode()
