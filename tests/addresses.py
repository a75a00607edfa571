"""The names of every address that Django can resolve."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def known_names() -> set[str]:
    """Every name with its namespace; the route itself where an address has no name."""
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"
        else:
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
