"""Markdown-lite in templates: ``{{ text|markdown }}``, ``{{ text|markdown_inline }}``, ``{{ text|plain }}``."""

from django import template
from django.utils.safestring import SafeString

from core.markdown import inline_html, to_html, to_plain

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Text as paragraphs and lists."""
    return to_html(text)


@register.filter
def markdown_inline(text: str) -> SafeString:
    """Text as a part of a line."""
    return inline_html(text)


@register.filter
def plain(text: str) -> str:
    """The words alone."""
    return to_plain(text)
