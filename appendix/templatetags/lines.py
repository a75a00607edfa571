"""Lines of the open section, drawn anew only when they say something new.

A section of eighty rows is drawn whole each time one of them has been saved; the other seventy-nine
are what they were.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from appendix.editing import Line

MOST_KEPT = 4_000

register = template.Library()


@dataclass(frozen=True)
class _Drawing:
    """All that a drawn line depends on; ``says`` stands for the line, which cannot be compared fast."""

    template: str
    language: str | None
    plan: str
    section: str
    says: Hashable
    line: Line = field(compare=False)


@register.simple_tag
def drawn(name: str, line: Line, plan: str, section: str) -> SafeString:
    """``line`` as the template ``name`` draws it, in ``section`` of ``plan`` (key and slug)."""
    return _draw(_Drawing(name, get_language(), plan, section, _said(line), line))


def _said(line: Line) -> Hashable:
    """What a template can see of a line, except the lines nested in it, which are drawn by themselves."""
    entry = line.entry
    words = tuple((cell.label, cell.html) for cell in entry.cells)
    place = (line.is_first, line.is_last, line.level)
    return entry.key, line.name, place, words, entry.template, entry.image, repr(entry.written)


@lru_cache(maxsize=MOST_KEPT)
def _draw(drawing: _Drawing) -> SafeString:
    context = {"line": drawing.line, "plan": drawing.plan, "section": drawing.section}
    return mark_safe(get_template(drawing.template).render(context))  # noqa: S308 - a template's
