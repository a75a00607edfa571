"""Swedish order and matching are the same on SQLite and on PostgreSQL."""

import random

import pytest
from django.db import connection

from core.collation import COLLATION, compare, like, sort_key

ALPHABET = "abcdeéghikmnoprstuüvwxyzåäöæøABCDEÉÅÄÖZ019 -–,.()/&:"


def test_the_last_letters_of_the_alphabet_come_last_and_in_order() -> None:
    words = [
        "öl",
        "Åre",
        "zon",
        "ärende",
        "å",
        "Älv",
        "W",
        "v",
        "é",
        "e",
        "f",
        "Österby",
        "9",
        "a b",
        "a-b",
        "ab",
    ]
    assert sorted(words, key=sort_key) == [
        "9", "a b", "a-b", "ab", "e", "é", "f", "v", "W", "zon", "å", "Åre", "Älv", "ärende", "öl", "Österby",
    ]  # fmt: skip


def test_only_equal_texts_are_equal() -> None:
    assert compare("a", "A") == -1
    assert compare("e\u0301", "é") != 0
    assert compare("Åre", "Åre") == 0


@pytest.mark.django_db
def test_the_database_sorts_as_python_does() -> None:
    chance = random.Random(12)
    words = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 8))) for _ in range(2000)]
    rows = " UNION ALL ".join(["SELECT %s AS word"] * 400)
    with connection.cursor() as cursor:
        for start in range(0, 2000, 400):
            part = words[start : start + 400]
            cursor.execute(
                f'SELECT word FROM ({rows}) AS words ORDER BY word COLLATE "{COLLATION}"', part
            )
            assert [row[0] for row in cursor.fetchall()] == sorted(part, key=sort_key)


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("%åR%", "Åre", True),
        ("%re", "Åre", True),
        ("a_c", "abc", True),
        ("a\\_c", "abc", False),
        ("a\\_c", "a_c", True),
        ("100\\%%", "100 % av", False),
        ("100\\%%", "100% av", True),
        ("a%b", "a\nb", True),
        ("a.c", "abc", False),
        (None, "x", None),
    ],
)
def test_like(pattern: str | None, value: str, expected: bool | None) -> None:
    assert like(pattern, value, "\\") is expected
