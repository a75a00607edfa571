"""Pages drawn from what is known already: the watermark once a file, glyphs by the line.

WeasyPrint draws the background image of each page anew, and reads each glyph of each line through
half a dozen calls of C. Here a file has one watermark, and a line whose glyphs have all been
drawn before is put together from what they were then.
"""

from itertools import pairwise
from typing import Any

from weasyprint import draw
from weasyprint.draw import text as draw_text
from weasyprint.images import SVGImage
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from core.pdf.swapping import swap

stock_draw_background_image = draw.draw_background_image
stock_draw_first_line = draw_text.draw_first_line

INTEGERS = 5  # in a PangoGlyphInfo: glyph, width, two offsets, attributes
NO_GLYPH = 0x0FFFFFFF  # from here on, numbers that stand for none or for a missing one
SIZE_OF_FONT = pango.pango_version() >= 14802  # else that of the style, as in the stock function


def draw_background_image(stream: Any, layer: Any, style: Any) -> None:
    """Replaces ``draw.draw_background_image``: the same picture on the next page is the same object."""
    if not isinstance(layer.image, SVGImage) or layer.repeat != ("no-repeat", "no-repeat"):
        stock_draw_background_image(stream, layer, style)
        return
    groups = stream._resources["XObject"]
    key = (stream.page_rectangle, layer.size, layer.position, layer.positioning_area)
    kept = layer.image.__dict__.setdefault("kept_groups", {})
    group = kept.get(key)
    if group is None or groups.get(group.id) is not group:
        stock_draw_background_image(stream, layer, style)
        kept[key] = groups[next(reversed(groups))]
        return
    with stream.artifact():
        if not layer.unbounded:
            stream.rectangle(*layer.painting_area)
            stream.clip()
            stream.end()
        stream.draw_x_object(group.id)


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> list[Any]:
    """Replaces ``draw.text.draw_first_line``; leaves out kerning by less than a unit."""
    layout = textbox.pango_layout
    pieces = None
    if (text_overflow, block_ellipsis) == ("clip", "none") and textbox.style["font_size"] > 1:
        pieces = _pieces(stream, textbox, layout)
    if pieces is None:
        return stock_draw_first_line(  # type: ignore[no-any-return]
            stream, textbox, text_overflow, block_ellipsis, matrix
        )
    if pieces:
        stream.set_text_matrix(*matrix.values)
    for font, size, glyphs in pieces:
        stream.set_font_size(font.hash, size)
        stream.show_text(f"<{glyphs}>")
    return []


def _pieces(stream: Any, textbox: Any, layout: Any) -> list[tuple[Any, float, str]] | None:
    """Font, size and glyphs in hexadecimal of each run; ``None`` for what is not plain."""
    if not textbox.text.strip():
        return []
    pieces = []
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _index = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font, size = stream.add_font(item.item.analysis.font)
        if not SIZE_OF_FONT:
            size = textbox.style["font_size"]
        glyphs = _glyphs(stream, font, size, item, layout.text)
        if glyphs is None:
            return None
        pieces.append((font, size, glyphs))
    return pieces


def _glyphs(stream: Any, font: Any, size: float, item: Any, text: str) -> str | None:
    count = item.glyphs.num_glyphs
    numbers = ffi.unpack(ffi.cast("int *", item.glyphs.glyphs), count * INTEGERS)
    glyphs = list(zip(numbers[0::INTEGERS], numbers[1::INTEGERS], strict=True))
    known = font.__dict__.setdefault("kept_glyphs", {}).setdefault(size, {})
    if any(numbers[2::INTEGERS]) or any(numbers[3::INTEGERS]):
        return None
    try:
        return "".join([known[glyph] for glyph in glyphs])
    except KeyError:
        if font.bitmap or font.png or font.svg or font.colr:
            return None
        if max(numbers[0::INTEGERS]) >= NO_GLYPH or item.item.analysis.level % 2:
            return None
        _learn(stream, font, size, item, glyphs, text)
        return "".join([known[glyph] for glyph in glyphs])


def _learn(
    stream: Any, font: Any, size: float, item: Any, glyphs: list[tuple[int, int]], text: str
) -> None:
    """Note how each glyph is written, its width, and the characters that it stands for."""
    known = font.kept_glyphs[size]
    encoded = text.encode()[item.item.offset :][: item.item.length]
    starts = [*item.glyphs.log_clusters[0 : len(glyphs)], len(encoded)]
    for (glyph, width), (start, end) in zip(glyphs, pairwise(starts), strict=True):
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = encoded[start:end].decode()
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(
                item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
            )
            logical_width = stream.logical_rect.width * 1000 * FROM_UNITS / size
            font.widths[glyph] = round(logical_width)
        kerning = int(font.widths[glyph] - width * 1000 * FROM_UNITS / size)
        known[glyph, width] = f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}"


def install() -> None:
    """Put the replacements in place."""
    swap("draw_background_image", stock_draw_background_image, draw_background_image)
    swap("draw_first_line", stock_draw_first_line, draw_first_line)


def uninstall() -> None:
    """Back to the stock functions; for the test that compares them."""
    swap("draw_background_image", draw_background_image, stock_draw_background_image)
    swap("draw_first_line", draw_first_line, stock_draw_first_line)
