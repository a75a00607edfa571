"""Saying no."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence
    """Go on only if ``allowed``.

    What a person may not even know of is answered with 404 by the query that looks it up; this is
    for what they may see and not do.

    Raises:
        PermissionDenied: it is not allowed (the answer becomes 403).
    """
    if not allowed:
        raise PermissionDenied
