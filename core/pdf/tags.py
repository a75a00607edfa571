"""Tags for people: from WeasyPrint's laid-out boxes to a structure tree.

Replaces ``weasyprint.pdf.tags``, whose tags are valid but weak. What this one mends:

- margin texts, repeated table heads, decoration: artifacts instead of content read aloud again
- an element that breaks over pages is one element; a table one Table with one THead
- TH with scope, lists with numbering, labels and bodies, contents lists as TOC and TOCI
- links described in words, figures with their box in PDF points, ``lang`` kept
- no elements without meaning, so that the tree is small and quick to write

Whatever nobody claims here stays what it was drawn as: an artifact.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from core.pdf.contract import MissingDescription
from core.pdf.structure import GROUPING, Annotated, Node, write_tree

SVG = "{http://www.w3.org/2000/svg}svg"
SVG_TITLE = "{http://www.w3.org/2000/svg}title"
POINTS_PER_PIXEL = 0.75
ROLES: Mapping[str, str] = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P", "pre": "P", "address": "P",
    "section": "Sect", "article": "Art", "aside": "Sect", "figure": "Div",
    "blockquote": "BlockQuote", "q": "Quote", "code": "Code",
    "table": "Table", "caption": "Caption", "figcaption": "Caption",
    "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
}  # fmt: skip
NUMBERINGS: Mapping[str, str] = {
    "disc": "Disc", "circle": "Circle", "square": "Square", "none": "None",
    "decimal": "Decimal", "decimal-leading-zero": "Decimal",
    "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha", "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha", "upper-roman": "UpperRoman",
}  # fmt: skip
SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
PARAGRAPHS_IN = GROUPING | {"TD", "TH", "LBody"}
LINK_SCHEMES = {"http", "https", "mailto", "tel"}


def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: list[Any]) -> None:
    """Build the structure tree of ``document``; same signature as the function it replaces."""
    pages = list(pdf.page_references)
    root = Tagger(document).build(page_streams)
    write_tree(pdf, root, pages)
    _drop_loose_links(pdf, root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _drop_loose_links(pdf: Any, root: Node) -> None:
    """Take annotations off the pages that no element owns, such as links in running heads."""
    owned = {
        kid.annotation.reference
        for node in root.walk()
        for kid in node.kids
        if isinstance(kid, Annotated)
    }
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        if "Annots" in page:
            page["Annots"] = pydyf.Array(link for link in page["Annots"] if link in owned)
            if not page["Annots"]:
                del page["Annots"]


class Tagger:
    """Walks the boxes of every page once and hangs their content into one tree."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.root = Node("Document", None)
        self.lang = (document.metadata.lang or "").lower()
        self.nodes: dict[tuple[Any, str], Node] = {}
        self.page = 0
        self.height = 0.0
        self.marks: dict[Any, Any] = {}
        self.owners: dict[int, Node] = {}
        self.next_mcid = 0
        self.contents_depth = 0

    def build(self, streams: list[Any]) -> Node:
        """The tree of all pages."""
        for self.page, stream in enumerate(streams):
            page_box = self.document.pages[self.page]._page_box
            self.height = page_box.margin_height()
            self.marks = stream._tags
            self.owners = {}
            self.next_mcid = 0
            for child in page_box.children:
                if not isinstance(child, boxes.MarginBox):
                    self._visit(child, self.root, None)
            self.marks.clear()
            stream.stream[:] = [item for item in stream.stream if item]
        return self.root

    def _visit(self, box: Any, node: Node, block: Any) -> None:
        """Hang the content of ``box`` below ``node``; ``block`` is the nearest block element."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._claim(box, self._text_owner(node, block))
        elif box.is_leader or _is_hidden(box.element):
            return
        elif isinstance(box, boxes.ReplacedBox):
            self._visit_replaced(box, node)
        elif box.element_tag == "nav" and box.element.get("role") == "doc-toc":
            self.contents_depth += 1
            self._visit_children(box, node, block)
            self.contents_depth -= 1
        else:
            self._visit_children(box, node, block)

    def _visit_children(self, box: Any, node: Node, block: Any) -> None:
        element = box.element
        if element is not None and not isinstance(box, boxes.LineBox):
            if self._is_repeated(box, element):
                return
            node = self._node_for(box, element, node, block)
        if isinstance(box, boxes.BlockContainerBox):
            block = element
        for child in box.children:
            self._visit(child, node, block)

    # Which element a box belongs to

    def _is_repeated(self, box: Any, element: Any) -> bool:
        """Whether this is the head or foot of a table that an earlier page has shown already."""
        if box.element_tag not in ("thead", "tfoot"):
            return False
        known = self.nodes.get((element, box.element_tag))
        return known is not None and known.first_page != self.page

    def _node_for(self, box: Any, element: Any, node: Node, block: Any) -> Node:
        """The node for the content of ``box``, made at its first box and found again later."""
        tag = box.element_tag
        if tag == "a":
            return self._link(box, element, node, block)
        if tag in ("li", "dt", "dd"):
            return self._list_item(element, tag, node)
        if tag in ("li::marker", "li::before"):
            return self._label(element, node)
        if tag in ("ul", "ol", "dl"):
            return self._list(box, element, tag, node)
        role = ROLES.get(tag)
        if role is None or (role == "P" and node.role not in PARAGRAPHS_IN):
            return self._passage(box, element, tag, node, block)
        inner = self._get(element, tag, role, node)
        if role in ("TH", "TD") and not inner.attributes:
            inner.attributes.append(_cell_attributes(box, element, inner))
        return inner

    def _get(self, element: Any, tag: str, role: str, parent: Node) -> Node:
        node = self.nodes.get((element, tag))
        if node is None:
            node = self.nodes[element, tag] = parent.add(role, self.page)
            node.lang = self._lang_of(element, parent)
            node.actual = element.get("data-pdf-actual")
        return node

    def _lang_of(self, element: Any, parent: Node) -> str | None:
        """The language of ``element``, if it is another than that around it."""
        lang: str | None = element.get("lang")
        above: Node | None = parent
        while above is not None and above.lang is None:
            above = above.parent
        around = above.lang.lower() if above is not None and above.lang else self.lang
        return lang if lang and lang.lower() != around else None

    def _passage(self, box: Any, element: Any, tag: str, node: Node, block: Any) -> Node:
        """An element without a role of its own: only its language or its words count."""
        if "::" in tag or not (self._lang_of(element, node) or element.get("data-pdf-actual")):
            return node
        if isinstance(box, boxes.InlineLevelBox) or node.role not in GROUPING:
            return self._get(element, tag, "Span", self._text_owner(node, block))
        return self._get(element, tag, "Div", node)

    def _text_owner(self, node: Node, block: Any) -> Node:
        """Where text goes that stands in ``node``: grouping elements hold none themselves."""
        if node.role not in GROUPING or block is None:
            return node
        return self._get(block, "text", "P", node)

    # Links

    def _link(self, box: Any, element: Any, node: Node, block: Any) -> Node:
        annotation = box.link_annotation
        if box.element_tag != "a" or annotation is None or not _is_harmless(annotation):
            return node
        link = self._get(element, "a", "Link", self._text_owner(node, block))
        if link is not node:
            self._own(link, annotation, element)
        return link

    def _own(self, link: Node, annotation: Any, element: Any) -> None:
        annotation["Contents"] = pydyf.String(_link_words(element))
        link.kids.append(Annotated(annotation, self.page))

    # Lists and contents

    def _list(self, box: Any, element: Any, tag: str, node: Node) -> Node:
        if self.contents_depth:
            parent = node.parent if node.role == "Reference" and node.parent else node
            return self._get(element, tag, "TOC", parent)
        inner = self._get(element, tag, "L", node)
        if not inner.attributes:
            style = box.style["list_style_type"]
            default = "Decimal" if tag == "ol" else "None" if tag == "dl" else "Disc"
            numbering = NUMBERINGS.get(style, default) if isinstance(style, str) else default
            if tag == "dl":
                numbering = "None"
            inner.attributes.append(b"<</O/List/ListNumbering/%s>>" % numbering.encode())
        return inner

    def _list_item(self, element: Any, tag: str, node: Node) -> Node:
        known = self.nodes.get((element, tag))
        if known is not None:
            return known.body or known
        if node.role == "TOC":
            item = self._get(element, tag, "TOCI", node)
            item.body = item.add("Reference", self.page)
            return item.body
        if tag == "dd":
            last = node.kids[-1] if node.kids else node.add("LI", self.page)
            return self._get(element, tag, "LBody", last)
        item = self._get(element, tag, "LI", node)
        item.body = item.add("Lbl" if tag == "dt" else "LBody", self.page)
        return item.body

    def _label(self, element: Any, node: Node) -> Node:
        item = self.nodes.get((element, "li"))
        if item is None or item.role != "LI":
            return node
        label = self.nodes.get((element, "label"))
        if label is None:
            label = self.nodes[element, "label"] = Node("Lbl", item, self.page)
            item.kids.insert(0, label)
        return label

    # Pictures

    def _visit_replaced(self, box: Any, node: Node) -> None:
        element = box.element
        if element is None or "::" in box.element_tag or element.get("alt") == "":
            return
        if box.link_annotation and node.role == "Link":
            node.kids.append(Annotated(box.link_annotation, self.page))
            box.link_annotation["Contents"] = pydyf.String(_picture_words(element))
        words = _picture_words(element)
        if not words:
            raise MissingDescription(element.get("src") or "")
        figure = self._get(element, box.element_tag, "Figure", node)
        figure.alt = words
        x, y = box.content_box_x(), box.content_box_y()
        corners = (x, self.height - y - box.height, x + box.width, self.height - y)
        figure.attributes.append(
            b"<</O/Layout/Placement/Block/BBox %s>>"
            % pydyf.Array(round(corner * POINTS_PER_PIXEL, 3) for corner in corners).data
        )
        self._claim(box, figure)

    # Content

    def _claim(self, box: Any, owner: Node) -> None:
        """Give what was drawn for ``box`` to ``owner``.

        What follows directly on another piece of the same owner, such as the next line of a
        paragraph, joins it: one sequence, one text object.
        """
        mark = self.marks.pop(box, None)
        if mark is None:
            return
        items, start, end = mark
        if self.owners.get(start - 1) is owner:
            items[start - 1] = items[start] = b""
            if items[start - 2] == b"ET" and items[start + 1] == b"BT":
                items[start - 2] = items[start + 1] = b""
        else:
            words = b"/ActualText %s" % pydyf.String(owner.actual).data if owner.actual else b""
            properties = b"<</MCID %d%s>>" % (self.next_mcid, words)
            items[start] = b"/%s %s BDC" % (owner.role.encode(), properties)
            owner.kids.append((self.page, self.next_mcid))
            self.next_mcid += 1
        self.owners[end] = owner


def _is_hidden(element: Any) -> bool:
    return element is not None and element.get("aria-hidden") == "true"


def _cell_attributes(box: Any, element: Any, node: Node) -> bytes:
    parts = [b"<</O/Table"]
    if node.role == "TH":
        scope = SCOPES.get(element.get("scope", ""))
        if scope is None:
            row = node.parent
            in_head = row is not None and row.parent is not None and row.parent.role == "THead"
            first = row is not None and row.kids[0] is node
            scope = "Column" if in_head or not first else "Row"
        parts.append(b"/Scope/" + scope.encode())
    if box.colspan != 1:
        parts.append(b"/ColSpan %d" % box.colspan)
    if box.rowspan != 1:
        parts.append(b"/RowSpan %d" % box.rowspan)
    return b"".join([*parts, b">>"]) if len(parts) > 1 else b""


def _is_harmless(annotation: Any) -> bool:
    """Links to places in the document, to the web, to mail and telephone; no file, no script."""
    if "A" not in annotation:
        return True
    address: str = annotation["A"]["URI"].string
    return urlsplit(address).scheme in LINK_SCHEMES


def _link_words(element: Any) -> str:
    title = element.get("title") or element.get("aria-label")
    words = (element.text or "") + "".join(_words_in(element))
    return title or _squeezed(words) or element.get("href", "")


def _words_in(element: Any) -> Iterator[str]:
    """The text of an element, with the words of a picture in the place of the picture."""
    for child in element:
        if child.tag in ("img", SVG):
            yield _picture_words(child)
        elif not _is_hidden(child):
            yield child.text or ""
            yield from _words_in(child)
        yield child.tail or ""


def _picture_words(element: Any) -> str:
    if element.tag == SVG:
        title = element.find(SVG_TITLE)
        return _squeezed("".join(title.itertext())) if title is not None else ""
    return _squeezed(element.get("alt") or "")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
