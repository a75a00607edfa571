"""The page numbers and leaders of contents, filled in when all pages are known.

WeasyPrint lays out each page of contents three times: without numbers, with them, and once more
because it takes the number of another page for one of its own (``missing_counters`` in
``compute_content_list`` is bound anew, to the list of the target). A leader is dozens of boxes,
each with a copy of the same dots.

Here contents are laid out once, with room for a number of three digits in each line: where a line
breaks does not depend on its number. Afterwards each line gets its number, and its leader as one
text.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import layout_document as stock_layout_document
from weasyprint.layout.leader import handle_leader as stock_handle_leader
from weasyprint.layout.leader import leader_index
from weasyprint.text.line_break import split_first_line

from core.pdf.swapping import swap

ROOM = 888

stock_collect_anchor = TargetCollector.collect_anchor
stock_collect_missing_counters = TargetCollector.collect_missing_counters


def collect_anchor(collector: Any, anchor: Any) -> None:
    """Replaces ``TargetCollector.collect_anchor``: every target starts on the widest page."""
    stock_collect_anchor(collector, anchor)
    if isinstance(anchor, str):
        collector.target_lookup_items[anchor].cached_page_counter_values = {"page": [ROOM]}


def collect_missing_counters(*_arguments: Any) -> None:
    """Replaces ``TargetCollector.collect_missing_counters``: no page waits for another."""


def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
    """Replaces ``leader.handle_leader``: sets what follows flush right, and fills in later."""
    path, leader = leader_index(line)
    if path is None:
        return
    if line.style["direction"] == "rtl" or context.excluded_shapes or not leader.children:
        stock_handle_leader(context, line, containing_block)
        return
    used = sum(child.margin_width() for child in line.children if child.is_in_normal_flow())
    extra_width = containing_block.width - used
    line.width = containing_block.width
    parent = line
    while path is not None:
        index, path = path
        for child in parent.children[index + 1 :]:
            if child.is_in_normal_flow():
                child.translate(dx=extra_width)
        if path is None:
            context.waiting_leaders.append((line, leader, parent.children[index + 1 :]))
        parent = parent.children[index]
        parent.width += extra_width


def layout_document(html: Any, root_box: Any, context: Any) -> Iterator[Any]:
    """Replaces ``layout.layout_document``: fills in what waited for all pages."""
    context.waiting_leaders = []
    pages = list(stock_layout_document(html, root_box, context))
    for line, leader, following in context.waiting_leaders:
        if following and isinstance(following[0], TextBox):
            _number(context, leader, following[0])
        _dots(context, line, leader)
    yield from pages


def _number(context: Any, leader: Any, box: Any) -> None:
    """Give ``box`` the page of the target of its link, and what it needs less to the leader."""
    address = box.element.get("href") or ""
    target = context.target_collector.target_lookup_items.get(address[1:])
    if not address.startswith("#") or target is None:
        return
    width = box.width
    _write(context, box, str(target.cached_page_counter_values["page"][-1]))
    box.position_x += width - box.width
    leader.width += width - box.width


def _dots(context: Any, line: Any, leader: Any) -> None:
    """Repeat the text of ``leader``, a step after the words, in columns from the end of the line."""
    (box,) = leader.children
    step = box.width
    if step <= 0:
        return
    end = line.position_x + line.width
    most = int((end - leader.position_x) // step) - 1
    least = -int((leader.position_x + leader.width - end) // step)
    if most <= least:
        leader.children = ()
        return
    _write(context, box, box.text * (most - least))
    box.position_x = end - most * step


def _write(context: Any, box: Any, text: str) -> None:
    box.text = text
    box.pango_layout, _length, _resume_at, box.width, _height, _baseline = split_first_line(
        text, box.style, context, None, 0
    )


def install() -> None:
    """Put the replacements in place."""
    TargetCollector.collect_anchor = collect_anchor
    TargetCollector.collect_missing_counters = collect_missing_counters
    swap("handle_leader", stock_handle_leader, handle_leader)
    swap("layout_document", stock_layout_document, layout_document)


def uninstall() -> None:
    """Back to the stock functions; for the test that compares them."""
    TargetCollector.collect_anchor = stock_collect_anchor
    TargetCollector.collect_missing_counters = stock_collect_missing_counters
    swap("handle_leader", handle_leader, stock_handle_leader)
    swap("layout_document", layout_document, stock_layout_document)
