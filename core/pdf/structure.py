"""The structure tree of a PDF as plain values: elements, their marked content, their bytes.

Nothing here knows WeasyPrint's boxes; :mod:`core.pdf.tags` builds the tree from them.
Terms (structure element, MCID, parent tree) are those of ISO 32000-1, 14.7.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

# Elements that hold other elements and no text of their own.
GROUPING = frozenset({"Document", "Part", "Sect", "Art", "Div", "BlockQuote"})
# Elements that mean something to a reader even when nothing is in them.
KEPT_WHEN_EMPTY = frozenset({"TD", "TH", "LBody"})


class Raw(pydyf.Object):  # type: ignore[misc]
    """A PDF object whose bytes are known."""

    def __init__(self, data: bytes = b"null") -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """The bytes between ``obj`` and ``endobj``."""
        return self._data

    @data.setter
    def data(self, data: bytes) -> None:
        self._data = data


class Node:
    """One structure element. ``kids`` are nodes, ``(page, mcid)`` pairs and annotations."""

    __slots__ = (
        "actual", "alt", "attributes", "body", "first_page", "kids", "lang", "parent", "raw", "role"
    )  # fmt: skip

    def __init__(self, role: str, parent: "Node | None", first_page: int = 0) -> None:
        self.role = role
        self.parent = parent
        self.first_page = first_page
        self.kids: list[Any] = []
        self.lang: str | None = None
        self.alt: str | None = None
        self.actual: str | None = None
        self.attributes: list[bytes] = []
        # The element that takes the content: the LBody of an LI, the Reference of a TOCI.
        self.body: Node | None = None
        self.raw = Raw()

    def add(self, role: str, page: int) -> "Node":
        """A new last child."""
        node = Node(role, self, page)
        self.kids.append(node)
        return node

    def prune(self) -> bool:
        """Drop empty descendants; returns whether this node is worth keeping."""
        self.kids = [
            kid for kid in self.kids if not isinstance(kid, Node) or kid.prune()
        ]
        return bool(self.kids) or self.role in KEPT_WHEN_EMPTY

    def walk(self) -> "Iterator[Node]":
        """This node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


class Annotated:
    """A link annotation as the child of a structure element."""

    __slots__ = ("annotation", "page")

    def __init__(self, annotation: Any, page: int) -> None:
        self.annotation = annotation
        self.page = page


def write_tree(pdf: Any, root: Node, pages: list[bytes]) -> None:
    """Add the tree under ``root`` and its parent tree to ``pdf``.

    ``pages`` holds the references of the page objects. Link annotations get their
    ``StructParent``.
    """
    root.prune()
    nodes = list(root.walk())
    tree_root = Raw()
    pdf.add_object(tree_root)
    for node in nodes:
        pdf.add_object(node.raw)
    owners: list[dict[int, bytes]] = [{} for _page in pages]
    links: list[bytes] = []
    for node in nodes:
        node.raw.data = _element(node, tree_root.reference, pages, owners, links)
    parents = Raw(_parent_tree(owners, links))
    pdf.add_object(parents)
    tree_root.data = (
        b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>"
        % (
            root.raw.reference,
            parents.reference,
            len(pages) + len(links),
        )
    )
    pdf.catalog["StructTreeRoot"] = tree_root.reference


def _element(
    node: Node,
    tree_root: bytes,
    pages: list[bytes],
    owners: list[dict[int, bytes]],
    links: list[bytes],
) -> bytes:
    reference = node.raw.reference
    page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
    parts = [b"<</S/", node.role.encode(), b"/P "]
    parts.append(node.parent.raw.reference if node.parent else tree_root)
    if page is not None:
        parts += [b"/Pg ", pages[page]]
    kids = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(kid.raw.reference)
        elif isinstance(kid, Annotated):
            kid.annotation["StructParent"] = len(pages) + len(links)
            links.append(reference)
            kids.append(
                b"<</Type/OBJR/Obj %s/Pg %s>>"
                % (kid.annotation.reference, pages[kid.page])
            )
        else:
            kid_page, mcid = kid
            owners[kid_page][mcid] = reference
            if kid_page == page:
                kids.append(b"%d" % mcid)
            else:
                kids.append(b"<</Type/MCR/Pg %s/MCID %d>>" % (pages[kid_page], mcid))
    if kids:
        parts.append(b"/K[%s]" % b" ".join(kids))
    for key, text in (
        ("Lang", node.lang),
        ("Alt", node.alt),
        ("ActualText", node.actual),
    ):
        if text:
            parts.append(b"/%s %s" % (key.encode(), pydyf.String(text).data))
    if node.attributes:
        parts.append(b"/A[%s]" % b"".join(node.attributes))
    parts.append(b">>")
    return b"".join(parts)


def _parent_tree(owners: list[dict[int, bytes]], links: list[bytes]) -> bytes:
    """The number tree from page and MCID, or from a link, back to the structure element."""
    entries = [
        b"%d[%s]" % (page, b" ".join(owner for _mcid, owner in sorted(by_mcid.items())))
        for page, by_mcid in enumerate(owners)
    ]
    entries += [
        b"%d %s" % (number, owner) for number, owner in enumerate(links, len(owners))
    ]
    return b"<</Nums[%s]>>" % b" ".join(entries)
