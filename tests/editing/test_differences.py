"""Word by word: the pieces say what was and what became, and nothing is lost between them."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import Piece, PieceKind, word_diff

SAME, REMOVED, ADDED = PieceKind.SAME, PieceKind.REMOVED, PieceKind.ADDED
WORDS = st.lists(st.sampled_from(["vi", "möts", "varje", "vår", ".", " ", "\n", "\n\n", "åäö"]))
TEXTS = WORDS.map("".join) | st.text()


def sides(pieces: list[Piece]) -> tuple[str, str]:
    """Both texts, put together from the pieces."""
    first = "".join(piece.text for piece in pieces if piece.kind is not ADDED)
    second = "".join(piece.text for piece in pieces if piece.kind is not REMOVED)
    return first, second


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_pieces_to_the_letter(a: str, b: str) -> None:
    assert sides(word_diff(a, b)) == (a, b)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_alike(a: str, b: str) -> None:
    pieces = word_diff(a, b)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_a_changed_word_is_a_word_out_and_a_word_in() -> None:
    assert word_diff("Vi möts varje vår.", "Vi möts varje höst.") == [
        Piece(SAME, "Vi möts varje "),
        Piece(REMOVED, "vår"),
        Piece(ADDED, "höst"),
        Piece(SAME, "."),
    ]


def test_neighbouring_changes_read_as_one() -> None:
    assert word_diff("en två tre", "ett tio tre") == [
        Piece(REMOVED, "en två"),
        Piece(ADDED, "ett tio"),
        Piece(SAME, " tre"),
    ]


def test_a_word_that_two_new_sentences_share_by_chance_is_no_link() -> None:
    pieces = word_diff(
        "Fler känner till polisen, skolan och fritiden i hela stadsdelen.",
        "Alla vet vad vi gör tillsammans och varför det behövs nu.",
    )
    assert [piece.kind for piece in pieces] == [REMOVED, ADDED, SAME]
    assert pieces[-1].text == "."


def test_equal_and_empty_texts() -> None:
    assert word_diff("", "") == []
    assert word_diff("lika", "lika") == [Piece(SAME, "lika")]
    assert word_diff("", "ny") == [Piece(ADDED, "ny")]
    assert word_diff("gammal", "") == [Piece(REMOVED, "gammal")]


@pytest.mark.parametrize(
    ("words", "length"),
    [(["a", "b"], 750), (["a"], 20_000), ([f"ord{n}" for n in range(97)], 20_000)],
)
def test_no_text_takes_long_to_compare(words: list[str], length: int) -> None:
    """Whoever may write could otherwise keep the server busy for minutes."""
    chance = random.Random(4)
    a, b = (" ".join(chance.choices(words, k=length)) for _ in range(2))
    began = time.process_time()
    assert sides(word_diff(a, f"{b}\n\n{b}")) == (a, f"{b}\n\n{b}")
    assert time.process_time() - began < 3
