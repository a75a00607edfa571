"""Drawing the parts of a review pack, anew only where they say something new.

A pack is looked at again and again before and in a meeting, by several people, and its parts are values:
equal parts are drawn alike.
"""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.kept import Kept
from evaluations.pack.parts import Effort
from evaluations.pack.shown import Part

register = template.Library()
_efforts: Kept[SafeString] = Kept(most=2_000)
_parts: Kept[SafeString] = Kept(most=40)  # each may be as large as hundreds of activities


@register.simple_tag
def effort(one: Effort, level: int) -> SafeString:
    """``one`` as ``evaluations/pack/activity.html`` draws it."""
    key = (get_language(), level, one)
    return _efforts.get(key, lambda: _draw("evaluations/pack/activity.html", one=one, level=level))


@register.simple_tag
def pack_part(part: Part, level: int) -> SafeString:
    """A part of the pack as its template draws it."""
    body: Hashable = part.body
    key = (get_language(), level, part.template, body)
    return _parts.get(key, lambda: _draw(part.template, part=body, level=level))


def _draw(name: str, **context: object) -> SafeString:
    markup = get_template(name).render(context)
    return mark_safe(markup)  # noqa: S308 - a template escapes
