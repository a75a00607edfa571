"""Pieces of the views of a year, drawn anew only when they say something new.

A year is looked at again and again, and little of it has changed: the other rows, the filters that
can be set, the wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.kept import Kept

register = template.Library()
_rows: Kept[SafeString] = Kept(most=5_000)
_sheets: Kept[str] = Kept(most=50)  # each as large as many rows


def piece(name: str, said: Hashable) -> SafeString:
    """``said`` as the template ``name`` draws it; all that the template may see is in ``said``."""
    return pieces(name, [said])


@register.simple_tag
def pieces(name: str, said: Iterable[Hashable]) -> SafeString:
    """The same for each of a list."""
    language = get_language()
    drawn = [_rows.get((name, language, one), partial(_draw, name, one)) for one in said]
    return mark_safe("".join(drawn))  # noqa: S308 - a template escapes


@register.simple_tag
def large_piece(name: str, said: Hashable) -> SafeString:
    """The same for a piece as large as many rows, of which there are few."""
    markup = kept_sheet((name, said), lambda: _draw(name, said))
    return mark_safe(markup)  # noqa: S308 - a template escapes


def kept_sheet(key: Hashable, make: Callable[[], str]) -> str:
    """Large markup that depends on ``key`` and on the language alone."""
    return _sheets.get((get_language(), key), make)


def _draw(name: str, said: Hashable) -> SafeString:
    markup = get_template(name).render({"said": said})
    return mark_safe(markup)  # noqa: S308 - a template escapes
