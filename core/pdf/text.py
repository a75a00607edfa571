"""Text made printable before the layout: no character without a glyph."""

from typing import Any

from cssselect2 import ElementWrapper

from core.pdf.fonts import REPLACEMENT, spoken, unprintable

# Breaks that word processors leave in pasted text, and no font draws.
FOREIGN_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), " ")


def without_foreign_breaks(html: str) -> str:
    """The page with a space for each line, paragraph or page break that HTML does not know."""
    return html.translate(FOREIGN_BREAKS)


def make_printable(page: Any) -> None:
    """Replace what no print font can draw in the parsed page.

    In its place stands a visible U+FFFD, whose element carries the original in
    ``data-pdf-actual``: it is read aloud, found and copied (ActualText).
    """
    root = page.etree_element
    pattern = unprintable()
    found = [element for element in root.iter() if _has_unprintable(pattern, element)]
    for element in found:
        _mend_attributes(pattern, element)
        if _is_prose(element):
            _mend_text(pattern, element)
        elif element.text and element.tag not in ("title", "style", "script"):
            element.text = pattern.sub(REPLACEMENT, element.text)
    parents = {child: parent for parent in root.iter() for child in parent} if found else {}
    for element in found:
        if element in parents:
            _mend_tail(pattern, parents[element], element)
    if found:
        page.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)


def _has_unprintable(pattern: Any, element: Any) -> bool:
    return any(
        text and pattern.search(text)
        for text in (element.text, element.tail, *element.attrib.values())
    )


def _is_prose(element: Any) -> bool:
    return isinstance(element.tag, str) and not (
        element.tag.startswith("{") or element.tag in ("title", "style", "script")
    )


def _mend_attributes(pattern: Any, element: Any) -> None:
    """Attributes may be printed by ``attr()``; those that are only read keep their words."""
    for key, value in element.attrib.items():
        if key.startswith("data-"):
            element.attrib[key] = pattern.sub(REPLACEMENT, value)


def _mend_text(pattern: Any, element: Any) -> None:
    if not element.text or not pattern.search(element.text):
        return
    first, marks = _marks(pattern, element, element.text)
    element.text = first
    element[0:0] = marks


def _mend_tail(pattern: Any, parent: Any, element: Any) -> None:
    if not element.tail or not pattern.search(element.tail):
        return
    if not _is_prose(parent):
        element.tail = pattern.sub(REPLACEMENT, element.tail)
        return
    first, marks = _marks(pattern, parent, element.tail)
    element.tail = first
    position = list(parent).index(element) + 1
    parent[position:position] = marks


def _marks(pattern: Any, parent: Any, text: str) -> tuple[str, list[Any]]:
    """The text before the first replacement, and one element for each with what follows it."""
    matches = list(pattern.finditer(text))
    marks = []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        mark = parent.makeelement("span", {"data-pdf-actual": spoken(match[0])})
        mark.text = REPLACEMENT
        mark.tail = text[match.end() : end]
        marks.append(mark)
    return text[: matches[0].start()], marks
