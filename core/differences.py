"""What differs between two texts, word by word: for a conflict, and for comparing two versions.

A function of two strings and of nothing else. Joined, the pieces that are not ``added`` are the
first text, and those that are not ``removed`` the second, to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# What comparing costs is the pairs of equal words, times the matches found: two pages of prose have
# some thousands, a text of two words over and over millions. Beyond this, half a second, paragraphs
# are compared first, and a paragraph that is too much by itself is said to be new.
MOST_PAIRS = 60_000
LONG_CHANGE = 3  # words

_WORDS = re.compile(r"\s+|\w+(?:[-’'.:/@]\w+)*|.", re.DOTALL)
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")


class PieceKind(StrEnum):
    """Where a piece of text stands: in both texts, in the first only, in the second only."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, or only one of them."""

    kind: PieceKind
    text: str


def word_diff(a: str, b: str) -> list[Piece]:
    """The way from ``a`` to ``b`` in pieces, in reading order; what is removed before what is added."""
    if a == b:
        return [Piece(PieceKind.SAME, a)] if a else []
    compared = _joined(_compared(_WORDS.findall(a), _WORDS.findall(b)))
    return _joined(_without_chance(_joined(_without_lone_spaces(compared))))


def _compared(a: Sequence[str], b: Sequence[str]) -> Iterator[Piece]:
    """Pieces for two rows of words: what they share at both ends needs no comparing."""
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    yield Piece(PieceKind.SAME, "".join(a[:head]))
    yield from _matched(a[head : len(a) - tail], b[head : len(b) - tail])
    yield Piece(PieceKind.SAME, "".join(a[len(a) - tail :]))


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count


def _matched(a: Sequence[str], b: Sequence[str]) -> Iterator[Piece]:
    if _pairs(a, b) <= MOST_PAIRS:
        yield from _pieces(a, b)
        return
    first, second = _PARAGRAPHS.findall("".join(a)), _PARAGRAPHS.findall("".join(b))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        before, after = "".join(first[i1:i2]), "".join(second[j1:j2])
        if tag == "equal":
            yield Piece(PieceKind.SAME, before)
            continue
        words, others = _WORDS.findall(before), _WORDS.findall(after)
        if _pairs(words, others) <= MOST_PAIRS:
            yield from _pieces(words, others)
        else:
            yield Piece(PieceKind.REMOVED, before)
            yield Piece(PieceKind.ADDED, after)


def _pairs(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words of ``a`` meet an equal one in ``b``, each counted with each."""
    counted = Counter(word for word in b if not word.isspace())
    return sum(counted[word] for word in a)


def _pieces(a: Sequence[str], b: Sequence[str]) -> Iterator[Piece]:
    # Spaces stand between all words: matched on their own they would tear every text to shreds.
    matcher = SequenceMatcher(str.isspace, a, b, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(PieceKind.SAME, "".join(a[i1:i2]))
        else:
            yield Piece(PieceKind.REMOVED, "".join(a[i1:i2]))
            yield Piece(PieceKind.ADDED, "".join(b[j1:j2]))


def _without_lone_spaces(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Make a space between two changes part of both: two changed words read as one change."""
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if inside and piece.kind is PieceKind.SAME and piece.text.isspace():
            yield Piece(PieceKind.REMOVED, piece.text)
            yield Piece(PieceKind.ADDED, piece.text)
        else:
            yield piece


def _without_chance(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Make a single word between two longer changes part of both: an "och" met by chance is no link."""
    for index, piece in enumerate(pieces):
        is_alone = piece.kind is PieceKind.SAME and len(piece.text.split()) == 1
        if is_alone and all(_changed(pieces, index, step) >= LONG_CHANGE for step in (-1, 1)):
            yield Piece(PieceKind.REMOVED, piece.text)
            yield Piece(PieceKind.ADDED, piece.text)
        else:
            yield piece


def _changed(pieces: Sequence[Piece], index: int, step: int) -> int:
    """How many words changed right before (``step`` -1) or after (1) the piece at ``index``."""
    beside = [pieces[n] for n in (index + step, index + 2 * step) if 0 <= n < len(pieces)]
    longest = 0
    for piece in beside:
        if piece.kind is PieceKind.SAME:
            break
        longest = max(longest, len(piece.text.split()))
    return longest


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces in the order same, removed, added, none of them empty and no two alike in a row."""
    found: list[Piece] = []
    removed = added = same = ""
    for piece in pieces:
        if piece.kind is PieceKind.SAME and piece.text:
            if removed or added:
                found += _flushed(same, removed, added)
                same = removed = added = ""
            same += piece.text
        elif piece.kind is PieceKind.REMOVED:
            removed += piece.text
        elif piece.kind is PieceKind.ADDED:
            added += piece.text
    return [*found, *_flushed(same, removed, added)]


def _flushed(same: str, removed: str, added: str) -> list[Piece]:
    rows = (
        (PieceKind.SAME, same),
        (PieceKind.REMOVED, removed),
        (PieceKind.ADDED, added),
    )
    return [Piece(kind, text) for kind, text in rows if text]
