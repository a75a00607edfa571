"""Addresses made of words."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify

LONGEST_SLUG = 70


def free_slug(model: type[models.Model], words: str) -> str:
    """An address made of ``words`` that no row of ``model`` has yet."""
    wanted = slugify(words)[:LONGEST_SLUG].strip("-") or slugify(str(model._meta.verbose_name))
    taken = set(
        model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
