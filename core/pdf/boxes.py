"""Shortcuts for the common box: no percentages, no floats, plain straight borders.

A long table has tens of thousands of boxes, and WeasyPrint works out the general case for each.
These replacements decide the plain case first and leave every other to the stock functions.
"""

from typing import Any

from weasyprint.draw import border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import BlockContainerBox, Box, PageBox, ParentBox
from weasyprint.layout import float as floats
from weasyprint.layout import percent, preferred

from core.pdf.swapping import swap

stock_resolve_percentages = percent.resolve_percentages
stock_avoid_collisions = floats.avoid_collisions
stock_is_in_normal_flow = Box.is_in_normal_flow
stock_page_values = ParentBox.page_values
stock_resolve_radii_percentages = percent.resolve_radii_percentages
stock_shrink_to_fit = preferred.shrink_to_fit
stock_draw_border = border.draw_border

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
USED = (*LENGTHS, *(f"border_{side}_width" for side in SIDES))
RADII = ("top_left", "top_right", "bottom_right", "bottom_left")
CORNERS = tuple(f"border_{corner}_radius" for corner in RADII)
SQUARE = dict.fromkeys(CORNERS, (0, 0))


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Replaces ``percent.resolve_percentages``: a style without percentages is resolved once."""
    style = box.style
    try:
        used = style.kept_lengths
    except AttributeError:
        style.kept_lengths = None
        plain = style["border_collapse"] != "collapse" and not isinstance(box, PageBox)
        if plain and all(_is_absolute(style[name]) for name in LENGTHS):
            stock_resolve_percentages(box, containing_block)
            style.kept_lengths = {name: getattr(box, name) for name in USED}
            return
        used = None
    if used is None:
        stock_resolve_percentages(box, containing_block)
    else:
        box.__dict__.update(used)


def _is_absolute(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", None) == "px"


def avoid_collisions(
    context: Any,
    box: Any,
    containing_block: Any,
    outer: bool = True,  # noqa: FBT001 (as in the function it replaces)
) -> tuple[Any, ...]:
    """Replaces ``float.avoid_collisions``: without floats there is nothing to avoid."""
    if (
        context.excluded_shapes
        or not outer
        or box.is_floated()
        or containing_block.style["direction"] != "ltr"
    ):
        return stock_avoid_collisions(  # type: ignore[no-any-return]
            context, box, containing_block, outer
        )
    return containing_block.content_box_x(), box.position_y, containing_block.width


def is_in_normal_flow(box: Any) -> bool:
    """Replaces ``Box.is_in_normal_flow``: asked dozens of times of each box, answered by style."""
    style = box.style
    kept: bool
    try:
        kept = style.kept_in_flow
    except AttributeError:
        kept = style.kept_in_flow = stock_is_in_normal_flow(box)
    return kept


def page_values(box: Any) -> tuple[str, str]:
    """Replaces ``ParentBox.page_values``: where no page has a name, no descendant gives one."""
    if getattr(box.style.root_style, "names_pages", True):
        return stock_page_values(box)  # type: ignore[no-any-return]
    return box.style["page"], box.style["page"]


def resolve_radii_percentages(box: Any) -> None:
    """Replaces ``percent.resolve_radii_percentages``: most corners are square."""
    style = box.style
    try:
        square = style.kept_square
    except AttributeError:
        zero = (0, "px")
        square = style.kept_square = all(zero in style[corner] for corner in CORNERS)
    if square:
        box.__dict__.update(SQUARE)
    else:
        stock_resolve_radii_percentages(box)


def shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:
    """Replaces ``preferred.shrink_to_fit``: what fits on one line need not be tried on more."""
    width: float = preferred.max_content_width(context, box, outer=False)
    if width <= available_content_width:
        return width
    return stock_shrink_to_fit(context, box, available_content_width)  # type: ignore[no-any-return]


def draw_border(stream: Any, box: Any) -> None:
    """Replaces ``border.draw_border``: a single solid straight side is one filled rectangle.

    That is the rule under a table row. Stock code clips to the shape of the side and fills the
    whole frame twice, ten operators instead of three.
    """
    widths = [getattr(box, f"border_{side}_width") for side in SIDES]
    if widths.count(0) != 3 or not _is_single_line(box):
        stock_draw_border(stream, box)
        return
    side, width = next((side, width) for side, width in zip(SIDES, widths, strict=True) if width)
    color = get_color(box.style, f"border_{side}_color")
    if box.style[f"border_{side}_style"] != "solid" or not color.alpha:
        stock_draw_border(stream, box)
        return
    x, y = box.border_box_x(), box.border_box_y()
    total_width, total_height = box.border_width(), box.border_height()
    with stream.artifact(), stream.stacked():
        stream.set_color(color)
        stream.rectangle(
            x + total_width - width if side == "right" else x,
            y + total_height - width if side == "bottom" else y,
            width if side in ("left", "right") else total_width,
            width if side in ("top", "bottom") else total_height,
        )
        stream.fill()


def _is_single_line(box: Any) -> bool:
    style = box.style
    return (
        style["visibility"] == "visible"
        and style["border_image_source"][0] == "none"
        and all(getattr(box, corner) == (0, 0) for corner in CORNERS)
        and not (
            isinstance(box, BlockContainerBox)
            and (style["column_width"] != "auto" or style["column_count"] != "auto")
        )
    )


def install() -> None:
    """Put the replacements wherever WeasyPrint has imported the originals."""
    swap("resolve_percentages", stock_resolve_percentages, resolve_percentages)
    swap("avoid_collisions", stock_avoid_collisions, avoid_collisions)
    Box.is_in_normal_flow = is_in_normal_flow
    ParentBox.page_values = page_values
    swap("resolve_radii_percentages", stock_resolve_radii_percentages, resolve_radii_percentages)
    swap("shrink_to_fit", stock_shrink_to_fit, shrink_to_fit)
    swap("draw_border", stock_draw_border, draw_border)


def uninstall() -> None:
    """Back to the stock functions; for the test that compares them."""
    swap("resolve_percentages", resolve_percentages, stock_resolve_percentages)
    swap("avoid_collisions", avoid_collisions, stock_avoid_collisions)
    Box.is_in_normal_flow = stock_is_in_normal_flow
    ParentBox.page_values = stock_page_values
    swap("resolve_radii_percentages", resolve_radii_percentages, stock_resolve_radii_percentages)
    swap("shrink_to_fit", shrink_to_fit, stock_shrink_to_fit)
    swap("draw_border", draw_border, stock_draw_border)
