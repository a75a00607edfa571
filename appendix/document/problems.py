"""What is wrong with a document file, where, and what was expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

PLACES = 9  # no list in a file of 40 MB is longer


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; ``path`` leads to it inside the document ("" is the whole)."""

    path: str
    message: str

    @property
    def place(self) -> str:
        """For sorting: its path, with ``items[2]`` before ``items[10]``."""
        return re.sub(r"\d+", lambda number: number[0].zfill(PLACES), self.path)

    def __str__(self) -> str:
        return f"{self.path or _('dokumentet')}: {self.message}"


class DocumentError(ValueError):
    """A document that is refused whole; ``problems`` says why, each with its path."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def path_of(steps: Sequence[str | int]) -> str:
    """``["sections", 2, "heading"]`` as people read it: ``sections[2].heading``."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
