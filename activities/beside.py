"""What stands beside an activity on its page and belongs to an app above; it registers its own block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .sheet import Sheet


@dataclass(frozen=True)
class Block:
    """``template`` draws, with the input ``said``, what ``ask`` finds; None where there is nothing to show."""

    template: str
    ask: Callable[[Sheet], Any]


@dataclass(frozen=True)
class Drawn:
    """A block of one activity."""

    template: str
    said: Any


_blocks: dict[str, Block] = {}


def register(name: str, block: Block) -> None:
    """Let ``block`` stand beside each activity, for those who may read how it is prepared."""
    _blocks[name] = block


def blocks_of(sheet: Sheet) -> list[Drawn]:
    """The blocks of an activity that have something to show, in the order of their names."""
    if not sheet.abilities.read_draft:
        return []
    found = ((_blocks[name], _blocks[name].ask(sheet)) for name in sorted(_blocks))
    return [Drawn(block.template, said) for block, said in found if said is not None]
