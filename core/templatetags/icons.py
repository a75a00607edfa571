"""Icons as inline SVG: no icon font, no request of their own, coloured by the text around them."""

import json
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BODIES: dict[str, str] = json.loads(
    (Path(__file__).resolve().parent.parent / "icons.json").read_text(encoding="utf-8")
)["icons"]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw the icon `name` of frontend/icons.txt.

    Beside a word it is decoration and hidden from screen readers; where it stands alone, `label` says
    what it means. An unknown name raises KeyError: a missing icon is a mistake in the template.
    """
    body = mark_safe(BODIES[name])  # noqa: S308 - generated from our own dependency
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 16 16" role="img" aria-label="{}">{}</svg>', label, body
        )
    return format_html('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', body)
