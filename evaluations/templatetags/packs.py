"""Drawing the activities of a review pack, of which there may be hundreds."""

from __future__ import annotations

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.kept import Kept
from evaluations.pack.parts import Effort

register = template.Library()
_efforts: Kept[SafeString] = Kept(most=2_000)


@register.simple_tag
def effort(one: Effort, level: int) -> SafeString:
    """``one`` as ``evaluations/pack/activity.html`` draws it, anew only when it says something new."""
    return _efforts.get((get_language(), level, one), lambda: _draw(one, level))


def _draw(one: Effort, level: int) -> SafeString:
    markup = get_template("evaluations/pack/activity.html").render({"one": one, "level": level})
    return mark_safe(markup)  # noqa: S308 - a template escapes
