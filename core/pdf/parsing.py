"""The patterns of the HTML parser, compiled once.

tinyhtml5 means to keep them, but ``InputStream.chars_until`` stores each under the pattern
instead of its characters, and so builds one for every run of text.
"""

import re

from tinyhtml5 import inputstream  # type: ignore[import-untyped]

stock_patterns = inputstream.characters_until_regex


class Patterns(dict[tuple[frozenset[str] | str, bool], re.Pattern[str]]):
    """By the characters that end a run (or make one, if the second part of the key is true)."""

    def __missing__(self, key: tuple[frozenset[str] | str, bool]) -> re.Pattern[str]:
        characters, opposite = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if opposite else '^'}{listed}]+")
        return pattern


def install() -> None:
    """Put our patterns in the place of the stock ones."""
    inputstream.characters_until_regex = Patterns()


def uninstall() -> None:
    """Back to the stock ones; for the test that compares them."""
    inputstream.characters_until_regex = stock_patterns
