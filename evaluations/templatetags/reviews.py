"""Words of reviews in templates."""

from __future__ import annotations

from datetime import date, timedelta

from django import template

register = template.Library()


@register.filter
def day_before(day: date | None) -> date | None:
    """The day before: the last one of a half-open period that ends on ``day``."""
    return None if day is None else day - timedelta(days=1)
