"""Where a paragraph breaks, from one measuring of it instead of several tries at each line.

WeasyPrint shapes a line about five times: with what follows it, with one word more, without,
hyphenated, and to draw it. Here a text is shaped once, its possible breaks are measured in that,
and each line is shaped once more as it is drawn. Whatever is not plain, and every decision within
``DOUBT`` of the other way, is left to the stock function; so all lines break where they did
(tested).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from core.pdf.shaping import has_kit
from core.pdf.swapping import swap

DOUBT = 1.0  # pixels; kerning with the next letter moves an edge by less
KEPT = 200  # paragraphs of one style
# Left to right, without tabs, line breaks, soft hyphens and joiners.
PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u2bff]*"
)

ffi.cdef(
    "void pango_layout_line_index_to_x (PangoLayoutLine *line, int index, gboolean trailing, int *x);"
)

stock_split_first_line = line_break.split_first_line

# Layout; bytes in the line, and to where the next begins (None: nowhere); width, height, baseline.
Split = tuple[Any, int, int | None, float, float, float]


class Break(NamedTuple):
    """Where a line may end: at ``place`` in the text; in pixels, the end of its words and the next start."""

    place: int
    end: float
    start: float


class Paragraph:
    """A text in one style, shaped on a single line."""

    __slots__ = ("_breaks", "_shaped", "splits", "style", "text", "width", "wraps")

    def __init__(self, text: str, style: Any) -> None:
        self.text = text
        self.style = style
        self.splits: dict[tuple[int, float], Split] = {}
        self._breaks: list[Break] | None = None
        self._shaped: Split | None = shaped(text, style)
        self.width = self._shaped[3]
        self.wraps = style["white_space"] in ("normal", "pre-wrap", "pre-line")

    def whole(self) -> Split:
        """All of it as one line."""
        return self._shaped or shaped(self.text, self.style)

    def breaks(self) -> list[Break]:
        """All possible breaks, measured when first asked for."""
        if self._breaks is None:
            self._breaks = list(self._measured(self.whole()[0]))
            self._shaped = None  # such a text is drawn in pieces
        return self._breaks

    def _measured(self, layout: Any) -> Iterator[Break]:
        line = pango.pango_layout_get_line_readonly(layout.layout, 0)
        attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
        lengths = [0, *accumulate(len(char.encode()) for char in self.text)]
        place = ffi.new("int *")

        def x(index: int) -> float:
            pango.pango_layout_line_index_to_x(line, lengths[index], 0, place)
            return float(place[0] * FROM_UNITS)

        for index in range(1, len(self.text)):
            if attributes[index].is_line_break:
                last = index
                while last and self.text[last - 1] == " ":
                    last -= 1
                yield Break(index, x(last), x(index))


def shaped(text: str, style: Any) -> Split:
    """The last line of a paragraph, or one that is its own."""
    layout = Layout(style)
    layout.set_text(text)
    line, _index = layout.get_first_line()
    width, height = line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, line.length, None, width, height, baseline


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001 (as in the function it replaces)
    minimum: bool = False,  # noqa: FBT001
) -> Split:
    """Replaces ``line_break.split_first_line``."""
    found = None
    if not (justification_spacing or (minimum and max_width is not None)):
        found = _paragraph(text, style)
    if found is None:
        return stock_split_first_line(  # type: ignore[no-any-return]
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    paragraph, start = found
    if max_width is None or not paragraph.wraps:
        max_width = inf
    key = (start, max_width)
    split = paragraph.splits.get(key)
    if split is not None:
        split[0].shared = True
        return split
    split = _split(paragraph, start, max_width) or stock_split_first_line(
        text, style, context, max_width, 0, is_line_start
    )
    paragraph.splits[key] = split
    return split


def _paragraph(text: str, style: Any) -> tuple[Paragraph, int] | None:
    """The paragraph that ``text`` ends, and where in it; ``None`` for what is not plain."""
    try:
        kept = style.kept_paragraphs
    except AttributeError:
        kept = style.kept_paragraphs = {} if has_kit(style) else None
        style.kept_paragraph = None
    if kept is None:
        return None
    last = style.kept_paragraph
    if last is not None and last.text.endswith(text):
        return last, len(last.text) - len(text)
    if text not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        kept[text] = Paragraph(text, style) if PLAIN.fullmatch(text) else None
    if kept[text] is None:
        return None
    style.kept_paragraph = kept[text]
    return kept[text], 0


def _split(paragraph: Paragraph, start: int, max_width: float) -> Split | None:
    """The line that begins at ``start``; ``None`` where a closer look is needed."""
    if start == 0 and paragraph.width <= max_width:
        return paragraph.whole()
    text, style = paragraph.text, paragraph.style
    if max_width == inf:
        return shaped(text[start:], style)
    if style["white_space"] != "normal":
        return None
    breaks = paragraph.breaks()
    origin = next((item.start for item in breaks if item.place == start), 0.0)
    if start and not origin:
        return None
    end = Break(len(text), paragraph.width, paragraph.width)
    if end.end - origin <= max_width - DOUBT:
        return shaped(text[start:], style)
    following = [item for item in (*breaks, end) if item.place > start]
    fitting = bisect_right(following, max_width - DOUBT, key=lambda item: item.end - origin)
    here, beyond = following[fitting - 1], following[fitting]
    if fitting == 0 or beyond.end - origin < max_width + DOUBT or text[-1] == " ":
        return None
    if _may_hyphenate(style, text[here.place : beyond.place], max_width, here.end - origin):
        return None
    line = text[start : here.place]
    layout, length, _resume_at, *size = shaped(line.rstrip(" "), style)
    return layout, length, len(line.encode()), *size


def _may_hyphenate(style: Any, words: str, max_width: float, width: float) -> bool:
    """Whether the stock function might put a part of ``words`` at the end of the line."""
    if style["hyphens"] != "auto" or len(words.strip()) < style["hyphenate_limit_chars"][0]:
        return False
    zone = percentage(style["hyphenate_limit_zone"], style, max_width)
    return bool(max_width - width > zone - DOUBT)


def install() -> None:
    """Put the replacement in place."""
    swap("split_first_line", stock_split_first_line, split_first_line)


def uninstall() -> None:
    """Back to the stock function; for the test that compares them."""
    swap("split_first_line", split_first_line, stock_split_first_line)
