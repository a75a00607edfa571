"""Lines shaped once instead of twice: half of the time of a print is spent in Pango.

WeasyPrint builds a Pango context, a font description and attributes for every try at a line,
throws the shaped line away after measuring it, and shapes it again to draw it. Here a style
keeps what its lines have in common, and a measured line waits for its drawing. The bytes of
the PDF are the same with and without (tested). Costs about 3 KB a line while rendering.
"""

from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, line_size

from core.pdf.swapping import swap

stock_setup = Layout.setup
stock_set_text = Layout.set_text
stock_deactivate = Layout.deactivate
stock_reactivate = Layout.reactivate
stock_first_line_metrics = line_break.first_line_metrics
stock_strut = line_break.strut


class Kit:
    """What all lines of one style share: context, language, font, features."""

    __slots__ = ("attributes", "context", "description", "language")

    def __init__(self, style: Any) -> None:
        self.context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map),
            gobject.g_object_unref,
        )
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        lang_p, _lang = unicode_to_char_p(style["lang"])
        self.language = pango.pango_language_from_string(lang_p)
        pango.pango_context_set_language(self.context, self.language)
        self.description = get_font_description(style)
        self.attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        if features := _features(style):
            attribute = pango.pango_attr_font_features_new(features)
            pango.pango_attr_list_insert(self.attributes, attribute)
        if style["overflow_wrap"] != "normal":
            attribute = pango.pango_attr_insert_hyphens_new(False)
            pango.pango_attr_list_insert(self.attributes, attribute)


def _features(style: Any) -> bytes:
    features = font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"],
        style["font_variant_alternates"], style["font_variant_east_asian"],
        style["font_feature_settings"],
    )  # fmt: skip
    return ",".join(f"{key} {value}" for key, value in features.items()).encode()


def _kit(style: Any) -> Kit | None:
    """The kit of a style; ``None`` for what the stock code had better do.

    That is spacing, which changes the attributes of a line in place, underlines, which need
    metrics, and the stand-in styles of texts in SVG, which change on the way.
    """
    try:
        kept: Kit | None = style.kept_kit
    except AttributeError:
        if type(style) not in (AnonymousStyle, ComputedStyle):
            return None
        plain = (
            style["lang"]
            and style["font_language_override"] == "normal"
            and style["text_decoration_line"] == "none"
            and style["letter_spacing"] == "normal"
            and not style["word_spacing"]
        )
        kept = style.kept_kit = Kit(style) if plain else None
    return kept


def has_kit(style: Any) -> bool:
    """Whether lines of ``style`` are shaped here."""
    return _kit(style) is not None


def setup(layout: Any, style: Any) -> None:
    """Replaces ``Layout.setup``."""
    kit = _kit(style)
    if kit is None or layout.justification_spacing:
        stock_setup(layout, style)
        return
    layout.style = style
    layout.first_line_direction = 0
    layout.kit = kit
    layout.language = kit.language
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(kit.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, kit.description)
    pango.pango_layout_set_attributes(layout.layout, kit.attributes)


def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001
    """Replaces ``Layout.set_text``: asks for one paragraph before shaping, not before drawing."""
    single = not ("\n" in text or "\r" in text or "\u2029" in text)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, single)
    if "kit" in layout.__dict__ and single and "\t" not in text and "\0" not in text:
        layout.text = text
        pango.pango_layout_set_text(layout.layout, text.encode(), -1)
    else:
        stock_set_text(layout, text, justify)


def first_line_metrics(
    first_line: Any,
    text: str,
    layout: Any,
    resume_at: int | None,
    space_collapse: bool,  # noqa: FBT001 (as in the function it replaces)
    style: Any,
    hyphenated: bool = False,  # noqa: FBT001
    hyphenation_character: str | None = None,
) -> tuple[Any, ...]:
    """Replaces ``line_break.first_line_metrics``: measures the line and keeps it."""
    if _kit(style) is None or layout.justification_spacing or hyphenated or "\n" in layout.text:
        return stock_first_line_metrics(  # type: ignore[no-any-return]
            first_line, text, layout, resume_at, space_collapse, style, hyphenated,
            hyphenation_character,
        )  # fmt: skip
    length = first_line.length
    if resume_at:
        pango.pango_layout_set_width(layout.layout, -1)
        first_line_text = text.encode()[:length].decode()
        if space_collapse:
            first_line_text = first_line_text.rstrip(" ")
        layout.set_text(first_line_text)
        first_line, _index = layout.get_first_line()
        length = first_line.length
    width, height = line_size(first_line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return layout, length, resume_at, width, height, baseline


def deactivate(layout: Any) -> None:
    """Replaces ``Layout.deactivate``: a line that stands in many places is not drawn for the last time."""
    if "shared" not in layout.__dict__:
        stock_deactivate(layout)


def reactivate(layout: Any, style: Any) -> None:
    """Replaces ``Layout.reactivate``: a line that was kept needs nothing."""
    if "layout" not in layout.__dict__ or layout.style is not style or _kit(style) is None:
        stock_reactivate(layout, style)


def strut(style: Any) -> tuple[float, float]:
    """Replaces ``line_break.strut``: stock code spells out fourteen properties to look it up."""
    kept: tuple[float, float]
    try:
        kept = style.kept_strut
    except AttributeError:
        kept = style.kept_strut = stock_strut(style)
    return kept


def install() -> None:
    """Put the replacements in place."""
    Layout.setup = setup
    Layout.set_text = set_text
    Layout.deactivate = deactivate
    Layout.reactivate = reactivate
    line_break.first_line_metrics = first_line_metrics
    swap("strut", stock_strut, strut)


def uninstall() -> None:
    """Back to the stock functions; for the test that compares them."""
    Layout.setup = stock_setup
    Layout.set_text = stock_set_text
    Layout.deactivate = stock_deactivate
    Layout.reactivate = stock_reactivate
    line_break.first_line_metrics = stock_first_line_metrics
    swap("strut", strut, stock_strut)
