"""Numbers of rows as they come with a request."""

from __future__ import annotations

MOST_DIGITS = 18  # as many as any row's number can have


def number_of(text: str | None) -> int:
    """The number of a row that a form of ours sends back; 0, which no row has, for anything else."""
    text = text or ""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
