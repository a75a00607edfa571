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
        self.kids = [kid for kid in self.kids if not isinstance(kid, Node) or kid.prune()]
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
    tree_root, parents = Raw(), Raw()
    for item in (tree_root, parents):
        pdf.add_object(item)
    nodes = list(root.walk())
    for node in nodes:
        pdf.add_object(node.raw)
    writer = _Writer(tree_root.reference, pages)
    for node in nodes:
        node.raw.data = writer.element(node)
    parents.data = writer.parent_tree()
    tree_root.data = b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>" % (
        root.raw.reference,
        parents.reference,
        len(pages) + len(writer.links),
    )
    pdf.catalog["StructTreeRoot"] = tree_root.reference


class _Writer:
    """Turns nodes into bytes, and remembers for the parent tree who owns what."""

    def __init__(self, tree_root: bytes, pages: list[bytes]) -> None:
        self.tree_root = tree_root
        self.pages = pages
        self.owners: list[dict[int, bytes]] = [{} for _page in pages]
        self.links: list[bytes] = []

    def element(self, node: Node) -> bytes:
        """The dictionary of one structure element."""
        page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        parent = node.parent.raw.reference if node.parent else self.tree_root
        parts = [b"<</S/%s/P %s" % (node.role.encode(), parent)]
        if page is not None:
            parts.append(b"/Pg " + self.pages[page])
        if node.kids:
            kids = (self._kid(kid, page, node.raw.reference) for kid in node.kids)
            parts.append(b"/K[%s]" % b" ".join(kids))
        for key, text in ((b"Lang", node.lang), (b"Alt", node.alt), (b"ActualText", node.actual)):
            if text:
                parts.append(b"/%s %s" % (key, pydyf.String(text).data))
        if node.attributes:
            parts.append(b"/A[%s]" % b"".join(node.attributes))
        parts.append(b">>")
        return b"".join(parts)

    def _kid(self, kid: Any, page: int | None, owner: bytes) -> bytes:
        if isinstance(kid, Node):
            reference: bytes = kid.raw.reference
            return reference
        if isinstance(kid, Annotated):
            kid.annotation["StructParent"] = len(self.pages) + len(self.links)
            self.links.append(owner)
            target = (kid.annotation.reference, self.pages[kid.page])
            return b"<</Type/OBJR/Obj %s/Pg %s>>" % target
        kid_page, mcid = kid
        self.owners[kid_page][mcid] = owner
        if kid_page == page:
            return b"%d" % mcid
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (self.pages[kid_page], mcid)

    def parent_tree(self) -> bytes:
        """The number tree from page and MCID, or from a link, back to the structure element."""
        entries = [
            b"%d [%s]" % (page, b" ".join(owner for _mcid, owner in sorted(by_mcid.items())))
            for page, by_mcid in enumerate(self.owners)
        ]
        for number, owner in enumerate(self.links, len(self.owners)):
            entries.append(b"%d %s" % (number, owner))
        return b"<</Nums[%s]>>" % b" ".join(entries)
