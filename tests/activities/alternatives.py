"""What stands in place of pictures for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf


def alternatives(pdf: bytes) -> list[str]:
    """The alternative text of every figure, in order of reading."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(_alternatives(opened.Root.StructTreeRoot))


def _alternatives(node: Any) -> Iterator[str]:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if node.get("/S") == "/Figure":
        yield str(node.get("/Alt", ""))
    below: Any = node.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        yield from _alternatives(child)
