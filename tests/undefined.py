"""Template variables that are not there: Django is silent about them, our own templates must not be.

A conftest or test that wants to know says ``from tests.undefined import undefined as undefined``.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, Node

OURS = str(settings.BASE_DIR / "templates")


class _Noting(str):
    """What Django puts in place of a variable that is not there; notes those that ours ask for.

    Other people's templates, such as the admin's, count on getting nothing.
    """

    __slots__ = ("noted",)
    noted: set[str]

    def __contains__(self, text: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        template = _template_being_drawn()
        if template.startswith(OURS):
            self.noted.add(f"{Path(template).relative_to(OURS)} asks for {name}")
        return ""


def _template_being_drawn() -> str:
    frame = inspect.currentframe()
    while frame := frame.f_back if frame else None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
    return ""


@pytest.fixture
def undefined(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What templates of ours name and do not have, as far as they are drawn in the test."""
    noting = _Noting("?")
    noting.noted = set()
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", noting)
    return noting.noted
