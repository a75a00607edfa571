"""How wide the columns of a table are: a function of what they say, so that a print is always the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Widths are in steps of two per cent of the text's width: two characters fill one,
# and the padding of a cell another.
STEPS = 50
CHARACTERS_IN_A_STEP = 2.0
LONGEST_WORD = 13
LONGEST_MEAN = 400


def shares_for(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Per cent for each column with these ``labels`` and these cells; 0 for an even division."""
    wanted, needed = [], []
    for index, label in enumerate(labels):
        cells = [row[index] for row in rows]
        mean = sum(len(cell) for cell in cells) / len(cells)
        wanted.append(min(mean, LONGEST_MEAN) ** 0.7 + len(label) / 2 + 4)
        needed.append(_least_share([label, *cells]))
    return _shares(wanted, needed)


def _least_share(texts: Sequence[str]) -> int:
    """The steps in which the longest word need not be hyphenated."""
    longest = max(len(word) for text in texts for word in text.split() or [""])
    return 1 + math.ceil(min(longest, LONGEST_WORD) / CHARACTERS_IN_A_STEP)


def _shares(wanted: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Per cent in whole steps: what each needs first, the rest as they want it.

    Zero for all where that leaves too little: then the engine divides the width evenly.
    """
    if sum(needed) > STEPS:
        return [0] * len(wanted)
    shares = list(needed)
    for _step in range(STEPS - sum(needed)):
        lacking = [want / share for want, share in zip(wanted, shares, strict=True)]
        shares[lacking.index(max(lacking))] += 1
    return [share * 100 // STEPS for share in shares]
