"""Lines and fields of the editor, drawn anew only when they say something new.

The open section is drawn whole each time one of its eighty rows has been saved; the other
seventy-nine, and the fields of the section itself, are what they were.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from django import template
from django.forms import BoundField, Field
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from appendix.editing import Line
from core.kept import Kept

FIELD = "appendix/editor/field.html"

register = template.Library()
_kept: Kept[SafeString] = Kept(most=5_000)


@register.simple_tag
def drawn(name: str, line: Line, plan: str, section: str) -> SafeString:
    """``line`` as the template ``name`` draws it, in ``section`` of ``plan`` (key and slug)."""
    context = {"line": line, "plan": plan, "section": section}
    key = (name, get_language(), plan, section, _said(line))
    return _kept.get(key, lambda: _draw(name, context))


def _said(line: Line) -> Hashable:
    """What a template can see of a line, except the lines nested in it, which are drawn by themselves."""
    entry = line.entry
    words = tuple((cell.label, cell.html) for cell in entry.cells)
    place = (line.is_first, line.is_last, line.level)
    return entry.key, line.name, place, words, entry.template, entry.image, repr(entry.written)


@register.simple_tag
def drawn_field(field: BoundField, section_level: int = 0) -> SafeString:
    """A field of a form with its label, help and errors."""
    context = {"field": field, "section_level": section_level}
    if field.form.is_bound or field.widget_type == "picture":
        return _draw(FIELD, context)  # with its own errors, or with a picture that is looked up
    key = (FIELD, get_language(), section_level, _asked(field))
    return _kept.get(key, lambda: _draw(FIELD, context))


def _asked(bound: BoundField) -> Hashable:
    """What the template can see of a field that nobody has filled in wrong."""
    field = bound.field
    words = (str(bound.label), str(bound.help_text), repr(bound.value()))
    place = (bound.html_name, bound.auto_id, type(field.widget), repr(field.widget.attrs))
    choices = repr(list(_choices(field)))
    return words, place, choices, field.required, field.disabled


def _choices(field: Field) -> Iterator[tuple[str, Any]]:
    """What can be chosen now. Choices that are looked up say nothing by themselves: they are listed."""
    for value, label in getattr(field, "choices", ()):
        nested = isinstance(label, list | tuple)
        yield str(value), [(str(v), str(w)) for v, w in label] if nested else str(label)


def _draw(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(name).render(context))  # noqa: S308 - a template escapes
